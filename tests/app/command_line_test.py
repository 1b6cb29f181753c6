#!/usr/bin/env python3
"""What the program does with the files that a command line names, without any service.

    command_line_test.py PROGRAM SOURCE_DIR
"""

import glob
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

EX_USAGE, EX_DATAERR, EX_IOERR, EX_CONFIG = 64, 65, 74, 78
PROGRAM, SOURCE = sys.argv[1], sys.argv[2]


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


class Program(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="centinela-files-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.state = self.folder / "home" / "state"
        self.events = self.folder / "events.jsonl"
        self.events.write_text("".join(json.dumps({
            "id": f"e-{number}", "time": f"2026-11-21T10:{number:02}:00Z", "action": "read",
            "principal": {"id": f"u-{number % 5}", "kind": "human"}, "data_subjects": [f"c-{number}"],
        }) + "\n" for number in range(50)), encoding="utf-8")

    def run_it(self, *words, sets=()):
        settings = [f"state.directory={self.state}", f"model.directory={SOURCE}/models/baseline", *sets]
        options = [option for each in settings for option in ("--set", each)]
        done = subprocess.run([PROGRAM, *words, *options], capture_output=True, timeout=100, check=False,
                              stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def run_plain(self, *words, given="", folder=None):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, timeout=30, check=False, cwd=folder,
                              input=given.encode())
        return done.returncode, done.stdout.decode() + done.stderr.decode()


class CommandLine(Program):
    def bootstrap(self):
        code, text = self.run_it("bootstrap", "--input", str(self.events))
        self.assertEqual(code, 0, text)

    def test_no_file(self):
        """a configuration that is a pipe or a folder is refused at once"""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for path, found in ((pipe, "found a pipe"), (self.folder, "found a directory")):
            code, text = self.run_it("check", "--offline", "--config", str(path))
            self.assertEqual((code, found in text), (EX_IOERR, True), text)

    def test_missing_history(self):
        """a bootstrap whose input is not there leaves nothing behind"""
        code, text = self.run_it("bootstrap", "--input", str(self.events), "--input", str(self.folder / "none"))
        self.assertEqual(code, EX_IOERR, text)
        self.assertIn("--input: expected a file, found none at", text)
        self.assertFalse(self.state.parent.exists(), "not even a key")

    def test_private(self):
        """what it makes for state and keys is its owner's alone, whatever the umask"""
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.bootstrap()
        for path in (self.state.parent, self.state, self.state / "checkpoint"):
            self.assertEqual(oct(mode(path)), oct(0o700), path)
        for path in (self.state / "token.key", self.state / "state.key"):
            self.assertEqual(oct(mode(path)), oct(0o600), path)

    def test_other_judgement(self):
        """check says that a start would refuse the checkpoint, and what to type"""
        self.bootstrap()
        code, text = self.run_it("check", "--offline")
        self.assertEqual(code, 0, text)
        self.assertIn("built with this model and configuration", text)
        code, text = self.run_it("check", "--offline", sets=("detection.warm_up=8d",))
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"warning  checkpoint +this configuration judges differently")
        self.assertIn("centinela switch", text)
        self.assertIn("(another configuration)", text)
        (self.state / "token.key").write_text("0" * 63 + "1\n", encoding="utf-8")
        code, text = self.run_it("check", "--offline")
        self.assertEqual(code, EX_CONFIG, text)
        self.assertIn("was taken under token key", text)

    def test_damaged(self):
        """a damaged checkpoint is bad data, named so by verify and check"""
        self.bootstrap()
        manifest, = glob.glob(str(self.state / "checkpoint" / "MANIFEST-*"))
        os.remove(manifest)
        for words in (("state", "verify"), ("check", "--offline")):
            code, text = self.run_it(*words)
            self.assertEqual(code, EX_DATAERR, text)
            self.assertIn("the checkpoint is damaged", text)
            self.assertIn("centinela state reset --accept-loss", text)
        code, text = self.run_it("state", "reset", "--accept-loss", "--reason", "the disk")
        self.assertEqual(code, 0, text)
        self.bootstrap()


