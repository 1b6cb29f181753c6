"""Every C++ file is as clang-format 16 with the repository's .clang-format would write it."""

import sys

from source_tree import Tree, report, root_from_arguments, run_all

FILES_AT_ONCE = 40


def check(tree, program="clang-format-16"):
    paths = tree.code(["src", "include", "tests"])
    batches = [paths[i : i + FILES_AT_ONCE] for i in range(0, len(paths), FILES_AT_ONCE)]
    commands = [
        (index, [program, "--dry-run", "--Werror", *(str(tree.root / path) for path in batch)])
        for index, batch in enumerate(batches)
    ]
    findings = []
    for _, process in run_all(commands):
        findings += [line for line in process.stderr.splitlines() if ": error:" in line]
        if process.returncode != 0 and not process.stderr:
            findings.append(f"{program}: failed without a word")
    wrong = sorted({finding.split(":")[0] for finding in findings})
    names = [name.removeprefix(f"{tree.root}/") for name in wrong]
    return [f"mend it: {program} -i {name}" for name in names], len(paths)


if __name__ == "__main__":
    sys.exit(report("format", *check(Tree(root_from_arguments()))))
