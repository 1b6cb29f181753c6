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

# When the process PID was started, in ticks since the machine was; nothing for one that has ended.
started_at() {
  local stat state
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name of the program stands in parentheses and may hold blanks: what follows the last is plain.
  read -ra state <<<"${stat##*) }"
  [[ ${state[0]} != [ZX] ]] && echo "${state[19]}"
}

# A pid alone proves nothing: the number may have been given to another process since. A pid file
# holds the time of its start too. The command line would not do: it is another one, or none, until
# the child has become its program.
is_running() {  # is_running PIDFILE
  local pid started
  read -r pid started 2>/dev/null <"$1" && [[ -n $started && $(started_at "$pid") == "$started" ]]
}

end_process() {  # end_process PIDFILE [SIGNAL]: waits 10 s, then kills
  local pid waited=0
  is_running "$1" || { rm -f "$1"; return 0; }
  pid=$(pid_of "$1")
  kill "-${2:-TERM}" "$pid" 2>/dev/null || true
  while is_running "$1"; do
    sleep 0.05
    waited=$((waited + 1))
    if ((waited == 200)); then kill -KILL "$pid" 2>/dev/null || true; fi
    ((waited < 300)) || fail "process $pid does not end"
  done
  rm -f "$1"
}

pid_of() { cut -d' ' -f1 "$1"; }  # pid_of PIDFILE

launch() {  # launch PIDFILE LOGFILE COMMAND…: in a session of its own, so that a ^C of a test spares it
  local pidfile=$1 logfile=$2
  shift 2
  setsid "$@" >>"$logfile" 2>&1 </dev/null &
  local pid=$!
  disown
  echo "$pid $(started_at "$pid")" >"$pidfile"
}

wait_http() {  # wait_http URL PIDFILE LOGFILE SECONDS
  local deadline=$((SECONDS + $4))
  until curl -sf -o /dev/null --max-time 2 "$1"; do
    is_running "$2" || { tail -20 "$3" >&2; fail "ended before it was ready; log: $3"; }
    ((SECONDS < deadline)) || { tail -20 "$3" >&2; fail "not ready within $4 s; log: $3"; }
    sleep 0.05
  done
}
