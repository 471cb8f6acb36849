#!/usr/bin/env bash
# Starts Prometheus with Joulebook's rules, and Alertmanager, on loopback, against a running agent.
# See --help.
# shellcheck disable=SC2317 # clean_up is called by a trap
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

target=127.0.0.1:9487 port=9090 alertmanager_port=9093 webhook='' interval=15s data='' fast=false
alertmanager_program='' folder='' prometheus='' alertmanager=''

usage() {
  cat <<'TEXT'
Usage: grafana/up.sh [options]

Starts Prometheus with Joulebook's rules and alerts, and Alertmanager, both on 127.0.0.1 only,
against a JVM that runs under the agent. They stay up until Ctrl-C. Both must be installed.

  --target HOST:PORT       where the agent serves /metrics (default 127.0.0.1:9487)
  --port N                 port of Prometheus (default 9090)
  --alertmanager-port N    port of Alertmanager (default 9093)
  --webhook URL            who is told of alerts, with a POST (default: nobody, see them in
                           Alertmanager)
  --scrape-interval TIME   how often the agent is read and the rules are evaluated: 1s, 15s, 1m
                           (default 15s)
  --fast                   for trying out: sixty times as fast. In the windows and waits of rules
                           and notices minutes become seconds and hours minutes; reads every
                           second. The texts of alerts are as shipped: they still say 1h, 5m
  --data DIR               where samples are kept (default: a temporary folder, removed at the end)
  --help                   print this
TEXT
}

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
      --help | -h)
        usage
        exit 0
        ;;
      --fast) fast=true interval=1s ;;
      --target | --port | --alertmanager-port | --webhook | --scrape-interval | --data)
        [[ $# -ge 2 ]] || fail "$1 needs a value." 'See: grafana/up.sh --help'
        set_option "$1" "$2"
        shift
        ;;
      *) fail "Unknown option: $1" 'See: grafana/up.sh --help' ;;
    esac
    shift
  done
  [[ $fast == false || $interval == 1s ]] ||
    fail "--fast reads every second: leave out --scrape-interval $interval."
  [[ $port != "$alertmanager_port" ]] ||
    fail "--port and --alertmanager-port are both $port; they must differ."
}

set_option() {
  case $1 in
    --target)
      [[ $2 =~ ^[A-Za-z0-9._-]+:[1-9][0-9]{0,4}$ ]] ||
        fail "--target takes HOST:PORT, such as 127.0.0.1:9487, not '$2'."
      target=$2
      ;;
    --port) port=$(number "$1" "$2") ;;
    --alertmanager-port) alertmanager_port=$(number "$1" "$2") ;;
    --webhook)
      [[ $2 =~ ^https?://[^[:space:]\"\'\\#]+$ ]] ||
        fail "--webhook takes a URL that begins with http:// or https://, not '$2'."
      webhook=$2
      ;;
    --scrape-interval)
      [[ $2 =~ ^([1-9]|[1-5][0-9])s$|^1m$ ]] ||
        fail "--scrape-interval takes a time such as 15s, from 1s to 59s or 1m, not '$2'."
      interval=$2
      ;;
    --data)
      if ! mkdir -p "$2" 2>/dev/null || [[ ! -w $2 ]]; then
        fail "--data: cannot write to '$2'."
      fi
      data=$(cd "$2" && pwd)
      ;;
  esac
}

number() {
  [[ $2 =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]] || fail "$1 takes a number from 1 to 65535, not '$2'."
  printf '%s' "$2"
}

# What must be there

