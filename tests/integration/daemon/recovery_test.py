"""The daemon's life: killed, stopped, reloaded, and without its broker for a while."""

import json
import signal
import threading
import time

from events import access, canary, history, line, with_bad_lines
from support import Config, DaemonTest, Real, wait_until

RECORDS = 30_000


class Feeder(threading.Thread):
    """Writes lines to a topic little by little, as a platform does."""

    def __init__(self, topic, lines, chunk=1500, pause=0.15):
        super().__init__(daemon=True)
        self.topic, self.lines, self.chunk, self.pause = topic, lines, chunk, pause
        self.error = None
        self.start()

    def run(self):
        try:
            for begin in range(0, len(self.lines), self.chunk):
                Real.broker.produce(self.topic, self.lines[begin:begin + self.chunk])
                time.sleep(self.pause)
        except AssertionError as error:
            self.error = error


class Recovery(DaemonTest):
    def assert_told(self, config, lines, reference):
        """Everything of an uninterrupted replay is told, under the same id and in the same words."""
        alerts, dead, _ = reference
        told = config.all_alert_lines()
        self.assert_same_set(told, alerts, "alerts")
        letters = {int(letter.header("__connect.errors.offset")) for letter in Real.broker.all_of(config.dead)}
        self.assert_same_set(letters, [letter["line"] for letter in dead], "dead letters")
        return told

    def assert_committed_was_told(self, config, reference):
        """No alert or dead letter before the committed offset is missing on its topic."""
        committed = Real.broker.committed(config.name)
        alerts, dead, _ = reference
        told = set(config.alert_lines())
        letters = {int(letter.header("__connect.errors.offset")) for letter in Real.broker.consume(config.dead)}
        for alert in alerts:
            if json.loads(alert)["position"]["offset"] < committed:
                self.assertIn(alert, told, f"committed {committed} before this alert was accepted")
        for letter in dead:
            if letter["line"] < committed:
                self.assertIn(letter["line"], letters, f"committed {committed} before this was accepted")
        return committed

    def test_kill(self):
        """at_least_once, kill -9 three times: nothing unseen, nothing told under another id, no offset committed too early"""
        config = Config("kill")
        config.set_arguments = ["--set", "kafka.commit=at_least_once"]
        lines = with_bad_lines(history()[:RECORDS], every=499)
        reference = config.replay(lines)
        feeder = Feeder(config.input, lines)
        commits = []
        for round_number in range(3):
            daemon = config.daemon("kafka.commit_interval=20ms", name=f"killed{round_number}").wait_ready()
            before = daemon.read()
            wait_until("some events are judged", lambda: daemon.read() > before + 500 or not feeder.is_alive())
            if round_number == 2:
                # The first rounds end before any commit is answered; this one must have something to keep.
                wait_until("an offset is committed", lambda: Real.broker.committed(config.name) > 0)
            daemon.end(signal.SIGKILL)
            commits.append(self.assert_committed_was_told(config, reference))
        self.assertGreater(commits[-1], 0, "the test proves something only when offsets were committed")
        feeder.join()
        self.assertIsNone(feeder.error)
        daemon = config.daemon(name="last").wait_ready()
        self.assertRegex(daemon.log_text(), r"replay_from=0\b.*live_from=[1-9]|live_from=[1-9]\d*.*replay_from=0\b")
        daemon.wait_read(reference[2]["read"])
        self.assertEqual(daemon.read(), reference[2]["read"], "silent replay is counted once")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertEqual(Real.broker.committed(config.name), len(lines))
        self.assert_told(config, lines, reference)

    def test_broker_restart(self):
        """a broker that stops and comes back: the daemon lives on, loses nothing and learns nothing twice"""
        config = Config("broker")
        lines = with_bad_lines(history()[:RECORDS], every=499)
        reference = config.replay(lines)
        half = len(lines) // 2
        Real.broker.produce(config.input, lines[:half])
        daemon = config.daemon().wait_ready()
        wait_until("the first half is judged", lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0
                   and daemon.read() > half / 2)
        Real.broker.stop()
        time.sleep(3)
        self.assertEqual(daemon.get("/livez")[0], 200, "life never depends on Kafka")
        Real.broker.start()
        Real.broker.produce(config.input, lines[half:])
        daemon.wait_read(reference[2]["read"])
        self.assertEqual(daemon.read(), reference[2]["read"], "no record was taken twice")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assert_told(config, lines, reference)
        self.assertEqual(Real.broker.committed(config.name), len(lines))

    def test_terminate(self):
        """SIGTERM under load: exit 0 within 20 s, all that was judged is told and committed"""
        config = Config("terminate")
        lines = with_bad_lines(history()[:RECORDS], every=499)
        reference = config.replay(lines)
        Real.broker.produce(config.input, lines)
        daemon = config.daemon("kafka.commit_interval=1m").wait_ready()
        wait_until("some events are judged", lambda: daemon.read() > 100)
        began = time.monotonic()
        self.assertEqual(daemon.end(signal.SIGTERM), 0, daemon.log_text())
        self.assertLess(time.monotonic() - began, 20)
        self.assertIn("all offsets committed", daemon.log_text())
        self.assertGreater(self.assert_committed_was_told(config, reference), 100)

    def test_second_signal(self):
        """a second signal ends at once a daemon that waits for a dead broker to take its alerts"""
        config = Config("second")
        daemon = config.daemon().wait_ready()
        Real.broker.produce(config.input, [line(access(1, "u-1"))])
        daemon.wait_read(1)
        Real.broker.stop("kill")
        try:
            daemon.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            if daemon.process.poll() is None:
                began = time.monotonic()
                status = daemon.end(signal.SIGTERM)
                self.assertLess(time.monotonic() - began, 2)
                self.assertEqual(status, 1)
        finally:
            Real.broker.start()

    def test_reload(self):
        """SIGHUP: a broken file changes nothing and is named, a good one is taken"""
        config = Config("reloaded")
        daemon = config.daemon().wait_ready()
        good = config.lines
        config.write(good + ["nonsense: {a: 1}"])
        daemon.process.send_signal(signal.SIGHUP)
        wait_until("the refusal is logged", lambda: "the old one stays in force" in daemon.log_text())
        self.assertIn("nonsense", daemon.log_text())
        self.assertEqual(daemon.metric("centinela_config_last_reload_successful"), 0)
        self.assertEqual(daemon.get("/readyz")[0], 200)
        config.write(good + ["log: {level: debug}"])
        daemon.process.send_signal(signal.SIGHUP)
        wait_until("the good file is taken", lambda: "configuration reloaded" in daemon.log_text())
        self.assertEqual(daemon.metric("centinela_config_last_reload_successful"), 1)
        Real.broker.produce(config.input, [line(canary(1, "u-1"))])
        wait_until("it still detects", lambda: config.alert_lines())
        self.assertEqual(daemon.end(), 0, daemon.log_text())
