#!/bin/bash
# Prometheus (Debian package) on a free loopback port; its data and log are under DIR.
#
#   prometheus.sh start --config FILE [--port N] DIR   prints its URL; rule files resolve beside FILE
#   prometheus.sh reload DIR                           re-reads the configuration
#   prometheus.sh stop DIR
#   prometheus.sh url DIR
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
  need prometheus prometheus
  mkdir -p "$dir"
  if ! is_running "$dir/prometheus.pid"; then
    echo "http://127.0.0.1:${port:-$(free_ports 1)}" >"$dir/url"
    launch "$dir/prometheus.pid" "$dir/prometheus.log" prometheus "--config.file=$config" \
      "--storage.tsdb.path=$dir/data" "--web.listen-address=$(sed 's,http://,,' "$dir/url")" \
      --web.enable-lifecycle --log.level=warn
  fi
  wait_http "$(cat "$dir/url")/-/ready" "$dir/prometheus.pid" "$dir/prometheus.log" 30
  cat "$dir/url"
}

command=${1:-}
shift || true
case $command in
  start) start "$@" ;;
  reload) curl -sf -X POST "$(cat "${1:?DIR}/url")/-/reload" ;;
  stop) end_process "${1:?DIR}/prometheus.pid" ;;
  url) cat "${1:?DIR}/url" ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
esac
