"""engine.shards: per_partition against a real broker: each partition is judged as a replay of its records alone
judges them, whoever has it, and moves with its state."""

import collections
import json
import os
import random
import shutil
import signal
import time

from events import history
from exactly_once_test import ExactlyOnceChecks
from operate_test import run
from recovery_test import Feeder
from support import EX_UNAVAILABLE, Config, Real, centinela, wait_until

RECORDS = 24_000
PARTITIONS = 4
SHARDS = "engine.shards=per_partition"


def keyed(lines):
    """Each line behind the key of its principal, as a producer keeps what belongs together in one partition."""
    keys = [json.loads(each).get("principal", {}) for each in lines]
    keys = [str(key["id"] if isinstance(key, dict) and "id" in key else key) for key in keys]
    return [key.encode() + b"\t" + each for key, each in zip(keys, lines)]


class KeyedFeeder(Feeder):
    """Writes keyed lines."""

    def run(self):
        try:
            for begin in range(0, len(self.lines), self.chunk):
                Real.broker.produce(self.topic, self.lines[begin:begin + self.chunk], "-K", "\t")
                time.sleep(self.pause)
        except AssertionError as error:
            self.error = error


class Sharded(Config):
    """Four partitions, each a shard; hosts with directories of their own, and the same keys."""

    def __init__(self, name, *sets):
        super().__init__(name, topics=False)
        self.sets = [SHARDS, "state.store=topic", f"state.topic={self.name}.state", "state.checkpoint_interval=1s",
                     "kafka.commit_interval=20ms", *sets]
        status, text, error = self.run("topics", "apply", "--partitions", str(PARTITIONS))
        assert status == 0, text + error

    def run(self, *words):
        return run(self, *words, *(each for one in self.sets for each in ("--set", one)))

    def host(self, name, *sets, keys_of=None):
        state = os.path.join(self.folder, name)
        if keys_of is not None:
            os.makedirs(state, mode=0o700, exist_ok=True)
            shutil.copy(os.path.join(self.folder, keys_of, "state.key"), state)
        return self.daemon(*self.sets, f"state.directory={state}", *sets, name=name)

    def set_words(self, host):
        return [word for one in (*self.sets, "state.directory=" + os.path.join(self.folder, host))
                for word in ("--set", one)]

    def stored(self):
        """The values of each partition, as they were stored."""
        out = Real.broker.kcat("-C", "-t", self.input, "-o", "beginning", "-e", "-q", "-f", "%p %S\n%s\x1e\x1e\x1e\n")
        values = collections.defaultdict(list)
        for raw in out.split(b"\x1e\x1e\x1e\n")[:-1]:
            head, value = raw.split(b"\n", 1)
            values[int(head.split()[0])].append(value)
        return values

    def replays(self):
        """What a replay of each partition by itself tells."""
        return {partition: [comparable(line) for line in self.replay(lines, SHARDS, "state.store=topic")[0]]
                for partition, lines in self.stored().items()}

    def told(self):
        """By partition, in the order in which they were told to a reader of committed records."""
        alerts = collections.defaultdict(list)
        for line in self.all_alert_lines():
            alerts[json.loads(line)["position"]["partition"]].append(comparable(line))
        return alerts


def comparable(line):
    """An alert without the number of the partition, which a replay of one file does not know, and without its id,
    which holds the evidence and so that number."""
    alert = json.loads(line)
    del alert["id"]
    del alert["position"]["partition"]
    alert["evidence"] = [each.split(":", 1)[1] for each in alert["evidence"]]
    return json.dumps(alert, sort_keys=True)


