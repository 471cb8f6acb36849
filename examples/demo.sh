#!/usr/bin/env bash
# Starts a real embedding server with the Joulebook agent, sends it requests, and prints what each
# model cost. See --help.
# shellcheck disable=SC2317 # clean_up is called by a trap
set -euo pipefail

examples=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$examples")
agent_jar=$root/agent/target/joulebook-agent.jar
demo_jar=$examples/target/joulebook-examples.jar
class_path="$demo_jar:$examples/target/lib/*"
package=io.joulebook.examples

once=false build=true keep_sending=false config='' requests=200 wanted=auto zone='' port=8080
metrics_host=127.0.0.1 metrics_port=9487
java=java java_major=0 source='' folder='' child='' server=''

usage() {
  cat <<'TEXT'
Usage: examples/demo.sh [options]

Builds Joulebook if needed, starts an embedding server with the agent, sends it real requests,
prints joules and grams of CO2e per model, and stays up until Ctrl-C.

  --once               end after the table instead of staying up
  --requests N         requests to each of the two routes (default 200)
  --source SOURCE      nvml, simulated, or auto: nvml where there is an NVIDIA GPU (default auto)
  --zone ZONE          electricity zone that prices the joules: DE, FR, GB, US-CAL-CISO, …
  --port N             port of the server (default 8080)
  --metrics-port N     port of /metrics (default 9487)
  --metrics-host IP    address of /metrics, where it is to be reached from elsewhere (default 127.0.0.1)
  --config FILE        a YAML file for the agent, e.g. examples/demo/budgets.yaml
  --keep-sending       go on sending requests until Ctrl-C
  --no-build           use the jars as they are
  --help               print this
TEXT
}

# shellcheck source=demo/needs.sh
source "$examples/demo/needs.sh"

say() { printf '%s\n' "$@"; }

# The first line says what is wrong, the others what to do.
fail() {
  printf '\n%s\n' "$1" >&2
  shift
  [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
  exit 1
}

# Options

parse_options() {
  while [[ $# -gt 0 ]]; do
    case $1 in
      --once) once=true ;;
      --no-build) build=false ;;
      --keep-sending) keep_sending=true ;;
      --help | -h)
        usage
        exit 0
        ;;
      --requests | --source | --zone | --port | --metrics-port | --metrics-host | --config)
        [[ $# -ge 2 ]] || fail "$1 needs a value." 'See: examples/demo.sh --help'
        set_option "$1" "$2"
        shift
        ;;
      *) fail "Unknown option: $1" 'See: examples/demo.sh --help' ;;
    esac
    shift
  done
  [[ $once == false || $keep_sending == false ]] || fail '--once ends, --keep-sending goes on: choose one.'
  [[ $port != "$metrics_port" ]] || fail "--port and --metrics-port are both $port; they must differ."
}

set_option() {
  case $1 in
    --requests) requests=$(number "$1" "$2" 100000) ;;
    --port) port=$(number "$1" "$2" 65535) ;;
    --metrics-port) metrics_port=$(number "$1" "$2" 65535) ;;
    --metrics-host)
      [[ $2 =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ && $2 != 0.0.0.0 ]] ||
        fail "--metrics-host takes an IPv4 address of this machine, not '$2'."
      metrics_host=$2
      ;;
    --zone)
      [[ $2 =~ ^[A-Za-z0-9:/_-]+$ ]] || fail "--zone takes a zone such as DE or US-CAL-CISO, not '$2'."
      zone=$2
      ;;
    --config)
      [[ $2 =~ ^[A-Za-z0-9._/@+-]+$ && -r $2 ]] ||
        fail "--config takes a file that can be read, with a plain name, not '$2'."
      config=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
      ;;
    --source)
      [[ $2 =~ ^(auto|nvml|simulated)$ ]] || fail "--source takes auto, nvml or simulated, not '$2'."
      wanted=$2
      ;;
  esac
}

number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ && $2 -le $3 ]] || fail "$1 takes a number from 1 to $3, not '$2'."
  printf '%s' "$2"
}

# The source of power

choose_source() {
  if [[ $wanted != simulated ]] && doctor nvml; then
    source=nvml
    say 'Power is measured, by the GPU itself (NVML).'
    compgen -G "$examples/target/lib/onnxruntime_gpu*" >/dev/null || say_model_runs_on_cpu
  elif [[ $wanted == nvml ]]; then
    fail 'NVML cannot be used here:' ${complaints[@]+"${complaints[@]}"}
  else
    doctor simulated || fail 'The agent would not start well:' ${complaints[@]+"${complaints[@]}"}
    source=simulated
    say_simulated
  fi
}

# Asks the agent itself; what it finds wrong is left in complaints.
doctor() {
  local found rc=0 line
  found=$("$java" -jar "$agent_jar" doctor "$(agent_options "$1")" 2>&1) || rc=$?
  complaints=()
  while IFS= read -r line; do
    [[ $1 == simulated && $line == *' nvml '* ]] || complaints+=("$line")
  done < <(sed -n 's/^  no *//p' <<<"$found")
  return "$rc"
}

