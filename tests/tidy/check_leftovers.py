"""No unfinished work, no path of somebody's machine, no conflict marker, no stray white space."""

import re
import sys

from source_tree import Tree, report, root_from_arguments

FOLDERS = [
    "src", "include", "tests", "cmake", "config", "docker", "docs", "models", "script", ".ci",
]  # fmt: skip
SUFFIXES = (
    ".cpp", ".h", ".py", ".sh", ".md", ".txt", ".cmake", ".in", ".yaml", ".yml", ".json", ".service",
    "bootstrap", "demo", "test", "run", "Dockerfile",
)  # fmt: skip
# Written so that this file does not find itself.
PATTERNS = {
    "unfinished work": re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(wo" r"rk|home/\w+|roo" r"t|Users)/"),
    "a conflict marker": re.compile(r"^(<{7}|>{7}|={7})( |$)"),
    "white space at the end of the line": re.compile(r"[ \t]+$"),
    "a carriage return": re.compile(r"\r"),
}
# Recorded inputs keep what their origin put into them.
DATA_FOLDERS = ("tests/data/", "tests/golden/data/", "tests/fuzz/corpus/")
WHITE_SPACE = ("white space at the end of the line", "a carriage return")


# Home directories are among the paths that must be templated before they cross the boundary.
PATH_SAMPLES = ("tests/privacy/resource_template_test.cpp",)


def applies(what, path):
    if what == "a path of one machine" and path.as_posix() in PATH_SAMPLES:
        return False
    return not (what in WHITE_SPACE and path.suffix in (".json", ".md"))


def check(tree):
    findings = []
    paths = [
        path
        for path in tree.files(FOLDERS, SUFFIXES)
        if not path.as_posix().startswith(DATA_FOLDERS)
    ]
    for path in paths:
        for number, line in enumerate(tree.text(path).split("\n"), start=1):
            for what, pattern in PATTERNS.items():
                if applies(what, path) and pattern.search(line):
                    findings.append(f"{path}:{number}: {what}")
    return findings, len(paths)


if __name__ == "__main__":
    sys.exit(report("leftovers", *check(Tree(root_from_arguments()))))
