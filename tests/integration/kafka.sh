#!/bin/bash
# A real Kafka 3.9 (KRaft) on free loopback ports; everything it writes is under DIR.
#
#   kafka.sh fetch                                jars from Maven Central into the cache, once
#   kafka.sh start [--brokers N] [--set K=V]… DIR brings it up, prints the bootstrap servers; again: starts
#                                                 what was stopped or killed, same ports, same data
#   kafka.sh stop DIR [N]                         ends all brokers, or the N-th (from 1), cleanly
#   kafka.sh kill DIR [N]                         the same with SIGKILL
#   kafka.sh servers DIR                          the bootstrap servers
#   kafka.sh pid DIR [N]                          process id of the N-th broker (1)
#   kafka.sh topic DIR NAME PARTITIONS [K=V]…     creates a topic, unless it exists
#   kafka.sh delete-records DIR TOPIC:P:OFFSET…   forgets what is before, as retention does
#   kafka.sh topics|groups|configs|acls DIR ARG…  kafka-topics, -consumer-groups, -configs on this cluster
#
# Environment: CENTINELA_KAFKA_LIB (jar cache; default build/kafka/lib39), KAFKA_HEAP (256m),
# KAFKA_JVM_FLAGS (-XX:TieredStopAtLevel=1: a test broker lives too briefly for the big compiler).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=service.sh
source "$here/service.sh"
root=$(cd "$here/../.." && pwd)
lib=${CENTINELA_KAFKA_LIB:-$root/build/kafka/lib39}
java_flags=(-XX:+UseSerialGC -Djava.awt.headless=true "-Dlog4j.configuration=file:$here/kafka/log4j.properties")

fetch() {
  [[ -d $lib ]] && return
  need mvn maven
  mkdir -p "$(dirname "$lib")"
  exec 9>"$lib.lock"
  flock 9
  if [[ ! -d $lib ]]; then
    rm -rf "$lib.partial"
    mvn -q -B -f "$here/kafka/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
      "-DoutputDirectory=$lib.partial" >&2 || fail "Maven could not fetch the jars (is Maven Central reachable?)"
    mv "$lib.partial" "$lib"
  fi
  exec 9>&-
}

tool() {  # tool MAIN_CLASS ARG…
  java -Xmx128m -XX:TieredStopAtLevel=1 "${java_flags[@]}" -cp "$lib/*" "$@"
}

properties_of() { echo "$dir/broker$1.properties"; }

load_cluster() {
  [[ -f $dir/cluster.env ]] || fail "no cluster in '$dir': kafka.sh start '$dir'"
  # shellcheck disable=SC1091
  source "$dir/cluster.env"
}

write_properties() {  # write_properties NODE; uses brokers, client_ports, controller_ports, settings
  local node=$1 voters="" i replicas=$((brokers < 3 ? brokers : 3)) setting
  for ((i = 1; i <= brokers; i++)); do
    voters+="${voters:+,}$i@127.0.0.1:${controller_ports[i - 1]}"
  done
  cat >"$(properties_of "$node")" <<P
process.roles=broker,controller
node.id=$node
controller.quorum.voters=$voters
listeners=PLAINTEXT://127.0.0.1:${client_ports[node - 1]},CONTROLLER://127.0.0.1:${controller_ports[node - 1]}
advertised.listeners=PLAINTEXT://127.0.0.1:${client_ports[node - 1]}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=$dir/data$node
broker.rack=r$node
num.partitions=4
default.replication.factor=$replicas
min.insync.replicas=$((replicas < 3 ? 1 : 2))
auto.create.topics.enable=false
offsets.topic.replication.factor=$replicas
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$((replicas < 3 ? 1 : 2))
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
# A killed broker may come back under its id only when its old session has run out (9 s by default).
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=1000
log.segment.bytes=67108864
# The default of 128 MiB does not fit a small heap.
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=1
P
  for setting in "${settings[@]}"; do echo "$setting" >>"$(properties_of "$node")"; done
}

create_cluster() {
  local ports i
  mkdir -p "$dir"
  read -ra ports < <(free_ports $((2 * brokers)))
  client_ports=("${ports[@]:0:brokers}")
  controller_ports=("${ports[@]:brokers}")
  # 22 characters of base64url; Kafka's own generator avoids a leading '-' for the command line's sake.
  cluster_id=C$(python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(16)).decode()[:21])')
  for ((i = 1; i <= brokers; i++)); do
    write_properties "$i"
    tool kafka.tools.StorageTool format --ignore-formatted -t "$cluster_id" -c "$(properties_of "$i")" \
      >>"$dir/broker$i.log" 2>&1 || { tail -20 "$dir/broker$i.log" >&2; fail "format of broker $i failed"; }
  done
  cat >"$dir/cluster.env" <<E
brokers=$brokers
client_ports=(${client_ports[*]})
cluster_id=$cluster_id
E
}

