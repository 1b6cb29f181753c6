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

EX_DATAERR, EX_IOERR, EX_CONFIG = 65, 74, 78
PROGRAM, SOURCE = sys.argv[1], sys.argv[2]


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


class CommandLine(unittest.TestCase):
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
