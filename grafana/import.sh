#!/usr/bin/env bash
# Imports Joulebook's dashboards into a Grafana that runs, by its HTTP API. See --help.
# The API: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ (POST
# /api/dashboards/db) and https://grafana.com/docs/grafana/latest/developers/http_api/folder/
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

url=${GRAFANA_URL:-http://127.0.0.1:3000} user=${GRAFANA_USER:-} token=${GRAFANA_TOKEN:-}
password=${GRAFANA_PASSWORD:-} board_folder='' make_folder=false scratch='' status='' refused=0

usage() {
  cat <<'TEXT'
Usage: grafana/import.sh [options]

Imports the six dashboards into a Grafana that runs, by its HTTP API. Those that are there already
are replaced, so it can be run again after each update. It needs bash and curl.

  --url URL             where Grafana is, with its path if it has one: https://host/grafana
                        (default: $GRAFANA_URL, else http://127.0.0.1:3000)
  --token-file FILE     a file with the token of a service account (default: $GRAFANA_TOKEN)
  --user NAME           a user in place of a token (default: $GRAFANA_USER)
  --password-file FILE  a file with the user's password (default: $GRAFANA_PASSWORD)
  --folder UID          the folder to put them in: what its address has after /dashboards/f/
                        (default: none, at the top)
  --make-folder         make that folder, with the title Joulebook, if it is not there
  --help                print this

The token or user needs the role Editor. Neither token nor password is ever printed, or seen in a
list of processes. For a certificate of your own, set CURL_CA_BUNDLE to its file.
TEXT
}

# The first line says what is wrong, the others what to do.
complain() {
  printf '%s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do
    [[ -z $line ]] || printf '  %s\n' "$line" >&2
  done
}

fail() {
  complain "$@"
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
      --make-folder) make_folder=true ;;
      --url | --token-file | --user | --password-file | --folder)
        [[ $# -ge 2 ]] || fail "$1 needs a value." 'See: grafana/import.sh --help'
        set_option "$1" "$2"
        shift
        ;;
      --token | --password)
        fail "There is no $1: it would be seen in the list of processes." \
          "Use $1-file FILE, or the variables that grafana/import.sh --help names."
        ;;
      *) fail "Unknown option: $1" 'See: grafana/import.sh --help' ;;
    esac
    shift
  done
}

# Who names a user or a token file does not mean what is left in a variable.
set_option() {
  case $1 in
    --url) url=$2 ;;
    --token-file) token=$(content "$1" "$2") user='' ;;
    --user) user=$2 token='' ;;
    --password-file) password=$(content "$1" "$2") ;;
    --folder) board_folder=$2 ;;
  esac
}

content() {
  local text
  text=$(cat -- "$2" 2>/dev/null) || fail "$1: cannot read '$2'."
  [[ -n $text ]] || fail "$1: '$2' is empty."
  printf '%s' "$text"
}

