"""What the daemon refuses at start, each time with a way to mend it; and what it answers when it runs."""

import json
import os
import shutil
import socket

from support import EX_CONFIG, EX_UNAVAILABLE, Config, DaemonTest, Real, centinela, script, wait_until


class Refusals(DaemonTest):
    @classmethod
    def setUpClass(cls):
        cls.config = Config("refusals")

    def refused(self, status, *sets):
        daemon = self.config.daemon(*sets, name="refused")
        self.assertEqual(daemon.end(how=0, timeout=60), status, daemon.log_text())
        return daemon.log_text()

    def test_unreachable_broker(self):
        """a broker that does not answer ends the start with 69 and says what to mend"""
        text = self.refused(EX_UNAVAILABLE, "kafka.bootstrap_servers=127.0.0.1:1")
        self.assertRegex(text, r"kafka\.bootstrap_servers.*127\.0\.0\.1:1.*start Kafka or mend the address")

    def test_missing_topics(self):
        """each topic that is missing ends the start with 69 and the command that makes it"""
        for key, setting in (("kafka.topics", "kafka.topics=[nowhere]"), ("alerting.topic", "alerting.topic=nowhere"),
                             ("kafka.dead_letters", "kafka.dead_letters=nowhere")):
            text = self.refused(EX_UNAVAILABLE, setting)
            self.assertIn(f"topic nowhere ({key}) does not exist", text)
            self.assertIn("centinela topics apply --config FILE", text)
        self.assertNotIn("nowhere", script("kafka.sh", "topics", Real.broker.folder, "--list").split(),
                         "asking for a topic must not make it")

    def test_token_key(self):
        """a token key that is missing or that others can read ends the start with 78 and the command"""
        missing = os.path.join(self.config.folder, "no.key")
        self.assertIn(f"centinela token --new-key {missing}", self.refused(EX_CONFIG, f"privacy.key_file={missing}"))
        self.assertFalse(os.path.exists(missing), "run must not make a key by itself")
        shared = os.path.join(self.config.folder, "shared.key")
        shutil.copy(self.config.key, shared)
        os.chmod(shared, 0o644)
        self.assertIn(f"chmod 600 {shared}", self.refused(EX_CONFIG, f"privacy.key_file={shared}"))

    def test_taken_port(self):
        """an HTTP port that is taken ends the start and names the address"""
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            held.listen()
            address = f"127.0.0.1:{held.getsockname()[1]}"
            daemon = self.config.daemon(f"http.listen={address}", name="port")
            self.assertNotEqual(daemon.end(how=0, timeout=60), 0)
            self.assertIn(address, daemon.log_text())
            self.assertIn("in use", daemon.log_text())

    def test_unknown_key(self):
        """an unknown setting ends the start with 78 and the nearest known one"""
        self.assertIn("alerting.topic", self.refused(EX_CONFIG, "alerting.topik=x"))


class Answers(DaemonTest):
    def test_ports_and_commands(self):
        """an unreachable Alertmanager only warns; the HTTP paths, healthcheck and status answer"""
        config = Config("answers", alerting=["  alertmanagers: ['http://127.0.0.1:1']"])
        daemon = config.daemon().wait_ready()
        for path in ("/livez", "/healthz", "/readyz"):
            self.assertEqual(daemon.get(path), (200, "ok\n"), path)
        version = json.loads(daemon.get("/version")[1])
        self.assertIn(version["version"], centinela("version").stdout.decode())
        self.assertRegex(daemon.get("/status")[1], r"(?m)^events: 0 read = 0 scored")
        wait_until("the unreachable Alertmanager is warned of",
                   lambda: "Alertmanager does not take alerts" in daemon.log_text()
                   or daemon.metric("centinela_alertmanager_up") == 0)
        self.assertEqual(daemon.get("/no-such-path")[0], 404)
        self.assertEqual(centinela("healthcheck", "--url", daemon.url).returncode, 0)
        wait_until("the status tells of the partition",
                   lambda: b"kafka: 1 partitions" in centinela("status", "--url", daemon.url).stdout)
        self.assertEqual(centinela("status", "--url", daemon.url).returncode, 0)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertNotEqual(centinela("healthcheck", "--url", daemon.url).returncode, 0)
