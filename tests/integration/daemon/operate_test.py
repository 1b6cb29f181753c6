"""What people do to a running daemon: forget somebody, switch its settings, mend topics and dead letters,
and what a full disk does to it."""

import json
import os
import subprocess
import time

from events import access, canary, history, line
from support import EX_CONFIG, EX_UNAVAILABLE, Config, DaemonTest, Real, centinela, wait_until

OFTEN = "state.checkpoint_interval=1s"


def run(config, *arguments, stdin=b""):
    done = centinela(*arguments, "--config", config.path, stdin=stdin)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Operate(DaemonTest):
    def wait_caught_up(self, daemon, config):
        wait_until("all is read and acknowledged",
                   lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0 and
                   daemon.metric("centinela_kafka_uncommitted_messages") == 0)

    def test_erase(self):
        """erase: a person is forgotten at a place of the log; after kill -9 too; the audit trail names nobody"""
        config = Config("erased")
        lines = history()[:3000]
        Real.broker.produce(config.input, lines)
        daemon = config.daemon(OFTEN, name="first").wait_ready()
        daemon.wait_read(len(lines) - 500)
        before = daemon.metric("centinela_state_entities", 'view="principal"')
        events = [json.loads(each) for each in lines if b'"principal"' in each]
        person = next(each for each in events if each.get("type", "access") == "access" and
                      each["principal"]["kind"] == "human")
        name, tenant = person["principal"]["id"], person.get("tenant", "default")
        status, text, error = run(config, "erase", "--principal", "--tenant", tenant, "--reason", "test",
                                  stdin=name.encode() + b"\n")
        self.assertEqual(status, 0, error)
        record = Real.broker.consume(config.input)[-1].value
        self.assertNotIn(name.encode(), record, "the log holds no name more than it did")
        wait_until("the record is applied",
                   lambda: daemon.metric("centinela_control_records_total", 'kind="erase",outcome="applied"') == 1)
        wait_until("it is forgotten", lambda: daemon.metric("centinela_erased_entities_total") > 0)
        self.assertEqual(daemon.metric("centinela_state_entities", 'view="principal"'), before - 1)
        with open(config.state + "/state-audit.jsonl", encoding="utf-8") as audit:
            written = [json.loads(each) for each in audit]
        self.assertEqual([each["action"] for each in written], ["erase"])
        token = json.loads(record)["principal"]
        for trace in (json.dumps(written), daemon.log_text()):
            self.assertNotIn(token, trace)
            self.assertNotIn(name, trace)
        self.wait_caught_up(daemon, config)
        Real.broker.produce(config.input, [line(access(1, "u-later"))])  # so that there is something to save
        saved = daemon.metric("centinela_checkpoints_total", 'result="ok"')
        wait_until("a checkpoint stands on it",
                   lambda: daemon.metric("centinela_checkpoints_total", 'result="ok"') > saved)
        before += 1
        daemon.end(9)
        daemon = config.daemon(OFTEN, name="second").wait_ready()
        self.assertEqual(daemon.metric("centinela_state_entities", 'view="principal"'), before - 1)

    def test_switch(self):
        """switch: another configuration from a place of the log on, with what was learnt; a restart agrees"""
        config = Config("switched")
        Real.broker.produce(config.input, history()[:2000])
        daemon = config.daemon(OFTEN, name="first").wait_ready()
        daemon.wait_read(1500)
        known = daemon.metric("centinela_state_entities", 'view="principal"')
        self.assertGreater(known, 0)
        record = json.loads(run(config, "switch", "--reason", "test", "--dry-run")[1])
        record["config"] = "sha256:" + "1" * 64
        Real.broker.produce(config.input, [json.dumps(record)])
        wait_until("what the files do not hold is not done",
                   lambda: "a switch was not done" in daemon.log_text())
        config.write(config.lines + ["detection: {warm_up: 6d}"])
        status, text, error = run(config, "switch", "--reason", "a shorter warm-up")
        self.assertEqual(status, 0, error)
        wait_until("it is done", lambda: "were switched, with everything" in daemon.log_text())
        self.assertEqual(daemon.metric("centinela_state_entities", 'view="principal"'), known)
        saved = daemon.metric("centinela_checkpoints_total", 'result="ok"')
        Real.broker.produce(config.input, history()[2000:2200])
        wait_until("a checkpoint stands behind it",
                   lambda: daemon.metric("centinela_checkpoints_total", 'result="ok"') > saved)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        daemon = config.daemon(OFTEN, name="second").wait_ready()
        self.assertIn("restored from the checkpoint", daemon.log_text())

    def test_topics(self):
        """topics: plan says what is missing, apply makes it; a compacted input is refused at the start"""
        config = Config("topics", topics=False)
        status, text, error = run(config, "topics", "plan")
        self.assertEqual(status, EX_UNAVAILABLE, text + error)
        self.assertEqual(text.count("is missing"), 3, text)
        status, text, error = run(config, "topics", "apply", "--partitions", "4")
        self.assertEqual(status, 0, text + error)
        self.assertIn(f"created  {config.input}: 4 partitions, 1 replicas", text)
        self.assertEqual(run(config, "topics", "plan")[0], 0)
        again = run(config, "topics", "apply")
        self.assertEqual(again[0], 0)
        self.assertNotIn("created", again[1])
        compacted = Config("compacted")
        subprocess.run([os.path.join(os.path.dirname(__file__), "..", "kafka.sh"), "configs", Real.broker.folder,
                        "--alter", "--entity-type", "topics", "--entity-name", compacted.input, "--add-config",
                        "cleanup.policy=compact"], check=True, capture_output=True, timeout=120)
        daemon = compacted.daemon(name="refused")
        self.assertEqual(daemon.ends(), EX_CONFIG, daemon.log_text())
        self.assertIn("--add-config cleanup.policy=delete", daemon.log_text())

    def test_dead_letters(self):
        """dlq replay: says what it would send, sends it with its headers to where it came from, once"""
        config = Config("resent")
        Real.broker.produce(config.input, [b"not json", b'{"type":"access","id":"x1"}'], "-H", "source=crm")
        daemon = config.daemon(name="first").wait_ready()
        wait_until("both are dead letters", lambda: len(Real.broker.consume(config.dead)) == 2)
        self.assertEqual(daemon.end(), 0)
        status, text, error = run(config, "dlq", "replay")
        self.assertEqual(status, 0, error)
        self.assertIn("2 dead letters read, 2 would be sent", text)
        self.assertEqual(len(Real.broker.consume(config.input)), 2, "nothing is sent without --apply")
        status, text, error = run(config, "dlq", "replay", "--reason", "missing_field", "--apply")
        self.assertEqual(status, 0, error)
        self.assertIn("1 sent", text)
        again = Real.broker.headers(config.input)[2]
        self.assertEqual(again["source"], b"crm")
        self.assertEqual(again["replayed-from"].decode(), f"{config.dead}:0:1")
        self.assertFalse([name for name in again if name.startswith(("kafka_dlt", "__connect", "centinela"))])
        self.assertEqual(Real.broker.consume(config.input)[2].value, b'{"type":"access","id":"x1"}')
        status, text, error = run(config, "dlq", "replay", "--reason", "missing_field", "--apply")
        self.assertEqual((status, text.split(",")[1]), (0, " 0 sent"), error + "a second run sends none twice")
        status, text, error = run(config, "dlq", "replay", "--apply")
        self.assertIn("2 dead letters read, 1 sent, 1 sent before", text, error)
        self.assertEqual(Real.broker.consume(config.input)[3].value, b"not json")
        status, text, error = run(config, "dlq", "replay", "--apply")
        self.assertIn("0 dead letters read, 0 sent", text, error)
        status, text, error = run(config, "dlq", "replay", "--from-beginning")
        self.assertIn("2 dead letters read, 2 would be sent", text, error)

    def test_full_disk(self):
        """at_least_once, a full disk: detection goes on, nothing is acknowledged, it says so; with room all goes on by itself"""
        config, daemon, ballast = self.fill_the_disk("full", "at_least_once")
        self.assertIn("nothing more is acknowledged", daemon.log_text())
        committed = Real.broker.committed(config.name)
        told = len(config.alert_lines())
        Real.broker.produce(config.input, [line(canary(1, "u-full"))])
        wait_until("detection goes on", lambda: len(config.alert_lines()) > told)
        self.assertEqual(Real.broker.committed(config.name), committed, "nothing more was acknowledged")
        self.make_room(config, daemon, ballast)

    def test_full_disk_transactional(self):
        """transactional, a full disk: nothing more is judged, it says so; with room all goes on by itself"""
        config, daemon, ballast = self.fill_the_disk("full-exactly", "transactional")
        self.assertIn("nothing more is judged", daemon.log_text())
        committed = Real.broker.committed(config.name)
        told = len(config.alert_lines())
        Real.broker.produce(config.input, [line(canary(1, "u-full"))])
        time.sleep(5)
        self.assertEqual(Real.broker.committed(config.name), committed, "nothing more was acknowledged")
        self.assertEqual(len(config.alert_lines()), told, "what is judged would be acknowledged")
        self.assertEqual(daemon.get("/livez")[0], 200)
        self.make_room(config, daemon, ballast)
        self.assertGreater(len(config.alert_lines()), told)

    def fill_the_disk(self, name, commit):
        """A daemon that is blocked because nothing fits on its disk any more."""
        config = Config(name)
        os.makedirs(config.state, exist_ok=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "centinela-test", config.state],
                                 capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("a tmpfs cannot be mounted here: " + mounted.stderr.decode().strip())
        self.addCleanup(lambda: subprocess.run(["umount", "-l", config.state], check=False))
        self.produced = 1500
        Real.broker.produce(config.input, history()[:self.produced])
        daemon = config.daemon(f"kafka.commit={commit}", OFTEN, "state.unsaved_max=2s", name="full").wait_ready()
        daemon.wait_read(1000)
        ballast = os.path.join(config.state, "ballast")
        with open(ballast, "wb") as file:
            try:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            except OSError:
                pass

        def is_blocked():
            Real.broker.produce(config.input, history()[self.produced:self.produced + 50])
            self.produced += 50
            return daemon.get("/readyz")[0] == 503
        wait_until("it says that nothing is acknowledged", is_blocked)
        self.assertIn("no checkpoint can be written", daemon.get("/readyz")[1])
        self.assertEqual(daemon.metric("centinela_checkpoint_blocked"), 1)
        return config, daemon, ballast

    def make_room(self, config, daemon, ballast):
        os.remove(ballast)
        wait_until("it is ready again", lambda: daemon.get("/readyz")[0] == 200)
        self.assertEqual(daemon.metric("centinela_checkpoint_blocked"), 0)
        wait_until("it has read on", lambda: daemon.metric("centinela_kafka_consumer_lag_messages") == 0)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertEqual(Real.broker.committed(config.name), self.produced + 1, "all is acknowledged")
        status, text, error = run(config, "state", "verify")
        self.assertEqual(status, 0, error)