check_options() {
  [[ $url != *@* ]] ||
    fail 'The URL has an @ in it: it must not name a user or a password.' 'Use --user NAME and --password-file FILE.'
  [[ $url =~ ^https?://[^/?#[:space:]\"\\]+(/[^?#[:space:]\"\\]*)?$ ]] ||
    fail "--url takes a URL such as https://host/grafana, not '$url'."
  url=${url%/}
  [[ -z $user || -z $token ]] || fail 'Give a token or a user, not both.' 'GRAFANA_TOKEN and GRAFANA_USER are both set.'
  [[ -z $user || -n $password ]] || fail "No password for the user $user." 'Use --password-file FILE, or set GRAFANA_PASSWORD.'
  [[ $user != *:* ]] || fail 'A user with a colon in the name cannot log in this way. Use a token.'
  [[ $token$user$password != *[[:cntrl:]]* ]] || fail 'A token, user or password has a line break or tab in it.'
  [[ -z $board_folder || $board_folder =~ ^[A-Za-z0-9_-]{1,40}$ ]] ||
    fail "--folder takes a uid, of letters, digits, - and _, not '$board_folder'." \
      "It is what the folder's address has after /dashboards/f/."
  [[ $make_folder == false || -n $board_folder ]] || fail '--make-folder needs --folder UID.'
  command -v curl >/dev/null || fail 'Not installed (or not on PATH): curl.' 'Debian, Ubuntu: apt-get install curl'
}

# Asking Grafana

# Secrets go to curl by its standard input, not as arguments, which anybody on the machine can read.
credentials() {
  if [[ -n $token ]]; then
    printf 'header = "Authorization: Bearer %s"\n' "$(quoted "$token")"
  elif [[ -n $user ]]; then
    printf 'user = "%s:%s"\n' "$(quoted "$user")" "$(quoted "$password")"
  fi
}

quoted() {
  local text=${1//\\/\\\\}
  printf '%s' "${text//\"/\\\"}"
}

# Sets the status of the answer; its body is in a file. A redirection is not followed: the
# credentials are for nobody else. Neither is ~/.curlrc read, which may say to print them.
ask() {
  local path=$1
  shift
  status=$(credentials | curl --disable --globoff --config - --silent --show-error --connect-timeout 10 --max-time 60 \
    --header 'Accept: application/json' --header 'Content-Type: application/json' \
    --output "$scratch/answer" --write-out '%{http_code}' "$@" "$url$path" 2>"$scratch/error") ||
    fail "Cannot reach Grafana at $url." "$(concealed <"$scratch/error")" 'Give its address: grafana/import.sh --url URL'
}

# What the answer says, if it says anything.
message() {
  local text=''
  [[ ! -f $scratch/answer ]] || text=$(concealed <"$scratch/answer")
  [[ ! $text =~ \"message\":\ *\"(([^\"\\]|\\.)*)\" ]] || printf 'Grafana says: %s' "${BASH_REMATCH[1]}"
}

# The words of others on one line, without a secret that they repeat.
concealed() {
  local text
  text=$(tr -d '[:cntrl:]')
  [[ -z $token ]] || text=${text//"$token"/(token)}
  [[ -z $password ]] || text=${text//"$password"/(password)}
  printf '%s' "$text"
}

# What is wrong with all requests alike.
check_answer() {
  case $status in
    401)
      fail 'Grafana rejected the credentials (401).' "$(message)" \
        "$([[ -n $token$user ]] || echo 'None were given: set GRAFANA_TOKEN, or use --token-file or --user.')"
      ;;
    403) fail 'Grafana does not allow this to the token or user (403).' "$(message)" 'It needs the role Editor.' ;;
    3??) fail "Grafana is elsewhere: $url redirects ($status)." 'Give the address that it redirects to: --url URL' ;;
  esac
}

# Folder and dashboards

check_folder() {
  [[ -n $board_folder ]] || return 0
  ask "/api/folders/$board_folder"
  check_answer
  case $status in
    200) ;;
    404) if [[ $make_folder == true ]]; then create_folder; else no_folder; fi ;;
    *) fail "Grafana did not tell of the folder $board_folder ($status)." "$(message)" ;;
  esac
}

no_folder() {
  fail "There is no folder with the uid $board_folder at $url (404)." "$(message)" \
    "Make it with --make-folder, or see what the folder's address has after /dashboards/f/."
}

create_folder() {
  ask /api/folders --data "{\"uid\": \"$board_folder\", \"title\": \"Joulebook\"}"
  check_answer
  [[ $status == 200 ]] || fail "Grafana did not make the folder $board_folder ($status)." "$(message)"
  echo "Made the folder $url/dashboards/f/$board_folder"
}

# One that is refused does not keep the others back.
import_board() {
  local name
  name=$(basename "$1" .json)
  {
    printf '{"overwrite": true, "message": "imported by import.sh of Joulebook", "folderUid": "%s", "dashboard": ' \
      "$board_folder"
    cat "$1"
    printf '}'
  } >"$scratch/board"
  ask /api/dashboards/db --data-binary "@$scratch/board"
  check_answer
  case $status in
    200) check_success "$name" ;;
    404)
      fail "There is no Grafana at $url: /api/dashboards/db is not found (404)." "$(message)" \
        'If Grafana is served below a path, give that too: --url https://host/grafana'
      ;;
    *)
      refused=$((refused + 1))
      complain "Grafana did not take $name ($status)." "$(message)"
      ;;
  esac
}

check_success() {
  grep -q '"status": *"success"' "$scratch/answer" || fail "What answers at $url is not Grafana." 'Its answer does not say success.'
  echo "$url/d/joulebook-$1"
}

main() {
  parse_options "$@"
  check_options
  trap '[[ -z $scratch ]] || rm -rf "$scratch"' EXIT
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/joulebook-import.XXXXXX")
  check_folder
  local board
  for board in "$here"/dashboards/*.json; do
    import_board "$board"
  done
  [[ $refused -eq 0 ]] || fail "$refused of the dashboards could not be imported."
}

main "$@"
