"""A header opens with what it is and which floor it stands on, and has #pragma once."""

import sys

from source_tree import Tree, report, root_from_arguments

OPENING_LINES_MAX = 14


def check(tree):
    findings = []
    paths = [path for path in tree.code(["src", "include"]) if path.suffix == ".h"]
    for path in paths:
        lines = tree.text(path).splitlines()
        opening = []
        for line in lines:
            if not line.startswith("//"):
                break
            opening.append(line)
        if not opening:
            findings.append(f"{path}:1: opens with no comment that says what it is")
        elif "loor " not in " ".join(opening[:OPENING_LINES_MAX]):
            findings.append(f"{path}:1: its opening comment names no floor")
        if "#pragma once" not in lines:
            findings.append(f"{path}:1: has no #pragma once")
    return findings, len(paths)


if __name__ == "__main__":
    sys.exit(report("headers", *check(Tree(root_from_arguments()))))
