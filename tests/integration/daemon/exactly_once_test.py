"""kafka.commit: transactional against a real broker: whatever is killed, stopped or doubled, a reader of
committed records sees each alert of an uninterrupted replay once, byte for byte."""

import collections
import json
import os
import random
import signal
import time

from events import canary, history, line, with_bad_lines
from recovery_test import Feeder
from support import Broker, Config, DaemonTest, Real, centinela, script, wait_until

RECORDS = 30_000
FENCED = 75
OFTEN = "state.checkpoint_interval=1s"


class StrictBroker(Broker):
    """One where a topic that is deleted stays deleted."""

    def start(self):
        return script("kafka.sh", "start", self.folder)


class ExactlyOnceChecks(DaemonTest):
    def assert_told_once(self, config, reference):
        alerts, dead, _ = reference
        told = config.all_alert_lines()
        repeated = [each for each, times in collections.Counter(told).items() if times > 1]
        self.assertEqual(len(repeated), 0, "told twice")
        self.assert_same_set(told, alerts, "alerts")
        self.assertEqual(told, alerts, "the same alerts in another order")
        letters = [int(letter.header("__connect.errors.offset")) for letter in Real.broker.all_of(config.dead)]
        self.assertEqual(letters, [letter["line"] for letter in dead], "dead letters")

    def begin_elsewhere(self, config):
        """The settings of the same instance with a directory of its own, which its group says should hold a checkpoint."""
        settings = f"state.directory={config.state}-2"
        done = centinela("state", "reset", "--accept-loss", "--reason", "test", "--config", config.path, "--set", settings)
        self.assertEqual(done.returncode, 0, done.stderr)
        return settings

    def feed(self, config):
        """What is on its way to the topic from now on, what a replay says of it, and who feeds it."""
        lines = with_bad_lines(history()[:RECORDS], every=499)
        return lines, config.replay(lines), Feeder(config.input, lines)

    def finish(self, config, daemon, reference, lines):
        """Waits until all is judged, ends the daemon and compares."""
        wait_until("all is judged", lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0 and
                   daemon.metric("centinela_kafka_uncommitted_messages") == 0 and
                   Real.broker.committed(config.name) == len(lines))
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assert_told_once(config, reference)


