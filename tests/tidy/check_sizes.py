"""Files stay short: 300 lines of production code, 400 of tests. Functions are clang-tidy's."""

import sys

from source_tree import Tree, report, root_from_arguments

LIMITS = {"src": 300, "include": 300, "tests": 400}


def check(tree):
    findings = []
    looked_at = 0
    for folder, limit in LIMITS.items():
        for path in tree.code([folder]):
            looked_at += 1
            lines = tree.text(path).count("\n")
            if lines > limit:
                findings.append(f"{path}: {lines} lines, {limit} are the limit; split it")
    return findings, looked_at


if __name__ == "__main__":
    sys.exit(report("sizes", *check(Tree(root_from_arguments()))))
