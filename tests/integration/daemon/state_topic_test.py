"""state.store: topic against a real broker: the state outlives its host, and belongs to one process at a time."""

import os
import shutil
import signal
import time

from events import history
from exactly_once_test import ExactlyOnceChecks
from operate_test import run
from recovery_test import Feeder
from support import Config, Real, script, wait_until

RECORDS = 30_000
FENCED = 75


class InTopic(Config):
    """A configuration whose checkpoints go to a topic; each host has a state directory of its own."""

    def __init__(self, name):
        super().__init__(name, topics=False)
        self.state_topic = self.name + ".state"
        self.sets = ["state.store=topic", f"state.topic={self.state_topic}", "state.checkpoint_interval=1s",
                     "kafka.commit_interval=20ms"]
        status, text, error = self.run("topics", "apply", "--partitions", "1")
        assert status == 0, text + error

    def run(self, *words):
        return run(self, *words, *(each for one in self.sets[:2] for each in ("--set", one)))

    def host(self, name, keys_of=None):
        """A daemon on a host of its own, with the keys that another one began with."""
        state = os.path.join(self.folder, name)
        if keys_of is not None:
            os.makedirs(state, mode=0o700)
            shutil.copy(os.path.join(self.folder, keys_of, "state.key"), state)
        return self.daemon(*self.sets, f"state.directory={state}", name=name)


class StateTopic(ExactlyOnceChecks):
    def test_host_lost(self):
        """kill -9 and a new host with an empty disk: the state comes from the topic, and each alert is told once"""
        config = InTopic("host-lost")
        lines = history()[:RECORDS]
        reference = config.replay(lines)
        self.assertGreater(len(reference[0]), 50, "too few alerts to prove anything")
        feeder = Feeder(config.input, lines, chunk=1000, pause=0.2)
        daemon = config.host("host0").wait_ready()
        for number in range(1, 4):
            checkpoints = daemon.metric("centinela_checkpoints_total", 'result="ok"')
            wait_until("a checkpoint", lambda: daemon.metric("centinela_checkpoints_total", 'result="ok"') > checkpoints)
            time.sleep(0.3)
            daemon.end(signal.SIGKILL)
            daemon = config.host(f"host{number}", keys_of="host0").wait_ready()
            self.assertIn("restored from the checkpoint", daemon.log_text())
            self.assertIn("judged again: the same alerts", daemon.log_text())
        feeder.join()
        self.assertIsNone(feeder.error)
        self.finish(config, daemon, reference, lines)
        status, text, error = self.look(config, "host0", "verify")
        self.assertEqual(status, 0, error)
        self.assertIn("ok: checkpoint", text)
        self.move(config, text)

    def move(self, config, verified):
        """Out of the topic into a directory, and nothing of it changes."""
        file = os.path.join(config.folder, "moved")
        self.assertEqual(self.look(config, "host0", "export", "--output", file)[0], 0)
        at_home = ("--set", "state.directory=" + os.path.join(config.folder, "host0"))
        status, _, error = run(config, "state", "import", "--input", file, *at_home)
        self.assertEqual(status, 0, error)
        status, text, error = run(config, "state", "verify", *at_home)
        self.assertEqual(status, 0, error)
        self.assertEqual(text.rsplit(",", 1)[0], verified.rsplit(",", 1)[0])  # all but the seconds

    def look(self, config, host, command, *more):
        return config.run("state", command, *more, "--set", f"state.directory={os.path.join(config.folder, host)}")

    def test_two_hosts(self):
        """a second host with the same identity: the first may write neither alerts nor checkpoints any more"""
        config = InTopic("two-hosts")
        lines = history()[:RECORDS]
        reference = config.replay(lines)
        feeder = Feeder(config.input, lines)
        first = config.host("first").wait_ready()
        wait_until("a checkpoint", lambda: first.metric("centinela_checkpoints_total", 'result="ok"') > 0)
        second = config.host("second", keys_of="first").wait_ready()
        self.assertEqual(first.ends(), FENCED, first.log_text())
        feeder.join()
        self.finish(config, second, reference, lines)

    def test_key_missing(self):
        """a new host without the sealing key refuses to start and says which file it needs; nothing is lost by it"""
        config = InTopic("key-missing")
        Real.broker.produce(config.input, history()[:2000])
        first = config.host("first").wait_ready()
        wait_until("a checkpoint", lambda: first.metric("centinela_checkpoints_total", 'result="ok"') > 0)
        self.assertEqual(first.end(), 0)
        second = config.host("second")
        self.assertEqual(second.ends(), 78, second.log_text())
        self.assertIn("second/state.key", second.log_text())
        self.assertIn(config.state_topic, second.log_text())
        self.assertEqual(self.look(config, "first", "verify")[0], 0)

    def test_wrong_policy(self):
        """a state topic that deletes by age is refused before the start, with the command that mends it"""
        config = InTopic("wrong-policy")
        script("kafka.sh", "configs", Real.broker.folder, "--alter", "--entity-type", "topics", "--entity-name",
               config.state_topic, "--add-config", "cleanup.policy=delete")
        daemon = config.host("host")
        self.assertEqual(daemon.ends(), 78, daemon.log_text())
        self.assertIn("expected cleanup.policy compact, found delete", daemon.log_text())
        self.assertIn("kafka-configs.sh", daemon.log_text())

    def test_start_fail(self):
        """kafka.start: fail is said of the input: the state topic, which has no committed offsets, is read all the same"""
        config = InTopic("start-fail")
        Real.broker.produce(config.input, history()[:2000])
        first = config.host("first").wait_ready()
        wait_until("a checkpoint", lambda: first.metric("centinela_checkpoints_total", 'result="ok"') > 0)
        self.assertEqual(first.end(), 0)
        config.sets.append("kafka.start=fail")
        second = config.host("second", keys_of="first").wait_ready()
        self.assertIn("restored from the checkpoint", second.log_text())
        self.assertEqual(second.end(), 0, second.log_text())