find_programs() {
  local missing=()
  command -v prometheus >/dev/null || missing+=(prometheus)
  alertmanager_program=$(command -v prometheus-alertmanager || command -v alertmanager) ||
    missing+=(prometheus-alertmanager)
  [[ ${#missing[@]} -eq 0 ]] ||
    fail "Not installed (or not on PATH): ${missing[*]}." \
      "Debian, Ubuntu: apt-get install --no-install-recommends ${missing[*]}" \
      'macOS: brew install prometheus alertmanager' \
      'Else: the archives from https://prometheus.io/download; put both programs on PATH.'
}

# Bash connects by itself, so that no tool is needed.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_port() {
  answers "$2" || return 0
  fail "Port $2 is taken." "End what listens there, or choose another port: grafana/up.sh $1 N"
}

check_agent() {
  local page
  page=$(get "${target%:*}" "${target##*:}" /metrics) ||
    fail "Nothing answers at $target." \
      'Start a JVM with  -javaagent:joulebook-agent.jar  or the demo:  examples/demo.sh' \
      'If the agent serves its metrics elsewhere:  grafana/up.sh --target HOST:PORT'
  [[ $page == *joulebook_build_info* ]] ||
    fail "What answers at $target/metrics is not Joulebook: it has no joulebook_build_info." \
      'The agent serves its metrics where metrics.address says (default 127.0.0.1:9487).'
}

# The status line, headers and body of an answer that comes within ten seconds.
get() {
  (
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$3" "$1" "$2" >&3
    IFS= read -r -d '' -t 10 answer <&3 || true
    [[ -n $answer ]] && printf '%s' "$answer"
  ) 2>/dev/null
}

# Configuration: the shipped files, with the addresses and the pace of this run

write_configuration() {
  local text
  cp -r "$here/prometheus/rules" "$folder/rules"
  [[ $fast == false ]] || quicken "$folder"/rules/*.yml
  text=$(<"$here/prometheus/prometheus.yml")
  text=${text//127.0.0.1:9487/"$target"}
  text=${text//127.0.0.1:9093/"127.0.0.1:$alertmanager_port"}
  printf '%s\n' "${text//15s/"$interval"}" >"$folder/prometheus.yml"
  text=$(<"$here/alertmanager/alertmanager.yml")
  if [[ -n $webhook ]]; then
    text=${text//http:\/\/127.0.0.1:9099\/page/"$webhook"}
    text=${text//http:\/\/127.0.0.1:9099\/ticket/"$webhook"}
  else
    text=$(sed '/webhook_configs:/,/send_resolved:/d' <<<"$text")
  fi
  printf '%s\n' "$text" >"$folder/alertmanager.yml"
  [[ $fast == false ]] || quicken "$folder/alertmanager.yml"
}

# A day and a week have no unit that is a sixtieth of them.
# Written anew, because -i of sed is not the same everywhere.
quicken() {
  local file
  for file in "$@"; do
    sed -E -e 's/\[([0-9]+)m\]/[\1s]/g; s/\[([0-9]+)h\]/[\1m]/g; s/\[1d\]/[24m]/g; s/\[3d\]/[72m]/g' \
      -e 's/(offset [0-9]+)h/\1m/g; s/offset 1w/offset 168m/g' \
      -e 's/^( *(for|keep_firing_for|interval|group_interval): [0-9]+)m$/\1s/' \
      -e 's/^( *(for|keep_firing_for|repeat_interval): [0-9]+)h$/\1m/; s/^( *group_wait: )30s$/\11s/' "$file" >"$file.new"
    mv "$file.new" "$file"
  done
}

# Running

start_alertmanager() {
  "$alertmanager_program" --config.file="$folder/alertmanager.yml" \
    --storage.path="$folder/alertmanager" --web.listen-address="127.0.0.1:$alertmanager_port" \
    --cluster.listen-address= --log.level=warn >"$folder/Alertmanager.log" 2>&1 &
  alertmanager=$!
  await_ready Alertmanager "$alertmanager" "$alertmanager_port"
}

start_prometheus() {
  prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$data" \
    --storage.tsdb.retention.time=31d \
    --web.listen-address="127.0.0.1:$port" --enable-feature=exemplar-storage --log.level=warn \
    >"$folder/Prometheus.log" 2>&1 &
  prometheus=$!
  await_ready Prometheus "$prometheus" "$port"
}

await_ready() {
  local deadline=$((SECONDS + 60))
  until [[ $(get 127.0.0.1 "$3" /-/ready) == HTTP/1.?\ 200* ]]; do
    kill -0 "$2" 2>/dev/null || ended "$1" 'ended before it was ready'
    ((SECONDS < deadline)) || ended "$1" 'was not ready after 60 seconds'
    sleep 0.2
  done
}

ended() {
  tail -n 20 "$folder/$1.log" >&2
  fail "$1 $2. Above is the end of its log."
}

stay() {
  say "Up until Ctrl-C, reading $target every $interval:" \
    "  alerts        http://127.0.0.1:$port/alerts" \
    "  queries       http://127.0.0.1:$port/graph" \
    "  Alertmanager  http://127.0.0.1:$alertmanager_port" \
    "  told          ${webhook:-nobody: see --webhook}"
  trap 'say "" "Stopped."; exit 0' INT TERM
  # Waited for, so that a signal is acted on at once.
  while true; do
    kill -0 "$prometheus" 2>/dev/null || ended Prometheus ended
    kill -0 "$alertmanager" 2>/dev/null || ended Alertmanager ended
    sleep 1 &
    wait $! || true
  done
}

clean_up() {
  trap '' INT TERM
  end_process "$prometheus"
  end_process "$alertmanager"
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
  find_programs
  check_port --port "$port"
  check_port --alertmanager-port "$alertmanager_port"
  check_agent
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  folder=$(mktemp -d "${TMPDIR:-/tmp}/joulebook-up.XXXXXX")
  [[ -n $data ]] || data=$folder/data
  write_configuration
  start_alertmanager
  start_prometheus
  stay
}

main "$@"