class Overwriting(Program):
    """No command may write over a file that it was given to read, or over its own other output."""

    def setUp(self):
        super().setUp()
        self.config = self.folder / "c.yaml"
        self.config.write_text("{}\n", encoding="utf-8")
        self.before = self.events.read_bytes()

    def refuse(self, *words):
        code, text = self.run_it(*map(str, words))
        self.assertEqual(code, EX_USAGE, (words, text))
        self.assertIn("expected a file of its own", text)
        self.assertEqual(self.events.read_bytes(), self.before, words)
        self.assertEqual(self.config.read_text(encoding="utf-8"), "{}\n", words)

    def test_replay_input(self):
        """replay does not write over its input, by whatever name"""
        link, hard = self.folder / "link.jsonl", self.folder / "hard.jsonl"
        link.symlink_to(self.events)
        os.link(self.events, hard)
        given = ("replay", "--config", self.config, "--input", self.events)
        for output in ("--alerts", "--dead-letters", "--summary", "--scores"):
            for path in (self.events, link, hard, f"{self.folder}/./events.jsonl", self.config):
                self.refuse(*given, output, path)
        self.refuse(*given, "--verdicts", hard, "--alerts", link)
        self.assertFalse(self.state.exists(), "a key was made for nothing")

    def test_replay_outputs(self):
        """two outputs in one file are refused, also before it is there"""
        new = self.folder / "new.jsonl"
        self.refuse("replay", "--input", self.events, "--alerts", new, "--summary", f"{self.folder}/./new.jsonl")
        self.assertFalse(new.exists())
        code, text = self.run_it("replay", "--input", str(self.events), "--alerts", "/dev/null",
                                 "--dead-letters", "/dev/null", "--summary", "-", "--scores", "-")
        self.assertEqual(code, 0, text)

    def test_replay_keys(self):
        """replay does not write over the token key"""
        code, text = self.run_it("replay", "--input", str(self.events))
        self.assertEqual(code, 0, text)
        key = (self.state / "token.key").read_bytes()
        self.refuse("replay", "--input", self.events, "--summary", self.state / "token.key")
        self.assertEqual((self.state / "token.key").read_bytes(), key)

    def test_missing_input(self):
        """a replay whose input cannot be read leaves outputs and keys alone"""
        keep = self.folder / "keep.jsonl"
        keep.write_text("kept\n", encoding="utf-8")
        for path in (self.folder / "none", self.folder):
            code, text = self.run_it("replay", "--input", str(path), "--alerts", str(keep))
            self.assertEqual((code, keep.read_text(encoding="utf-8")), (EX_IOERR, "kept\n"), text)
            code, text = self.run_it("train", "--input", str(path), "--output", str(self.folder / "model"))
            self.assertEqual(code, EX_IOERR, text)
        self.assertFalse(self.state.exists(), "a key was made for nothing")

    def test_others(self):
        """neither do the other commands"""
        table = self.folder / "table.csv"
        table.write_text("series,timestamp,value\n" + "".join(f"a,{60 * row},{row % 7}\n" for row in range(400)),
                         encoding="utf-8")
        text = table.read_bytes()
        self.refuse("bootstrap", "--input", self.events, "--alerts", self.events)
        self.refuse("train", "--config", self.config, "--input", self.events, self.folder / "forest.bin", "--output",
                    self.folder)
        self.refuse("state", "export", "--config", self.config, "--output", self.config)
        self.refuse("erase", "--config", self.config, "--principal", "--reason", "r", "--output", self.config)
        self.refuse("verdict", "--config", self.config, "--ruling", "benign", "--output", self.config)
        configured, self.run_it = self.run_it, self.run_plain
        self.refuse("evaluate", "--truth", self.folder, "--alerts", self.events, "--json", self.folder / "labels.jsonl",
                    "--html", self.events)
        self.refuse("forest", "fit", "--input", table, "--model", table)
        self.refuse("forest", "score", "--input", table, "--model", self.events, "--output", self.events)
        self.refuse("series", "score", "--input", table, "--output", table)
        self.run_it = configured
        self.assertEqual(table.read_bytes(), text)



