"""Runs the blocks of README.md that are marked as tested and looks for what they promise to show.

    readme_commands.py SOURCE_DIR PROGRAM offline|services
    readme_commands.py --self-test

A block is marked by the line above its fence: <!-- tested KIND, shows: TEXT | TEXT -->. The blocks of
one kind are one session, in their order. Ports and folders are replaced by free ones, so that a
run meets neither a user's walk-through nor another test.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

BLOCK = re.compile(r"^<!-- tested (\w+), shows: (.*?) -->\n```sh\n(.*?)^```$", re.M | re.S)
MARK = re.compile(r"^<!-- tested ", re.M)
FIXED_PORTS = ("8080", "9090", "9093", "9464")
WALK = "/tmp/centinela-walk"


def blocks(page, kind):
    """(what is promised, commands) of one kind; a mark without a block is a mistake."""
    found = [(words, shown.split(" | "), commands) for words, shown, commands in BLOCK.findall(page)]
    if len(found) != len(MARK.findall(page)):
        raise ValueError("a line '<!-- tested …' has no ```sh block below it, or no 'shows:'")
    return [(shown, commands) for word, shown, commands in found if word == kind]


def replaced(text, program, folder, ports):
    text = text.replace("build/release/centinela", str(program)).replace(WALK, str(folder / "walk"))
    text = re.sub(r"(?<![\w/])config/", f"{folder}/config/", text)
    for fixed, free in ports.items():
        text = re.sub(rf"(?<=[ :]){fixed}\b", free, text)
    return text


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    numbers = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return numbers


def copy_config(source, folder, ports):
    shutil.copytree(source / "config", folder / "config")
    for path in (folder / "config").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for fixed, free in ports.items():
            text = re.sub(rf"(?<=:){fixed}\b", free, text)
        path.write_text(text, encoding="utf-8")


def run(source, session, folder, ports):
    """Exit code and output of each block; the marks between them tell the blocks apart."""
    script = "set -euo pipefail\n" + "".join(f"echo '=== block {i}'\n{commands}"
                                             for i, (_, commands) in enumerate(session))
    # The daemon's own port is a default that README does not set.
    environment = dict(os.environ, CENTINELA_HTTP__LISTEN=f"127.0.0.1:{ports['9464']}")
    with open(folder / "output", "w+", encoding="utf-8") as output:
        ended = subprocess.run(["bash", "-c", script], cwd=source, env=environment, stdin=subprocess.DEVNULL,
                               stdout=output, stderr=subprocess.STDOUT, timeout=280, check=False)
    text = (folder / "output").read_text(encoding="utf-8")
    return ended.returncode, re.split(r"^=== block \d+\n", text, flags=re.M)[1:]


def clean_up(source, folder):
    for name in ("prometheus", "alertmanager", "kafka"):
        subprocess.run([source / f"tests/integration/{name}.sh", "stop", folder / "walk" / name],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    for pid_file in (folder / "walk").glob("*.pid"):
        subprocess.run(["kill", pid_file.read_text().strip()], stderr=subprocess.DEVNULL, check=False)


def main(source, program, kind):
    ports = dict(zip(FIXED_PORTS, free_ports(len(FIXED_PORTS))))
    page = (source / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="centinela-readme-") as name:
        folder = pathlib.Path(name)
        (folder / "walk").mkdir()
        copy_config(source, folder, ports)
        session = [(shown, replaced(commands, program, folder, ports))
                   for shown, commands in blocks(page, kind)]
        if not session:
            return ["README.md has no block of the kind " + kind]
        try:
            code, outputs = run(source, session, folder, ports)
        finally:
            if kind == "services":
                clean_up(source, folder)
    findings = [f"block {i}: expected to see '{text}', found:\n{outputs[i]}"
                for i, (shown, _) in enumerate(session) if i < len(outputs)
                for text in shown if text not in outputs[i]]
    if code != 0:
        findings.append(f"exit code {code} in block {len(outputs) - 1}:\n{outputs[-1]}")
    return findings


class Marks(unittest.TestCase):
    PAGE = "<!-- tested offline, shows: a | b -->\n```sh\nfirst\n```\n```sh\nnot this\n```\n"

    def test_only_marked_blocks_of_the_kind_are_taken(self):
        self.assertEqual(blocks(self.PAGE, "offline"), [(["a", "b"], "first\n")])
        self.assertEqual(blocks(self.PAGE, "services"), [])

    def test_a_mark_without_a_block_is_a_mistake(self):
        with self.assertRaises(ValueError):
            blocks("<!-- tested offline, shows: a -->\n\ntext\n" + self.PAGE, "offline")

    def test_ports_are_replaced_as_ports_only(self):
        text = replaced("--port 9093 x http://h:9093 id19093", "c", pathlib.Path("/f"), {"9093": "7"})
        self.assertEqual(text, "--port 7 x http://h:7 id19093")

    def check_page(self, text, shown):
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            (root / "config").mkdir()
            (root / "README.md").write_text(f"<!-- tested offline, shows: {shown} -->\n```sh\n{text}\n```\n")
            return main(root, pathlib.Path("/bin/true"), "offline")

    def test_a_command_that_fails_and_words_that_are_not_shown_are_findings(self):
        self.assertEqual(self.check_page("echo hello", "hello"), [])
        self.assertEqual(len(self.check_page("echo hello", "bye")), 1)
        self.assertEqual(len(self.check_page("echo hello; false", "hello")), 1)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        unittest.main(argv=sys.argv[:1])
    problems = main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3])
    print("\n".join(problems) or "README.md: its commands do what it says")
    sys.exit(1 if problems else 0)
