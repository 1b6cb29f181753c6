#!/bin/bash
# Alertmanager (Debian package) on a free loopback port, without a cluster; its data and log are under DIR.
#
#   alertmanager.sh start --config FILE [--port N] DIR   prints its URL
#   alertmanager.sh stop DIR                             start again with --port to come back at the same place
#   alertmanager.sh url DIR
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=service.sh
source "$here/service.sh"

start() {
  local config="" port=""
  while [[ ${1:-} == --* ]]; do
    case $1 in
      --config) config=$(realpath -e "${2:?FILE}") ;;
      --port) port=${2:?port} ;;
      *) fail "unknown option $1" ;;
    esac
    shift 2
  done
  dir=$(realpath -m "${1:?DIR}")
  [[ -n $config ]] || fail "start needs --config FILE"
  need prometheus-alertmanager prometheus-alertmanager
  mkdir -p "$dir"
  if ! is_running "$dir/alertmanager.pid"; then
    echo "http://127.0.0.1:${port:-$(free_ports 1)}" >"$dir/url"
    launch "$dir/alertmanager.pid" "$dir/alertmanager.log" prometheus-alertmanager "--config.file=$config" \
      "--storage.path=$dir/data" "--web.listen-address=$(sed 's,http://,,' "$dir/url")" \
      --cluster.listen-address= --log.level=warn
  fi
  wait_http "$(cat "$dir/url")/-/ready" "$dir/alertmanager.pid" "$dir/alertmanager.log" 30
  cat "$dir/url"
}

command=${1:-}
shift || true
case $command in
  start) start "$@" ;;
  stop) end_process "${1:?DIR}/alertmanager.pid" ;;
  url) cat "${1:?DIR}/url" ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
esac