class Standard(Program):
    """What - means, and what numbers are refused."""

    def plain(self, *words, given=""):
        code, text = self.run_plain(*words, given=given, folder=self.folder)
        self.assertFalse((self.folder / "-").exists(), words)
        return code, text

    def test_tables(self):
        """the table commands read standard input and write standard output"""
        table = "".join(f"{row % 7},{row % 5}\n" for row in range(300))
        code, text = self.plain("forest", "fit", "--input", "-", "--model", "m.bin", given="a,y\n" + table)
        self.assertEqual(code, 0, text)
        code, text = self.plain("forest", "score", "--input", "-", "--model", "m.bin", "--output", "-",
                                given="a,y\n" + table)
        self.assertEqual((code, text.splitlines()[0], text.count("\n")), (0, "score", 301), text)
        code, text = self.plain("series", "score", "--input", "-", "--output", "-",
                                given="series,timestamp,value\na,0,1\n")
        self.assertEqual((code, text.splitlines()[0]), (0, "series,timestamp,score"), text)

    def test_needs_place(self):
        """where neither will do, - is refused and no file is called so"""
        (self.folder / "t.csv").write_text("a\n1\n", encoding="utf-8")
        for words in (("forest", "fit", "--input", "t.csv", "--model", "-"),
                      ("forest", "score", "--input", "t.csv", "--model", "-"),
                      ("evaluate", "--truth", ".", "--alerts", "-"),
                      ("train", "--input", self.events, "--output", "-"),
                      ("simulate", "--profile", "smoke", "--seed", "1", "--output", "-"),
                      ("state", "export", "--output", "-"), ("state", "import", "--input", "-"),
                      ("reveal", "--reason", "r", "--audit", "-"), ("reveal", "--reason", "r", "--input", "-"),
                      ("token", "--new-key", "-")):
            code, text = self.plain(*words)
            self.assertEqual((code, "expected a name, found -" in text), (EX_USAGE, True), (words, text))

    def test_history_alerts(self):
        """bootstrap --alerts - prints them"""
        code, text = self.plain("bootstrap", "--set", f"state.directory={self.state}", "--input", self.events,
                                "--alerts", "-")
        self.assertEqual(code, 0, text)

    def test_budgets(self):
        """a budget is a number of alerts a day"""
        for budget in ("-1", "0", "5,,20", "100000000000", "5,", "x"):
            code, text = self.plain("evaluate", "--truth", ".", "--alerts", self.events, f"--budget={budget}")
            self.assertEqual(code, EX_USAGE, (budget, text))
            self.assertIn("--budget: expected numbers from 1 to 1000000 such as 5,20,50", text)

    def test_no_duration(self):
        """a demonstration of no length is refused"""
        code, text = self.plain("demo", "--duration", "0s")
        self.assertEqual((code, "expected more than 0s" in text), (EX_USAGE, True), text)

    def test_severities(self):
        """every line of the alerts has one of four severities, records of the day too"""
        self.events.write_text("".join(json.dumps({
            "id": f"e-{day}", "time": f"2026-11-{day}T10:00:00Z", "action": "read", "principal": {"id": "u-1"},
        }) + "\n" for day in range(20, 24)), encoding="utf-8")
        code, text = self.run_it("replay", "--input", str(self.events))
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.assertEqual((code, {line["severity"] for line in lines}), (0, {"low"}), text)


class Explaining(Program):
    def explain(self, position, *words, source=None):
        return self.run_it("explain", "--input", str(source or self.events), f"--position={position}", *words)

    def setUp(self):
        super().setUp()
        code, text = self.run_it("replay", "--input", str(self.events), "--alerts", "/dev/null")
        self.assertEqual(code, 0, text)

    def test_index(self):
        """an index says which event of a record; 0 is the only one of most"""
        code, text = self.explain("0:5")
        self.assertEqual((code, "detectors:" in text), (0, True), text)
        self.assertEqual(self.explain("0:5:0"), (0, text))
        code, text = self.explain("0:5:1")
        self.assertEqual((code, "the record has no event at 0:5:1: it carries 1" in text), (EX_DATAERR, True), text)
        code, text = self.explain("0:99999999")
        self.assertEqual(code, EX_DATAERR, text)

    def test_batch(self):
        """each event of a batch is explained by its index, and all are listed without one"""
        event = {"id": "b-1", "time": "2026-11-21T10:00:00Z", "action": "read", "principal": {"id": "u-1"}}
        bad = {"id": "b-2", "action": "read", "principal": {"id": "u-1"}}
        frame = {"specversion": "1.0", "source": "s", "type": "access"}
        batch = self.folder / "batch.jsonl"
        batch.write_text(json.dumps([{**frame, "id": f"{n}", "data": data} for n, data in enumerate((event, bad))])
                         + "\n", encoding="utf-8")
        code, text = self.explain("0:0", source=batch)
        self.assertEqual(code, 0, text)
        self.assertIn("a record of 2 events; explain one of them by its index\n  0:0:0  an access event\n"
                      "  0:0:1  a dead letter: not judged (", text)
        code, text = self.explain("0:0:0", source=batch)
        self.assertEqual((code, "position 0:0:0: scored" in text, "detectors:" in text), (0, True, True), text)
        code, text = self.explain("0:0:1", source=batch)
        self.assertEqual(code, 0, text)
        self.assertRegex(text, "position 0:0:1: a dead letter: not judged \\(\\w+, time: ")
        code, text = self.explain("0:0:2", source=batch)
        self.assertEqual((code, "it carries 2" in text), (EX_DATAERR, True), text)

    def test_partitions(self):
        """positions of replay --partitions are explained with the same option"""
        found = {}
        for partition in range(4):
            code, text = self.explain(f"{partition}:0", "--partitions", "4")
            found[code] = found.get(code, 0) + 1
            self.assertTrue(code in (0, EX_DATAERR) and (code != 0 or "scored" in text), text)
        self.assertGreater(found.get(0, 0), 1, found)
        code, text = self.explain("0:0", "--partitions", "0")
        self.assertEqual(code, EX_USAGE, text)

    def test_history(self):
        """evidence of before a demo's log is said to be that"""
        code, text = self.explain("-1:385013")
        self.assertEqual((code, "simulated weeks that a demo learns from" in text), (EX_DATAERR, True), text)


