"""Every header compiles alone. Usage: check_headers_alone.py ROOT BUILD"""

import json
import pathlib
import shlex
import sys

from source_tree import Cache, Tree, content_key, report, root_from_arguments, run_all


def search_flags(build):
    """-I, -isystem, our own -D and -std of all compile commands, each once."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        for index, word in enumerate(words):
            if word in ("-I", "-isystem"):
                flags[(word, words[index + 1])] = None
            elif word.startswith(("-I", "-std=", "-DCENTINELA_")):
                flags[(word,)] = None
    return [word for flag in flags for word in flag]


def check(tree, flags, cache, compiler="g++-12"):
    headers = [path for path in tree.code(["include", "src", "tests"]) if path.suffix == ".h"]
    headers = [path for path in headers if "compile_fail" not in path.parts]
    own = ["-I", str(tree.root / "include"), "-I", str(tree.root / "src"), "-I", str(tree.root / "tests")]
    base = [compiler, "-std=c++20", "-fsyntax-only", "-w", *own, *flags, "-x", "c++"]
    keys = {path: content_key(tree, path, "alone" + " ".join(base)) for path in headers}
    commands = [
        (path, [*base, str(tree.root / path)]) for path in headers if not cache.has(keys[path])
    ]
    findings = []
    for path, process in run_all(commands):
        if process.returncode == 0:
            cache.add(keys[path])
        else:
            first = next((line for line in process.stderr.splitlines() if "error" in line), "")
            findings.append(f"{path}: does not compile alone: {first}")
    return findings, len(headers)


if __name__ == "__main__":
    build_folder = pathlib.Path(sys.argv[2])
    sys.exit(
        report(
            "headers alone",
            *check(
                Tree(root_from_arguments()),
                search_flags(build_folder),
                Cache(build_folder / "tidy-cache"),
            ),
        )
    )
