"""clang-tidy 16 over the production code, in parallel. Usage: check_clang_tidy.py ROOT BUILD

What has passed is remembered by content (the file, our headers that it includes, its flags and
.clang-tidy), so that a second run looks only at what changed.
"""

import json
import pathlib
import sys

from source_tree import Cache, Tree, content_key, report, root_from_arguments, run_all


def production_files(tree, build):
    """(path, compile command) of each source file below src/ that the build knows."""
    files = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        source = tree.root / "src"
        if source in path.parents and path.is_file():
            files.setdefault(path.relative_to(tree.root), entry["command"])
    return sorted(files.items())


def check(tree, files, build, cache, program="clang-tidy-16"):
    rules = tree.text(".clang-tidy")
    keys = {path: content_key(tree, path, f"tidy{program}{rules}{command}") for path, command in files}
    waiting = [path for path, _ in files if not cache.has(keys[path])]
    waiting.sort(key=lambda path: -(tree.root / path).stat().st_size)  # the slow ones first
    commands = [
        (path, [program, "--quiet", "-p", str(build), str(tree.root / path)]) for path in waiting
    ]
    findings = []
    for path, process in run_all(commands):
        if process.returncode == 0:
            cache.add(keys[path])
        else:
            findings.append(f"{path}:\n{process.stdout}{process.stderr}")
    print(f"clang-tidy: {len(files) - len(waiting)} unchanged since they passed")
    return findings, len(files)


if __name__ == "__main__":
    source_tree = Tree(root_from_arguments())
    build_folder = pathlib.Path(sys.argv[2]).resolve()
    sys.exit(
        report(
            "clang-tidy",
            *check(
                source_tree,
                production_files(source_tree, build_folder),
                build_folder,
                Cache(build_folder / "tidy-cache"),
            ),
        )
    )
