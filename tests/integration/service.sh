# Shared by the scripts that bring real services up: free ports, waiting, ending what we started.
# Sourced, never run. A service lives in a folder of its own: NAME.pid, NAME.log, its data.

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need() {  # need COMMAND PACKAGE
  command -v "$1" >/dev/null || fail "'$1' is not installed: apt-get install $2"
}

free_ports() {  # free_ports COUNT: that many distinct free loopback ports, on one line
  python3 - "$1" <<'PY'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
}

# A pid file alone proves nothing: the number may have been given to another process since.
is_running() {  # is_running PIDFILE MARK: MARK is a word of the command line that only ours has
  local pid
  pid=$(cat "$1" 2>/dev/null) && [[ -n $pid && -r /proc/$pid/cmdline ]] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2"
}

end_process() {  # end_process PIDFILE MARK [SIGNAL]: waits 10 s, then kills
  local pid waited=0
  is_running "$1" "$2" || { rm -f "$1"; return 0; }
  pid=$(cat "$1")
  kill "-${3:-TERM}" "$pid" 2>/dev/null || true
  while is_running "$1" "$2"; do
    sleep 0.05
    waited=$((waited + 1))
    if ((waited == 200)); then kill -KILL "$pid" 2>/dev/null || true; fi
    ((waited < 300)) || fail "process $pid does not end"
  done
  rm -f "$1"
}

launch() {  # launch PIDFILE LOGFILE COMMAND…: in a session of its own, so that a ^C of a test spares it
  local pidfile=$1 logfile=$2
  shift 2
  setsid "$@" >>"$logfile" 2>&1 </dev/null &
  local pid=$!
  disown
  # Until the child has become the command its command line is this script's, without the mark.
  while cmp -s "/proc/$pid/cmdline" "/proc/$$/cmdline"; do sleep 0.01; done
  echo "$pid" >"$pidfile"
}

wait_http() {  # wait_http URL PIDFILE MARK LOGFILE SECONDS
  local deadline=$((SECONDS + $5))
  until curl -sf -o /dev/null --max-time 2 "$1"; do
    is_running "$2" "$3" || { tail -20 "$4" >&2; fail "ended before it was ready; log: $4"; }
    ((SECONDS < deadline)) || { tail -20 "$4" >&2; fail "not ready within $5 s; log: $4"; }
    sleep 0.05
  done
}
