"""What outlives the daemon: its checkpoints, and what it does when they do not fit."""

import json
import re
import shutil
import signal

from events import canary, history, line, with_bad_lines
from support import EX_CONFIG, EX_USAGE, Config, DaemonTest, Real, centinela, wait_until

RECORDS = 30_000
EX_BAD_DATA = 65
OFTEN = "state.checkpoint_interval=1s"


def state(config, *arguments):
    done = centinela("state", arguments[0], "--config", config.path, *arguments[1:])
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class State(DaemonTest):
    def judge(self, daemon, count):
        wait_until(f"{count} events are judged", lambda: daemon.metric("centinela_events_total") >= count)

    def saved(self, daemon):
        return daemon.metric("centinela_checkpoints_total", 'result="ok"')

    def assert_told(self, config, reference, acknowledged):
        """All of an uninterrupted replay in the same words; nothing that was acknowledged twice."""
        told = config.all_alert_lines()
        self.assert_same_set(told, reference[0], "alerts")
        for alert in reference[0]:
            if json.loads(alert)["position"]["offset"] < acknowledged:
                self.assertEqual(told.count(alert), 1, "an acknowledged alert was told again")

    def test_kill(self):
        """kill -9 after a checkpoint: restored from it, nothing unseen, nothing acknowledged said twice"""
        config = Config("checkpoint")
        lines = with_bad_lines(history()[:RECORDS], every=499)
        reference = config.replay(lines)
        third = len(lines) // 3
        Real.broker.produce(config.input, lines[:third])
        daemon = config.daemon(OFTEN, name="killed").wait_ready()
        wait_until("a checkpoint stands on most of it",
                   lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0 and self.saved(daemon) > 0)
        stands_on = int(re.search(r"next (\d+)", state(config, "inspect")[1]).group(1))
        Real.broker.produce(config.input, lines[third:2 * third])
        wait_until("more is acknowledged", lambda: Real.broker.committed(config.name) > stands_on)
        daemon.end(signal.SIGKILL)
        acknowledged = Real.broker.committed(config.name)

        status, text, error = state(config, "verify")
        self.assertEqual(status, 0, error)
        self.assertRegex(text, r"^ok: checkpoint \d+, \d+ records, digest [0-9a-f]{16}, read in ")

        daemon = config.daemon(OFTEN, name="restored").wait_ready()
        log = daemon.log_text()
        self.assertIn("restored from the checkpoint", log)
        begins = int(re.search(r"replay_from=(\d+)", log).group(1))
        self.assertGreaterEqual(begins, stands_on, "read again from before the checkpoint")
        self.assertGreater(daemon.metric("centinela_restore_duration_seconds"), 0)
        Real.broker.produce(config.input, lines[2 * third:])
        self.judge(daemon, reference[2]["read"] - reference[2]["dead_lettered"])
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assert_told(config, reference, acknowledged)
        self.assertEqual(Real.broker.committed(config.name), len(lines))
        read = re.search(r"read +(\d+) = (\d+) scored \+ (\d+) late \+ (\d+) duplicates \+ (\d+) dead",
                         state(config, "inspect")[1])
        summary = reference[2]
        self.assertEqual([int(part) for part in read.groups()],
                         [summary[name] for name in ("read", "scored", "late", "duplicates", "dead_lettered")],
                         "the state knows each record once")

    def test_bootstrap(self):
        """history read into the first checkpoint: the daemon knows it, tells nothing of it and begins behind it"""
        config = Config("bootstrapped")
        lines = history()[:RECORDS]
        half = len(lines) // 2
        Real.broker.produce(config.input, lines[:half])
        arguments = ("bootstrap", "--config", config.path, "--from", "earliest")
        done = centinela(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.decode(), r"(?m)^the last \d+ days: [\d.]+ pages and [\d.]+ tickets a day$")
        self.assertRegex(state(config, "inspect")[1], rf"input +{config.input}\[0\] next {half}\b")
        self.assertEqual(Real.broker.committed(config.name), half)
        self.assertEqual(config.alert_lines(), [], "nobody is told of history")
        again = centinela(*arguments)
        self.assertEqual(again.returncode, EX_USAGE)
        self.assertIn(b"--replace forgets it", again.stderr)
        replaced = centinela(*arguments, "--replace")
        self.assertEqual(replaced.returncode, EX_CONFIG)
        self.assertIn(b"Bootstrap belongs before the first start", replaced.stderr)

        daemon = config.daemon().wait_ready()
        self.assertIn("restored from the checkpoint", daemon.log_text())
        Real.broker.produce(config.input, [*lines[half:], line(canary(1, "u-1"))])
        wait_until("the planted touch is told", lambda: any(b"canary_touch" in told for told in config.alert_lines()))
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        for told in config.alert_lines():
            self.assertGreaterEqual(json.loads(told)["position"]["offset"], half)

    def test_bootstrap_start_fail(self):
        """kafka.start: fail needs an offset, and a bootstrap makes it: the daemon begins behind the history"""
        config = Config("bootstrapped-fail")
        Real.broker.produce(config.input, history()[:4000])
        config.write(config.lines[:1] + ["  start: fail"] + config.lines[1:])
        refused = config.daemon(name="refused")
        self.assertEqual(refused.ends(), EX_CONFIG, refused.log_text())
        done = centinela("bootstrap", "--config", config.path, "--from", "earliest")
        self.assertEqual(done.returncode, 0, done.stderr)
        daemon = config.daemon().wait_ready()
        self.assertRegex(daemon.log_text(), r"live_from=4000\b")
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_terminate(self):
        """SIGTERM: the state is saved at the last committed offset, and the next start reads nothing again"""
        config = Config("saved")
        lines = history()[:4000]
        Real.broker.produce(config.input, lines)
        daemon = config.daemon(name="first").wait_ready()
        self.judge(daemon, 1000)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        committed = Real.broker.committed(config.name)
        self.assertIn(f"next {committed}\n", state(config, "inspect")[1])
        daemon = config.daemon(name="second").wait_ready()
        self.assertRegex(daemon.log_text(), rf"replay_from={committed}\b.*live_from={committed}\b")

    def test_refusals(self):
        """what does not fit is refused with what to type, and that helps"""
        config = Config("refused")
        Real.broker.produce(config.input, history()[:2000])
        daemon = config.daemon(name="first").wait_ready()
        self.judge(daemon, 100)
        self.assertEqual(daemon.end(), 0, daemon.log_text())

        other = config.daemon("alerting.budget_per_day=7", name="other")
        self.assertEqual(other.ends(), EX_CONFIG, other.log_text())
        self.assertIn("another configuration", other.log_text())
        self.assertIn("centinela state reset --keep-baselines", other.log_text())
        config.write(config.lines + ["detection: {warm_up: 6d}"])
        self.assertEqual(state(config, "reset", "--reason", "test")[0], EX_USAGE)
        status, text, error = state(config, "reset", "--keep-baselines", "--reason", "a shorter warm-up")
        self.assertEqual(status, 0, error)
        daemon = config.daemon(name="adopted").wait_ready()
        self.assertIn("restored from the checkpoint", daemon.log_text())
        self.assertEqual(state(config, "reset", "--accept-loss", "--reason", "test")[0], 75, "the daemon runs")
        self.assertEqual(daemon.end(), 0, daemon.log_text())

        exported = config.folder + "/state.bin"
        self.assertEqual(state(config, "export", "--output", exported)[0], 0)
        self.assertEqual(state(config, "reset", "--accept-loss", "--reason", "test")[0], 0)
        self.assertEqual(state(config, "verify")[0], 74, "nothing is left")
        status, text, error = state(config, "import", "--input", exported)
        self.assertEqual(status, 0, error)
        self.assertEqual(state(config, "verify")[0], 0)
        with open(config.state + "/state-audit.jsonl", encoding="utf-8") as audit:
            self.assertEqual([json.loads(line)["action"] for line in audit],
                             ["keep-baselines", "accept-loss", "accept-loss"])

    def test_state_lost(self):
        """a state directory that is gone is refused, not begun anew in silence; accepting it is said once for each loss"""
        config = Config("lost-state")
        Real.broker.produce(config.input, history()[:2000])
        for loss in range(2):
            daemon = config.daemon(OFTEN, name=f"saves{loss}").wait_ready()
            wait_until("a checkpoint", lambda: self.saved(daemon) > 0)
            # Before a commit that knows of the checkpoint, the last one still tells how to do without it.
            before = daemon.read()
            Real.broker.produce(config.input, history()[2000 * (loss + 1):2000 * (loss + 2)])
            wait_until("more is judged", lambda: daemon.read() > before)
            self.assertEqual(daemon.end(), 0, daemon.log_text())
            shutil.rmtree(config.state)
            refused = config.daemon(name=f"refused{loss}")
            self.assertEqual(refused.ends(), EX_BAD_DATA, refused.log_text())
            self.assertIn("no checkpoint is here", refused.log_text())
            self.assertIn("centinela state reset --accept-loss", refused.log_text())
            self.assertEqual(state(config, "reset", "--accept-loss", "--reason", "the disk is gone")[0], 0)
        self.assertEqual(config.daemon(name="anew").wait_ready().end(), 0)

    def test_group_gone(self):
        """a group whose offsets are gone is refused: the state knows what nobody acknowledged"""
        config = Config("gone")
        Real.broker.produce(config.input, history()[:2000])
        daemon = config.daemon(name="first").wait_ready()
        self.judge(daemon, 100)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        other = config.daemon(f"kafka.group_id={config.name}-other", name="other")
        self.assertEqual(other.ends(), EX_BAD_DATA, other.log_text())
        self.assertIn("the state knows what nobody acknowledged", other.log_text())
        self.assertIn("centinela state reset --accept-loss", other.log_text())
