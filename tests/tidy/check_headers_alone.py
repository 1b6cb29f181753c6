"""Every header compiles alone. Usage: check_headers_alone.py ROOT BUILD

A header that a source includes before anything else is compiled alone by every build, so only the
others are looked at here.
"""

import json
import pathlib
import re
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


_FIRST_INCLUDE = re.compile(r'^#\s*include\s*(?:"([^"]+)"|<)', re.MULTILINE)


def compiled_first(tree, sources):
    """Headers that one of these sources includes first."""
    shown = set()
    for source in sources:
        found = _FIRST_INCLUDE.search(tree.text(source))
        if found and found.group(1):
            folders = (pathlib.Path("include"), pathlib.Path("src"), pathlib.Path("tests"), source.parent)
            shown.update(folder / found.group(1) for folder in folders)
    return shown


def built_sources(tree, build):
    """Of the compile commands, those in the tree."""
    entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    paths = {pathlib.Path(entry["directory"], entry["file"]).resolve() for entry in entries}
    return sorted(path.relative_to(tree.root) for path in paths if tree.root in path.parents and path.is_file())


def check(tree, flags, cache, sources=(), compiler="g++-12"):
    headers = [path for path in tree.code(["include", "src", "tests"]) if path.suffix == ".h"]
    shown = compiled_first(tree, sources)
    headers = [path for path in headers if "compile_fail" not in path.parts and path not in shown]
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
    source_tree = Tree(root_from_arguments())
    sys.exit(
        report(
            "headers alone",
            *check(
                source_tree,
                search_flags(build_folder),
                Cache(build_folder / "tidy-cache"),
                built_sources(source_tree, build_folder),
            ),
        )
    )
