"""The Python example: what it promises, and that Centinela reads what it writes."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest

SOURCE = os.environ["CENTINELA_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "examples/python"))
sys.dont_write_bytecode = True

import centinela_events  # noqa: E402

AGENT = {"id": "u-42", "kind": "human"}


class Recorder:
    def __init__(self):
        self.keys = []
        self.events = []

    def __call__(self, key, line):
        self.keys.append(key)
        self.events.append(json.loads(line))


class ProducerTest(unittest.TestCase):
    def setUp(self):
        self.sent = Recorder()
        self.producer = centinela_events.Producer("crm-1", self.sent, boot=7, clock=lambda: 1.5e9)

    def read(self, **fields):
        with self.producer.access("read", principal=AGENT, **fields) as event:
            return event

    def test_an_event_has_all_that_is_required(self):
        self.read()
        event = self.sent.events[0]
        self.assertEqual(event["time"], "2017-07-14T02:40:00.000Z")
        self.assertEqual(event["action"], "read")
        self.assertEqual(event["principal"], AGENT)
        self.assertEqual(event["outcome"], "ok")
        self.assertEqual(event["producer"], {"name": "crm-1", "boot": 7, "sequence": 1})

    def test_ids_differ_and_the_sequence_has_no_gap_under_threads(self):
        threads = [threading.Thread(target=lambda: [self.read() for _ in range(50)])
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([one["producer"]["sequence"] for one in self.sent.events],
                         list(range(1, 201)))
        self.assertEqual(len({one["id"] for one in self.sent.events}), 200)

    def test_the_outcome_is_that_of_the_block_and_the_exception_passes_on(self):
        for error, outcome in [(PermissionError, "denied"), (KeyError, "not_found"),
                               (ValueError, "error")]:
            with self.assertRaises(error):
                with self.producer.access("read", principal=AGENT):
                    raise error("SECRET")
            self.assertEqual(self.sent.events[-1]["outcome"], outcome)
        self.assertNotIn("SECRET", json.dumps(self.sent.events))

    def test_a_decorated_function_names_data_subjects_and_nothing_of_its_arguments(self):
        @self.producer.accesses("search", data_subjects=lambda rows: [row["id"] for row in rows])
        def find(name):
            return [{"id": "c-1", "name": name}, {"id": "c-1"}, {"id": "c-2"}]

        with centinela_events.acting(principal=AGENT):
            self.assertEqual(len(find("SECRET")), 3)
        event = self.sent.events[0]
        self.assertEqual(event["data_subjects"], ["c-1", "c-2"])
        self.assertEqual(event["records"], 2)
        self.assertNotIn("SECRET", json.dumps(event))

    def test_blocks_of_acting_add_up_and_end(self):
        with centinela_events.acting(principal=AGENT, context={"conversation": "k-1"}):
            with centinela_events.acting(context={"acting_for": "c-1"}):
                with self.producer.access("read"):
                    pass
            with self.producer.access("read"):
                pass
        first, second = self.sent.events
        self.assertEqual(first["context"], {"conversation": "k-1", "acting_for": "c-1"})
        self.assertEqual(second["context"], {"conversation": "k-1"})
        self.assertEqual(self.sent.keys, ["k-1", "k-1"])

    def test_many_data_subjects_are_cut_and_counted(self):
        self.read(data_subjects=[f"c-{i}" for i in range(1000)])
        self.assertEqual(len(self.sent.events[0]["data_subjects"]), 256)
        self.assertEqual(self.sent.events[0]["records"], 1000)

    def test_a_sink_that_fails_never_harms_the_caller_and_leaves_a_gap(self):
        def broken(key, line):
            raise OSError("full")

        self.producer._sink = broken
        with self.assertLogs("centinela_events", "ERROR"):
            self.read()
        self.producer._sink = self.sent
        self.read()
        self.assertEqual(self.producer.lost, 1)
        self.assertEqual(self.sent.events[0]["producer"]["sequence"], 2)

    def test_an_event_without_a_principal_is_lost_with_a_word_why(self):
        with self.assertLogs("centinela_events", "ERROR"):
            with self.producer.access("read"):
                pass
        self.assertEqual(self.producer.lost, 1)

    def test_a_stream_gets_one_line_an_event(self):
        stream = io.StringIO()
        centinela_events.stream_sink(stream)("k", "{}")
        self.assertEqual(stream.getvalue(), "{}\n")


def check_input(folder, path, *settings):
    """`centinela check --input` over a file; its words."""
    program = os.environ["CENTINELA_BINARY"]
    key = os.path.join(folder, "token.key")
    if not os.path.exists(key):
        subprocess.run([program, "token", "--new-key", key], check=True, capture_output=True)
    command = [program, "check", "--offline", "--input", path,
               "--set", f"state.directory={folder}", "--set", f"privacy.key_file={key}"]
    for setting in settings:
        command += ["--set", setting]
    done = subprocess.run(command, capture_output=True, timeout=60, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class CheckTest(unittest.TestCase):
    def test_what_the_demo_writes_has_a_tier_and_no_dead_letter(self):
        demo = os.path.join(SOURCE, "examples/python/demo.py")
        with tempfile.TemporaryDirectory() as folder:
            events = subprocess.run([sys.executable, "-B", demo], capture_output=True, check=True)
            path = os.path.join(folder, "events.jsonl")
            with open(path, "wb") as file:
                file.write(events.stdout)
            words = check_input(folder, path)
        self.assertIn("6 access events", words)
        self.assertNotIn("dead letters", words)
        self.assertIn("T2", words)
        self.assertIn("audit_silence: fed by 100 %", words)
        self.assertNotIn("u-42", words)

    def test_the_postgresql_sample_is_read_as_pgaudit(self):
        sample = os.path.join(SOURCE, "examples/postgresql/sample.jsonlog")
        with tempfile.TemporaryDirectory() as folder:
            for setting in ["input.format=pgaudit", "input.format=auto"]:
                words = check_input(folder, sample, setting)
                if setting.endswith("pgaudit"):
                    self.assertIn("16 access events", words)
                    self.assertNotIn("dead letters", words)
                else:
                    self.assertIn("dead letters", words)  # the log's other lines


if __name__ == "__main__":
    unittest.main()