class ExactlyOnce(ExactlyOnceChecks):
    def test_kill_at_random(self):
        """kill -9 eight times at random under load: each alert and dead letter of a replay once, in the same bytes"""
        seed = int(os.environ.get("CENTINELA_SEED", time.time_ns() % 1_000_000))
        print(f"seed {seed}", flush=True)
        chance = random.Random(seed)
        config = Config("exactly")
        lines = with_bad_lines(history()[:RECORDS], every=499)
        reference = config.replay(lines)
        self.assertGreater(len(reference[0]), 50, "too few alerts to prove anything")
        feeder = Feeder(config.input, lines, chunk=1000, pause=0.25)
        compared = 0
        for number in range(8):
            daemon = config.daemon(OFTEN, "kafka.commit_interval=20ms", name=f"killed{number}")
            if number % 3 != 2:
                daemon.wait_ready()
            time.sleep(chance.uniform(0.05, 1.2))
            daemon.end(signal.SIGKILL)
            compared += "judged again: the same alerts" in daemon.log_text()
        feeder.join()
        self.assertIsNone(feeder.error)
        daemon = config.daemon(OFTEN, name="last").wait_ready()
        self.finish(config, daemon, reference, lines)
        self.assertGreater(compared, 0, "a restart that compared what it judged again with what was told")

    def test_partitions(self):
        """kill -9 with four partitions: a restart takes their records in the order of before, and each alert is told once"""
        config = Config("partitions", topics=False)
        Real.broker.create(config.alerts)
        Real.broker.create(config.dead)
        script("kafka.sh", "topic", Real.broker.folder, config.input, "4")
        keyed = [json.loads(each).get("principal", {}) for each in history()[:RECORDS]]
        lines = [str(key["id"] if isinstance(key, dict) and "id" in key else key).encode() + b"\t" + each
                 for key, each in zip(keyed, history()[:RECORDS])]
        compared = 0
        for number in range(4):
            Real.broker.produce(config.input, lines[number * len(lines) // 4:(number + 1) * len(lines) // 4], "-K", "\t")
            daemon = config.daemon("kafka.commit_interval=20ms", "state.checkpoint_interval=4s",
                                   name=f"life{number}").wait_ready()
            compared += "judged again: the same alerts" in daemon.log_text()
            if number < 3:
                time.sleep(0.4)
                daemon.end(signal.SIGKILL)
        wait_until("all is judged", lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0 and
                   daemon.metric("centinela_kafka_uncommitted_messages") == 0)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        told = [json.loads(each) for each in config.all_alert_lines()]
        names = collections.Counter((each["id"], each["revision"]) for each in told)
        self.assertGreater(len(names), 30)
        self.assertEqual([name for name, times in names.items() if times > 1], [], "told twice")
        for alert in {each["id"] for each in told}:
            revisions = [each["revision"] for each in told if each["id"] == alert]
            self.assertEqual(revisions, list(range(1, len(revisions) + 1)), "a revision is missing")
        self.assertGreater(compared, 0)

    def test_second_instance(self):
        """a second instance with the same identity: the first is fenced with exit 75, and nothing is told twice"""
        config = Config("second-instance")
        lines, reference, feeder = self.feed(config)
        first = config.daemon(OFTEN, name="first").wait_ready()
        wait_until("some events are judged", lambda: first.read() > 3000)
        second = config.daemon(self.begin_elsewhere(config), OFTEN, name="second").wait_ready()
        self.assertEqual(first.ends(), FENCED, first.log_text())
        self.assertIn("another instance with this identity", first.log_text())
        feeder.join()
        self.finish(config, second, reference, lines)

    def test_zombie(self):
        """SIGSTOP for longer than the session while another takes over: awake again it is fenced, and nothing is told twice"""
        config = Config("zombie")
        lines, reference, feeder = self.feed(config)
        zombie = config.daemon(OFTEN, "kafka.commit_interval=20ms", name="zombie").wait_ready()
        wait_until("some events are judged", lambda: zombie.read() > 2000)
        zombie.process.send_signal(signal.SIGSTOP)
        time.sleep(4)
        second = config.daemon(self.begin_elsewhere(config), OFTEN, name="second").wait_ready()
        wait_until("the second goes on", lambda: second.metric("centinela_kafka_consumer_lag_messages") == 0)
        zombie.process.send_signal(signal.SIGCONT)
        self.assertEqual(zombie.ends(), FENCED, zombie.log_text())
        feeder.join()
        self.finish(config, second, reference, lines)

    def test_stopped_alone(self):
        """SIGSTOP for longer than session and transaction, nobody takes over: it or its restart goes on, nothing is told twice"""
        config = Config("alone")
        lines, reference, feeder = self.feed(config)
        sets = (OFTEN, "kafka.commit_interval=10ms", "kafka.properties.transaction.timeout.ms=2000",
                "kafka.properties.socket.timeout.ms=1900")
        daemon = config.daemon(*sets, name="stopped").wait_ready()
        for _ in range(3):
            time.sleep(0.3)
            daemon.process.send_signal(signal.SIGSTOP)
            time.sleep(3.5)
            daemon.process.send_signal(signal.SIGCONT)
            time.sleep(1.5)
            if daemon.process.poll() is not None:
                self.assertEqual(daemon.end(), FENCED, daemon.log_text())
                daemon = config.daemon(*sets, name="restarted").wait_ready()
        feeder.join()
        self.finish(config, daemon, reference, lines)

    def test_alerts_topic_unavailable(self):
        """an alerts topic that is gone: /readyz is 503 with the reason, nothing is committed, and it recovers"""
        shared, Real.broker = Real.broker, StrictBroker(os.path.join(Real.folder, "strict"))
        try:
            self.lose_the_alerts_topic()
        finally:
            Real.broker.stop("kill")
            Real.broker = shared

    def lose_the_alerts_topic(self):
        config = Config("gone-topic", topics=False)
        topics = lambda *what: script("kafka.sh", "topics", Real.broker.folder, *what)
        for topic in (config.input, config.alerts, config.dead):
            script("kafka.sh", "topic", Real.broker.folder, topic, "1")
        daemon = config.daemon().wait_ready()
        topics("--delete", "--topic", config.alerts)
        lines = history()[:8000]
        Real.broker.produce(config.input, [line(canary(1, "u-bait"))] + lines)
        refused = wait_until("it is not ready", lambda: [text for status, text in [daemon.get("/readyz")]
                                                         if status == 503 and "committed: " in text])
        self.assertIn("alerts cannot be committed", refused[0])
        self.assertEqual(daemon.get("/livez")[0], 200)
        self.assertEqual(daemon.metric("centinela_sink_deliveries_total", 'sink="alerts_topic",result="delivered"'), 0)
        script("kafka.sh", "topic", Real.broker.folder, config.alerts, "1")
        wait_until("it is ready again", lambda: daemon.get("/readyz")[0] == 200)
        wait_until("all is committed", lambda: Real.broker.committed(config.name) == len(lines) + 1)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        told = config.all_alert_lines()
        self.assertEqual(len(told), len(set(told)), "told twice")
        self.assertGreater(len(told), 0)

    def test_static_membership(self):
        """a killed instance with a group.instance.id is back at once: the group does not wait out the session of 45 s"""
        config = Config("static")
        sets = ("kafka.properties.group.instance.id=one", "kafka.properties.session.timeout.ms=45000", "kafka.properties.heartbeat.interval.ms=1000")
        Real.broker.produce(config.input, history()[:2000])
        daemon = config.daemon(*sets, name="first").wait_ready()
        wait_until("all is judged", lambda: Real.broker.committed(config.name) == 2000)
        daemon.end(signal.SIGKILL)
        began = time.monotonic()
        daemon = config.daemon(*sets, name="second").wait_ready()
        self.assertLess(time.monotonic() - began, 20, "faster than the session")
        Real.broker.produce(config.input, history()[2000:4000])
        wait_until("it reads on", lambda: Real.broker.committed(config.name) == 4000)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertEqual(daemon.log_text().count("partition assigned"), 1)
