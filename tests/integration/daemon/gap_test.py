"""Records that are gone before the daemon has read them: the exact range is told, and nobody goes on in silence."""

import signal
import time

from events import canary, history, line
from support import Config, DaemonTest, Real, centinela, script, wait_until

EX_BAD_DATA = 65
PATIENT = "kafka.properties.session.timeout.ms=45000"  # the daemon is stopped for a while, and stays a member


class Gap(DaemonTest):
    def halted(self, name):
        """A daemon that has read and committed 1000 records and is stopped."""
        config = Config(name)
        Real.broker.produce(config.input, history()[:1000])
        daemon = config.daemon(PATIENT, "state.checkpoint_interval=1s").wait_ready()
        wait_until("all is committed", lambda: Real.broker.committed(config.name) == 1000)
        wait_until("a checkpoint", lambda: daemon.metric("centinela_checkpoints_total", 'result="ok"') > 0)
        daemon.process.send_signal(signal.SIGSTOP)
        return config, daemon

    def go_on(self, config):
        """What the message says to type."""
        done = centinela("state", "reset", "--accept-loss", "--reason", "too slow", "--config", config.path)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_retention(self):
        """retention that overtakes a running daemon ends it with 65 and the range; accepted, it reads what is left"""
        config, daemon = self.halted("overtaken")
        Real.broker.produce(config.input, history()[1000:3000])
        script("kafka.sh", "delete-records", Real.broker.folder, f"{config.input}:0:2500")
        daemon.process.send_signal(signal.SIGCONT)
        self.assertEqual(daemon.ends(), EX_BAD_DATA, daemon.log_text())
        self.assertIn("1000..2499 were deleted before they were read", daemon.log_text())
        self.assertIn("nobody has judged them", daemon.log_text())
        self.assertIn("centinela state reset --accept-loss", daemon.log_text())
        again = config.daemon(PATIENT, name="again")
        self.assertEqual(again.ends(), EX_BAD_DATA, again.log_text())
        self.go_on(config)
        accepted = config.daemon(PATIENT, name="accepted").wait_ready()
        wait_until("the rest is read", lambda: Real.broker.committed(config.name) == 3000)
        self.assertEqual(accepted.end(), 0, accepted.log_text())

    def test_retention_accepted(self):
        """a daemon whose operator has accepted a loss counts the range, logs it and reads on"""
        config = Config("accepted-gap")
        self.go_on(config)
        Real.broker.produce(config.input, history()[:1000])
        daemon = config.daemon(PATIENT, "state.checkpoint_interval=1h").wait_ready()
        wait_until("all is committed", lambda: Real.broker.committed(config.name) == 1000)
        daemon.process.send_signal(signal.SIGSTOP)
        Real.broker.produce(config.input, history()[1000:3000])
        script("kafka.sh", "delete-records", Real.broker.folder, f"{config.input}:0:2500")
        daemon.process.send_signal(signal.SIGCONT)
        wait_until("the rest is read", lambda: Real.broker.committed(config.name) == 3000)
        self.assertEqual(daemon.metric("centinela_kafka_lost_messages_total"), 1500)
        self.assertIn("offsets=1000..2499", daemon.log_text())
        Real.broker.produce(config.input, [line(canary(1, "u-after"))])
        wait_until("it still detects", lambda: any(b"canary_touch" in told for told in config.alert_lines()))
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_made_anew(self):
        """a topic that was made anew under a running daemon ends it with 65: what it knows is of another log"""
        config, daemon = self.halted("anew")
        script("kafka.sh", "topics", Real.broker.folder, "--delete", "--topic", config.input)
        wait_until("it is gone", lambda: config.input not in
                   script("kafka.sh", "topics", Real.broker.folder, "--list").split())
        time.sleep(1)
        Real.broker.create(config.input)
        Real.broker.produce(config.input, history()[:20])
        daemon.process.send_signal(signal.SIGCONT)
        self.assertEqual(daemon.ends(), EX_BAD_DATA, daemon.log_text())
        self.assertIn("offset 1000 was to be read next, but the log ends at 20", daemon.log_text())