agent_options() {
  printf 'metrics.address=%s:%s,power.source=%s,grid.zone=%s' "$metrics_host" "$metrics_port" "$1" "$zone"
  [[ -z $config ]] || printf ',config=%s' "$config"
}

say_model_runs_on_cpu() {
  say 'But this build runs the model on the CPU, which NVML does not measure: joules per call will' \
    'be absent. To run it on the GPU see examples/README.md.'
}

say_simulated() {
  cat <<'TEXT'

   ####  ###  #   #  #   #  #       ###   #####  #####  ####
  #       #   ## ##  #   #  #      #   #    #    #      #   #
   ###    #   # # #  #   #  #      #####    #    ####   #   #
      #   #   #   #  #   #  #      #   #    #    #      #   #
  ####   ###  #   #   ###   #####  #   #    #    #####  ####

TEXT
  if [[ $wanted == simulated ]]; then
    say '  As asked for, the joules below are those of a GPU that does not exist.'
  else
    say '  There is no NVIDIA GPU here that can be read, so the joules below are those of a GPU that' \
      '  does not exist. (Why: java -jar agent/target/joulebook-agent.jar doctor)'
  fi
  say '  Nothing is measured. The server, the model and the calls are real.' ''
}

# Running

start_server() {
  local flags=()
  ((java_major < 22)) || flags+=(--enable-native-access=ALL-UNNAMED)
  flags+=("-javaagent:$agent_jar=$(agent_options "$source")" "-Djava.io.tmpdir=$folder")
  say 'Starting the embedding server (all-MiniLM-L6-v2 on DJL and ONNX Runtime), with the agent:' \
    "  java -javaagent:joulebook-agent.jar=$(agent_options "$source") …"
  HOST=127.0.0.1 DJL_CACHE_DIR=${DJL_CACHE_DIR:-$examples/target/djl} \
    "$java" "${flags[@]}" -cp "$class_path" "$package.server.EmbeddingServer" "$port" \
    >"$folder/server.log" 2>&1 &
  server=$!
  await_server
  say "  server   http://127.0.0.1:$port" "  metrics  http://$metrics_host:$metrics_port/metrics" \
    "  page     http://$metrics_host:$metrics_port/"
}

await_server() {
  local deadline=$((SECONDS + 90))
  until answers "$port"; do
    kill -0 "$server" 2>/dev/null || server_failed 'The server ended before it was ready.'
    ((SECONDS < deadline)) || server_failed 'The server was not ready after 90 seconds.'
    sleep 0.2
  done
}

server_failed() {
  tail -n 30 "$folder/server.log" >&2
  fail "$1 Above is the end of its log."
}

# In the background and waited for, so that a signal is acted on at once.
run() {
  "$java" -XX:TieredStopAtLevel=1 -cp "$class_path" "$@" &
  child=$!
  local rc=0
  wait "$child" || rc=$?
  child=''
  return "$rc"
}

send_requests() {
  local style=lines
  [[ ! -t 1 ]] || style=bar
  say '' "Sending $requests requests of 1 to 8 sentences to /embed (all sentences in one call of the" \
    'model) and the same to /embed-one-by-one (a call each):'
  run "$package.load.Load" "http://127.0.0.1:$port" "$requests" "$style" "$folder/sent" ||
    server_failed 'The requests could not be sent.'
  say ''
}

stay() {
  say '' 'Up until Ctrl-C. Try:' \
    "  curl -d '{\"texts\": [\"A cat slept.\", \"It rained all night.\"]}' http://127.0.0.1:$port/embed" \
    "  curl -s http://$metrics_host:$metrics_port/metrics | grep ^joulebook_" \
    "  less $folder/server.log"
  trap 'say "" "Stopped."; exit 0' INT TERM
  if [[ $keep_sending == true ]]; then
    say '' 'Sending requests until then.'
    while run "$package.load.Load" "http://127.0.0.1:$port" "$requests" lines "$folder/sent" >/dev/null; do :; done
  fi
  wait "$server" || true
  server_failed 'The server ended.'
}

clean_up() {
  trap '' INT TERM
  end_process "$child"
  end_process "$server"
  [[ -z $folder ]] || rm -rf "$folder"
}

end_process() {
  [[ -n $1 ]] || return 0
  local tries=0
  kill "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null && ((tries++ < 80)); do
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

main() {
  parse_options "$@"
  find_java
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  folder=$(mktemp -d "${TMPDIR:-/tmp}/joulebook-demo.XXXXXX")
  check_port --port "$port"
  check_port --metrics-port "$metrics_port"
  build_if_needed
  if [[ -z $zone ]]; then
    zone=DE
    say "Joules are priced for Germany (grid.zone=DE), the demo's choice; --zone names yours."
  fi
  choose_source
  start_server
  run "$package.report.ReportCommand" await-base "http://$metrics_host:$metrics_port/metrics" ||
    server_failed 'The agent serves no metrics.'
  send_requests
  local sound=0
  run "$package.report.ReportCommand" print "http://$metrics_host:$metrics_port/metrics" "$folder/sent" ||
    sound=1
  [[ $once == true ]] || stay
  exit "$sound"
}

main "$@"