class Lives:
    """Up to three instances of one group, one of which always runs."""

    def __init__(self, config, chance):
        self.config, self.chance = config, chance
        self.running, self.stopped, self.number = [config.host("host0").wait_ready()], [], 1

    def go_on(self, seconds):
        """Returns the one that is left."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(self.chance.uniform(0.2, 2.5))
            self.look()
            self.chance.choice([self.join, self.join, self.kill, self.leave, self.stop, self.wake])()
        while self.stopped:
            self.wake()
        self.look()
        while len(self.running) > 1:
            self.leave()
        return self.running[0].wait_ready()

    def look(self):
        for daemon in self.running:
            assert daemon.process.poll() is None, daemon.log_text()

    def join(self):
        if len(self.running) + len(self.stopped) < 3:
            self.running.append(self.config.host(f"host{self.number}", keys_of="host0"))
            self.number += 1

    def one_of_several(self):
        return self.running.pop(self.chance.randrange(len(self.running))) if len(self.running) > 1 else None

    def kill(self):
        if daemon := self.one_of_several():
            daemon.end(signal.SIGKILL)

    def leave(self):
        if daemon := self.one_of_several():
            # One that was stopped may find that the group goes on without it.
            assert daemon.end() in (0, EX_UNAVAILABLE), daemon.log_text()

    def stop(self):
        if daemon := self.one_of_several():
            daemon.process.send_signal(signal.SIGSTOP)
            self.stopped.append(daemon)

    def wake(self):
        if self.stopped:
            daemon = self.stopped.pop()
            daemon.process.send_signal(signal.SIGCONT)
            self.running.append(daemon)


class Scale(ExactlyOnceChecks):
    def wait_judged(self, config, *daemons):
        wait_until("all is judged", lambda: all(
            daemon.get("/readyz")[0] == 200 and daemon.metric("centinela_kafka_consumer_lag_messages") == 0 and
            daemon.metric("centinela_kafka_uncommitted_messages") == 0 for daemon in daemons) and
            sum(daemon.metric("centinela_kafka_assigned_partitions") for daemon in daemons) == PARTITIONS)

    def wait_shared(self, *daemons):
        for daemon in daemons:
            wait_until("it has two", lambda: daemon.metric("centinela_kafka_assigned_partitions") == 2)

    def assert_as_replayed(self, config, replays):
        told = config.told()
        for partition, alerts in replays.items():
            self.assertEqual(told[partition], alerts, f"partition {partition}")
        self.assertEqual(sum(map(len, told.values())), sum(map(len, replays.values())))

    def test_threads(self):
        """four partitions, one thread or four: each partition's alerts are those of a replay of it alone"""
        lines = keyed(history()[:RECORDS])
        for threads in (1, 4):
            config = Sharded(f"threads-{threads}", f"engine.threads={threads}")
            Real.broker.produce(config.input, lines, "-K", "\t")
            daemon = config.host("host").wait_ready()
            self.wait_judged(config, daemon)
            self.assertEqual(daemon.end(), 0, daemon.log_text())
            replays = config.replays()
            self.assertEqual(len(replays), PARTITIONS)
            self.assertGreater(sum(map(len, replays.values())), 30, "too few alerts to prove anything")
            self.assert_as_replayed(config, replays)

    def test_members(self):
        """a second instance takes partitions with their state under load, is killed with -9, another leaves in order"""
        config = Sharded("members")
        lines = keyed(history()[:RECORDS])
        feeder = KeyedFeeder(config.input, lines, chunk=1000, pause=0.4)
        first = config.host("first").wait_ready()
        wait_until("a checkpoint", lambda: first.metric("centinela_checkpoints_total", 'result="ok"') >= PARTITIONS)
        second = config.host("second", keys_of="first").wait_ready()
        self.assertIn("restored from the checkpoint", second.log_text())
        self.wait_shared(first, second)
        second.end(signal.SIGKILL)
        wait_until("the first has all again", lambda: first.get("/readyz")[0] == 200 and
                   first.metric("centinela_kafka_assigned_partitions") == PARTITIONS)
        self.assertIn("judged again: the same alerts", first.log_text())
        third = config.host("third", keys_of="first").wait_ready()
        self.wait_shared(first, third)
        feeder.join()
        self.assertIsNone(feeder.error)
        self.assertEqual(third.end(), 0, third.log_text())
        self.wait_judged(config, first)
        status = first.get("/status")[1]
        self.assertIn("shards: 4 of this instance", status)
        for partition in range(PARTITIONS):
            self.assertIn(f"partition {partition}\n", status)
        self.assertEqual(first.end(), 0, first.log_text())
        self.assert_as_replayed(config, config.replays())

    def test_random_lives(self):
        """instances join, leave, are killed with -9 and stopped for longer than the session, at random: the same"""
        seed = int(os.environ.get("CENTINELA_SEED", time.time_ns() % 1_000_000))
        print(f"seed {seed}", flush=True)
        config = Sharded("lives", "engine.threads=2")
        lines = keyed(history()[:RECORDS])
        seconds = float(os.environ.get("CENTINELA_LIVES_SECONDS", "20"))
        feeder = KeyedFeeder(config.input, lines, chunk=300, pause=max(0.05, seconds * 300 / len(lines) - 0.1))
        last = Lives(config, random.Random(seed)).go_on(seconds)
        feeder.join()
        self.assertIsNone(feeder.error)
        self.wait_judged(config, last)
        self.assertEqual(last.end(), 0, last.log_text())
        self.assert_as_replayed(config, config.replays())

    def test_controls(self):
        """control records reach every shard, `state` works on each, and a directory is not taken for the other's"""
        config = Sharded("controls", "state.store=directory", "engine.threads=2")
        lines = history()[:6000]
        Real.broker.produce(config.input, keyed(lines), "-K", "\t")
        daemon = config.host("host").wait_ready()
        self.wait_judged(config, daemon)
        person = next(event for event in map(json.loads, lines) if event.get("type", "access") == "access" and
                      event["principal"]["kind"] == "human")
        done = centinela("erase", "--principal", "--tenant", person.get("tenant", "default"), "--reason", "test",
                         "--config", config.path, *config.set_words("host"), stdin=person["principal"]["id"].encode())
        self.assertEqual(done.returncode, 0, done.stderr)
        wait_until("every shard has read it", lambda: daemon.metric(
            "centinela_control_records_total", 'kind="erase",outcome="applied"') == PARTITIONS)
        trail = os.path.join(config.folder, "host", "state-audit.jsonl")
        with open(trail, encoding="utf-8") as file:
            erasures = [json.loads(each) for each in file]
        self.assertEqual(sorted(each["position"].split(":")[0] for each in erasures), ["0", "1", "2", "3"])
        self.assertEqual(sum(int(each["entities"]) > 0 for each in erasures), 1, "one shard knew that person")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.look(config)

    def look(self, config):
        status, _, error = config.run("state", "verify", *config.set_words("host"))
        self.assertEqual(status, 64, error)
        self.assertIn("--partition", error)
        for partition in range(PARTITIONS):
            status, text, error = config.run("state", "verify", "--partition", str(partition), *config.set_words("host"))
            self.assertEqual(status, 0, error)
            self.assertIn("ok: checkpoint", text)
        daemon = config.host("host", "engine.shards=one")
        self.assertEqual(daemon.ends(), 78, daemon.log_text())
        self.assertIn("partition-0", daemon.log_text())
        daemon = config.host("host").wait_ready()
        self.assertEqual(daemon.log_text().count("restored from the checkpoint"), PARTITIONS)
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_switch(self):
        """switch reaches every shard; an instance that began before it takes over partitions that were switched"""
        config = Sharded("sharded-switch", "engine.threads=2")
        lines = keyed(history()[:6000])
        Real.broker.produce(config.input, lines[:4000], "-K", "\t")
        first = config.host("first").wait_ready()
        second = config.host("second", keys_of="first").wait_ready()
        self.wait_judged(config, first, second)
        config.write(config.lines + ["detection: {warm_up: 6d}"])
        status, text, error = config.run("switch", "--reason", "a shorter warm-up")
        self.assertEqual(status, 0, text + error)
        for daemon in (first, second):
            wait_until("it is done", lambda: daemon.log_text().count("were switched, with everything") == 2)
        verified = ("state", "verify", *config.set_words("first"), "--partition")
        wait_until("checkpoints stand behind it",
                   lambda: all(config.run(*verified, str(each))[0] == 0 for each in range(PARTITIONS)))
        second.end(signal.SIGKILL)
        wait_until("the first has all", lambda: first.metric("centinela_kafka_assigned_partitions") == PARTITIONS and
                   first.get("/readyz")[0] == 200)
        Real.broker.produce(config.input, lines[4000:], "-K", "\t")
        self.wait_judged(config, first)
        self.assertEqual(first.end(), 0, first.log_text())
