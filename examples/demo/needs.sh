# Sourced by demo.sh: Java, free ports, and the jars, built if they are missing or old.
# shellcheck shell=bash disable=SC2034,SC2154

find_java() {
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null ||
    fail "No Java found (looked for: $java)." 'Install a JDK, 17 or newer, or set JAVA_HOME to one.'
  [[ $("$java" -version 2>&1) =~ version\ \"(1\.)?([0-9]+) ]] ||
    fail "Cannot tell the version of $java." 'Set JAVA_HOME to a JDK, 17 or newer.'
  java_major=${BASH_REMATCH[2]}
  ((java_major >= 17)) ||
    fail "Java $java_major is too old; the demo needs 17 or newer." 'Set JAVA_HOME to a newer JDK.'
}

# Bash connects by itself, so that no tool is needed.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_port() {
  answers "$2" || return 0
  fail "Port $2 is taken by $(holder "$2")." "End that, or choose another port: examples/demo.sh $1 $(free_port)"
}

holder() {
  local line=''
  if command -v ss >/dev/null; then
    line=$(ss -Hltnp "sport = :$1" 2>/dev/null |
      sed -nE 's/.*\(\("([^"]*)",pid=([0-9]+).*/\1 (process \2)/p' | head -n 1) || line=''
  elif command -v lsof >/dev/null; then
    line=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN -Fpc 2>/dev/null | tr '\n' ' ' |
      sed -nE 's/^p([0-9]+) c([^ ]+).*/\2 (process \1)/p') || line=''
  fi
  printf '%s' "${line:-another process}"
}

free_port() {
  local candidate
  for candidate in 8081 8082 8090 9488 9489 18080 28080; do
    [[ $candidate == "$port" || $candidate == "$metrics_port" ]] || answers "$candidate" || break
  done
  printf '%s' "$candidate"
}

# Building

build_if_needed() {
  if [[ $build == false ]]; then
    [[ -e $agent_jar && -e $demo_jar ]] || fail 'The jars are not built.' 'Leave --no-build out.'
  elif is_stale; then
    build_jars
  fi
}

is_stale() {
  [[ -e $agent_jar && -e $demo_jar && -d $examples/target/lib ]] || return 0
  local module newer=''
  for module in nvml-bindings collector agent; do
    newer+=$(sources_newer_than "$agent_jar" "$root/$module")
  done
  newer+=$(sources_newer_than "$demo_jar" "$examples")
  [[ -n $newer ]]
}

sources_newer_than() {
  find "$2/pom.xml" "$2/src" -type f -not -path '*/src/test/*' -newer "$1" 2>/dev/null || true
}

build_jars() {
  command -v mvn >/dev/null ||
    fail 'Maven is needed to build Joulebook, and there is no mvn.' 'Install Maven 3.8 or newer.'
  local log=$folder/build.log jdk
  jdk=$(jdk_17) ||
    fail "Joulebook is built with JDK 17, and there is none (looked at JAVA_HOME and where JDKs are" \
      'usually installed). Install it, or set JAVA_HOME to it. Once built, the demo runs on 17 to 25.'
  say 'Building. The first time Maven downloads a few hundred MB.'
  JAVA_HOME=$jdk mvn -B -ntp -DskipTests -f "$root/pom.xml" -pl agent,examples -am package \
    >"$log" 2>&1 &
  child=$!
  show_seconds "$child"
  wait "$child" || explain_failed_build "$log"
  child=''
  touch "$agent_jar" "$demo_jar"
}

jdk_17() {
  local home
  for home in "${JAVA_HOME:-}" "${JAVA_HOME_17_X64:-}" "$(home_of_java)" /usr/lib/jvm/*17* \
    "${HOME:-}"/.sdkman/candidates/java/17* /Library/Java/JavaVirtualMachines/*17*/Contents/Home; do
    if [[ -x $home/bin/javac && $("$home/bin/javac" -version 2>&1) == 'javac 17'* ]]; then
      printf '%s' "$home"
      return 0
    fi
  done
  return 1
}

home_of_java() {
  "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

show_seconds() {
  local start=$SECONDS
  while kill -0 "$1" 2>/dev/null; do
    [[ ! -t 1 ]] || printf '\r  %d s' $((SECONDS - start))
    sleep 1
  done
  [[ ! -t 1 ]] || printf '\r'
  say "  $((SECONDS - start)) s"
}

explain_failed_build() {
  local offline='[Cc]ould not (be )?(transfer|resolve)|Unknown host|UnknownHost|offline mode|timed out'
  if grep -qE "$offline" "$1"; then
    grep -m 1 -E "$offline" "$1" | cut -c 1-300 >&2
    fail 'Maven could not download what the build needs: no network, or no way to the repository.' \
      'Behind a proxy or a mirror: name it in ~/.m2/settings.xml.' \
      'Without any network: run  mvn -B -DskipTests package  on a machine that has one, and copy' \
      'agent/target and examples/target from there. Then: examples/demo.sh --no-build'
  fi
  tail -n 30 "$1" >&2
  fail 'The build failed; above is the end of what Maven said.'
}