class Secrets(Program):
    """Nothing that is printed holds a password, or a person's data from a file named by mistake."""

    def test_urls(self):
        """a URL is shown without user, password and query"""
        sets = ('alerting.alertmanagers=["http://user:hunter9@127.0.0.1:1/a?token=hunter8"]',
                "alerting.console_base=https://u:hunter7@c.example/?k=hunter6")
        for words in (("print-config",), ("check", "--offline"), ("check", "--set", "kafka.bootstrap_servers=x:1")):
            code, text = self.run_it(*words, sets=sets)
            self.assertNotIn("hunter", text)
        code, text = self.run_it("print-config", sets=sets)
        self.assertIn("http://***@127.0.0.1:1/a?***", text)
        code, text = self.run_it("print-config", "--set", 'alerting.alertmanagers=["ftp://user:hunter9@h"]')
        self.assertEqual((code, "hunter" in text), (EX_CONFIG, False), text)

    def test_wrong_file(self):
        """what is no configuration or has no header is not repeated"""
        text = self.folder / "t.txt"
        for content in ("maria.lopez@acme.com\n", "maria.lopez@acme.com: 5\n", "kafka: maria.lopez@acme.com\n",
                        "Maria Lopez\n"):
            text.write_text(content, encoding="utf-8")
            code, said = self.run_it("check", "--offline", "--config", str(text))
            self.assertEqual((code, "aria" in said, ":1:" in said), (EX_CONFIG, False, True), said)
        text.write_text("maria.lopez@acme.com,3\npedro@acme.com,4\n", encoding="utf-8")
        for words in (("fit", "--model", self.folder / "m"), ("fit", "--label", "y", "--model", self.folder / "m")):
            code, said = self.run_plain("forest", *words, "--input", text)
            self.assertEqual((code, "acme" in said), (EX_DATAERR, False), said)

    def test_words(self):
        """errors say what was found, where, and no code names"""
        code, text = self.run_it("check", "--offline", sets=("kafka.topics=[]",))
        self.assertEqual((code, "expected at least one topic, found an empty list" in text), (EX_CONFIG, True), text)
        code, text = self.run_it("check", "--offline", sets=("kafka.properties.nonsense=1",))
        self.assertEqual((code, "kafka.properties.nonsense: librdkafka" in text), (EX_CONFIG, True), text)
        verdicts = self.folder / "v.jsonl"
        verdicts.write_text("[1]\n", encoding="utf-8")
        code, text = self.run_it("replay", "--input", str(self.events), "--verdicts", str(verdicts))
        self.assertEqual((code, f"{verdicts}, line 1: expected a JSON object" in text), (EX_DATAERR, True), text)
        self.state.mkdir(parents=True, exist_ok=True)
        loop = self.state / "loop"
        loop.symlink_to(loop)
        code, text = self.run_it("replay", "--input", str(self.events), sets=(f"privacy.key_file={loop}",))
        self.assertEqual((code, "cannot read the token key" in text), (EX_IOERR, True), text)

    def test_dead_letters(self):
        """a dead letter names the byte where text begins that does not belong there, and no day is a time"""
        event = '{"id":"e","time":"2026-11-21T10:00:00Z","action":"read","principal":{"id":"u"}}'
        self.events.write_text(f"{event} x\n\n" + event.replace("T10:00:00Z", "") + "\n", encoding="utf-8")
        code, text = self.run_it("replay", "--input", str(self.events), "--alerts", "/dev/null", "--dead-letters", "-")
        self.assertEqual(code, 0, text)
        letters = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.assertEqual([(letter["line"], letter["reason"], letter["byte"]) for letter in letters],
                         [(0, "bad_json", len(event) + 1), (1, "bad_time", event.index('"2026'))], text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