servers() {
  local port out=""
  for port in "${client_ports[@]}"; do out+="${out:+,}127.0.0.1:$port"; done
  echo "$out"
}

launch_missing() {
  local i heap=${KAFKA_HEAP:-256m} flags
  read -ra flags <<<"${KAFKA_JVM_FLAGS:--XX:TieredStopAtLevel=1}"
  for ((i = 1; i <= brokers; i++)); do
    if ! is_running "$dir/broker$i.pid"; then
      launch "$dir/broker$i.pid" "$dir/broker$i.log" java "-Xms$heap" "-Xmx$heap" "${flags[@]}" \
        "${java_flags[@]}" -cp "$lib/*" kafka.Kafka "$(properties_of "$i")"
    fi
  done
}

wait_ready() {  # ready = every broker of the cluster is in the metadata that a client is given
  local i deadline=$((SECONDS + ${KAFKA_READY_SECONDS:-60})) port seen
  for port in "${client_ports[@]}"; do
    while true; do
      seen=$(kcat -b "127.0.0.1:$port" -L -m 2 2>/dev/null | grep -c '^  broker ' || true)
      [[ $seen == "$brokers" ]] && break
      for ((i = 1; i <= brokers; i++)); do
        is_running "$dir/broker$i.pid" ||
          { tail -20 "$dir/broker$i.log" >&2; fail "broker $i ended; log: $dir/broker$i.log"; }
      done
      ((SECONDS < deadline)) || fail "not ready in time; logs: $dir/broker*.log"
      sleep 0.1
    done
  done
}

start() {
  local wanted="" settings=()
  while [[ ${1:-} == --* ]]; do
    case $1 in
      --brokers) wanted=${2:?count} ;;
      --set) settings+=("${2:?K=V}") ;;
      *) fail "unknown option $1" ;;
    esac
    shift 2
  done
  dir=$(realpath -m "${1:?DIR}")
  need java openjdk-17-jre-headless
  need kcat kcat
  fetch
  if [[ -f $dir/cluster.env ]]; then
    load_cluster
    [[ -z $wanted || $wanted == "$brokers" ]] || fail "'$dir' holds $brokers brokers, not $wanted"
  else
    brokers=${wanted:-1}
    create_cluster
  fi
  launch_missing
  wait_ready
  servers
}

end_brokers() {  # end_brokers SIGNAL [N]
  local i pid ending=()
  for ((i = 1; i <= brokers; i++)); do
    [[ -z ${2:-} || $2 == "$i" ]] || continue
    # All at once: the last of a quorum cannot hand over, and would wait for those that are gone.
    end_process "$dir/broker$i.pid" "$1" &
    ending+=($!)
  done
  for pid in "${ending[@]}"; do wait "$pid"; done
}

create_topic() {  # create_topic NAME PARTITIONS [K=V]…
  local name=${1:?NAME} partitions=${2:?PARTITIONS} config=() setting
  shift 2
  for setting in "$@"; do config+=(--config "$setting"); done
  tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$(servers)" --create --if-not-exists \
    --topic "$name" --partitions "$partitions" "${config[@]}" >/dev/null
}

delete_records() {
  local each parts list=""
  for each in "$@"; do
    IFS=: read -ra parts <<<"$each"
    list+="${list:+,}{\"topic\":\"${parts[0]}\",\"partition\":${parts[1]},\"offset\":${parts[2]}}"
  done
  echo "{\"version\":1,\"partitions\":[$list]}" >"$dir/delete.json"
  tool org.apache.kafka.tools.DeleteRecordsCommand --bootstrap-server "$(servers)" \
    --offset-json-file "$dir/delete.json" >/dev/null
}

usage() {
  sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2
  exit 64
}

command=${1:-}
[[ -n $command ]] || usage
shift
case $command in
  fetch) fetch; exit ;;
  start) start "$@"; exit ;;
esac
dir=$(realpath -m "${1:?DIR}")
shift
# To end what never started is no error: a test's clean-up calls it whatever happened before.
[[ $command =~ ^(stop|kill)$ && ! -f $dir/cluster.env ]] && exit 0
load_cluster
case $command in
  stop) end_brokers TERM "$@" ;;
  kill) end_brokers KILL "$@" ;;
  servers) servers ;;
  pid) pid_of "$dir/broker${1:-1}.pid" ;;
  topic) create_topic "$@" ;;
  delete-records) delete_records "$@" ;;
  topics) tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$(servers)" "$@" ;;
  groups) tool org.apache.kafka.tools.consumer.group.ConsumerGroupCommand --bootstrap-server "$(servers)" "$@" ;;
  configs) tool kafka.admin.ConfigCommand --bootstrap-server "$(servers)" "$@" ;;
  acls) tool kafka.admin.AclCommand --bootstrap-server "$(servers)" "$@" ;;
  *) usage ;;
esac
