#!/usr/bin/env bash
# Measures what the agent costs and how right it is, and prints Markdown tables.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
agent=$here/../agent/target/joulebook-agent.jar
jar=$here/target/joulebook-benchmarks.jar
package=io.joulebook.benchmarks
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

usage() {
  cat <<'TEXT'
Usage: benchmarks/run.sh advice [FORKS]              what a metered call costs (default 1 fork: 4 minutes)
       benchmarks/run.sh startup [RUNS] [JDK_HOME…]  what a start costs (default 7 runs, JAVA_HOME)
       benchmarks/run.sh classes [RUNS] [JDK_HOME…]  what the load of a class costs that is not hooked
                                                     (default 7 runs, JAVA_HOME)
       benchmarks/run.sh accuracy [SECONDS] [SCENARIO…]
                                                     how the books compare with the truth on fake GPUs
                                                     (default 60 s of load each, all scenarios; globs work)
       benchmarks/run.sh accuracy list               the scenarios
       benchmarks/run.sh accuracy model [SEEDS] [SECONDS] [REGIME…]
                                                     the same of the edge detector and the ledger alone, in
                                                     virtual time, on devices with the regimes of real ones
                                                     (default 12 seeds of 60 s, all regimes; globs work);
                                                     pictures in benchmarks/target/pictures
       benchmarks/run.sh books [CALLS]               how fast the ledger is, and what reading eight GPUs costs
                                                     (default ten million calls a round: 3 minutes)
       benchmarks/run.sh device [SECONDS] [FILE]     what your card and its driver do: counter, lag, cost of calls
                                                     (default 600 s; needs NVML, and CUDA for the load; the JSON in
                                                     FILE, device.json, names no card, host or process)
       benchmarks/run.sh device fake [SECONDS] [FILE]
                                                     the same of a fake GPU, in virtual time

All want a machine with nothing else to do. Build first: mvn -B -DskipTests package
TEXT
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

default_jdk() { "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'; }

advice() {
  "$java" -cp "$jar:$here/target/lib/*" "$package.advice.AdviceRun" "$agent" "${1:-1}"
}

starts() { # main class, runs, homes of JDKs
  local main=$1 runs=${2:-7}
  shift 2 || shift
  [[ $# -gt 0 ]] || set -- "$(default_jdk)"
  "$java" -cp "$jar:$here/target/lib/*" "$package.startup.$main" "$agent" "$jar" "$runs" "$@"
}

startup() { starts StartupRun "$@"; }

classes() { starts ClassesRun "$@"; }

accuracy() {
  if [[ ${1:-} == model ]]; then
    shift
    "$java" -XX:+UseSerialGC -Xmx2g -Djava.awt.headless=true -Dpictures="$here/target/pictures" -cp "$jar:$here/target/lib/*:$here/../agent/target/classes:$here/../collector/target/classes" \
      "$package.simulation.ModelRun" "$@"
    return
  fi
  "$java" -cp "$jar:$here/target/lib/*" "$package.accuracy.AccuracyRun" "$agent" "$@"
}

books() {
  "$java" -XX:+UseSerialGC -Xmx1g -cp "$jar:$here/target/lib/*:$here/../agent/target/classes" \
    "$package.books.BooksRun" "$agent" "${1:-10000000}"
}

device() {
  "$java" -XX:+UseSerialGC -Xmx1g -cp "$jar:$here/target/lib/*:$here/../agent/target/classes:$here/../nvml-bindings/target/classes" \
    "$package.device.DeviceRun" "$@"
}

[[ -e $agent && -e $jar ]] || fail "Not built: $agent, $jar"
case ${1:-} in
  advice | startup | classes | accuracy | books | device) "$@" ;;
  *) usage ;;
esac
