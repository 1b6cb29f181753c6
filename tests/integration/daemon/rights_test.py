"""A broker that grants rights: what the daemon may not do is told with the right that it lacks."""

import json
import os

from events import canary, line
from support import Broker, Config, DaemonTest, Real, script, wait_until


class GuardedBroker(Broker):
    def start(self):
        return script("kafka.sh", "start", "--set", "auto.create.topics.enable=true", "--set", "num.partitions=1",
                      "--set", "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                      "--set", "allow.everyone.if.no.acl.found=true", self.folder)

    def deny(self, *what):
        script("kafka.sh", "acls", self.folder, "--add", "--deny-principal", "User:ANONYMOUS", *what)

    def allow(self, *what):
        script("kafka.sh", "acls", self.folder, "--remove", "--force", "--deny-principal", "User:ANONYMOUS", *what)


class Rights(DaemonTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = Real.broker
        Real.broker = GuardedBroker(os.path.join(Real.folder, "guarded"))

    @classmethod
    def tearDownClass(cls):
        Real.broker.stop("kill")
        Real.broker = cls.shared

    def refused(self, config):
        daemon = config.daemon(name="refused")
        self.assertGreater(daemon.end(how=0, timeout=60), 0, "an exit status, not a signal: " + daemon.log_text())
        return daemon.log_text()

    def test_topics_and_group(self):
        """a topic or a group that the client may not use ends the start with the command that grants the right"""
        config = Config("denied")
        for what in (("--operation", "Write", "--topic", config.alerts), ("--operation", "Read", "--topic", config.input)):
            Real.broker.deny(*what)
            self.assertRegex(self.refused(config), rf"topic {what[-1]} .*kafka-acls\.sh .*--topic {what[-1]}")
            Real.broker.allow(*what)
        group = ("--operation", "Read", "--group", config.name)
        Real.broker.deny(*group)
        self.assertRegex(self.refused(config), rf"kafka-acls\.sh .*--group {config.name}")
        Real.broker.allow(*group)

    def test_right_that_is_taken_away(self):
        """a right to write that is taken away is warned of, nothing is committed, and the alert comes once it is back"""
        config = Config("revoked")
        what = ("--operation", "Write", "--topic", config.alerts)
        daemon = config.daemon().wait_ready()
        Real.broker.deny(*what)
        Real.broker.produce(config.input, [line(canary(1, "u-1"))])
        wait_until("it is warned of", lambda: "may this client write" in daemon.log_text())
        self.assertGreater(daemon.metric("centinela_kafka_uncommitted_messages"), 0)
        status = daemon.end()
        self.assertGreater(status, 0, "an exit status, not a signal: " + daemon.log_text())
        self.assertIn(config.alerts, daemon.log_text().splitlines()[-1])
        Real.broker.allow(*what)
        again = config.daemon(name="again").wait_ready()
        wait_until("the alert is told after all", config.alert_lines)
        self.assertEqual({json.loads(told)["state"] for told in config.alert_lines()}, {"open"})
        self.assertEqual(again.end(), 0, again.log_text())
