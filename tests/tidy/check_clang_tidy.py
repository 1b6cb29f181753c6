"""clang-tidy 16 over the production code, in parallel. Usage: check_clang_tidy.py ROOT BUILD

Most of the time goes into the libraries' headers, which every file brings along. So files with the
same flags are looked at together, as one translation unit, where their file-local names allow it; a
group that does not compile together is halved. What has passed is remembered by
content (the files, our headers that they include, their flags and .clang-tidy), so that a second
run looks only at what changed.
"""

import json
import pathlib
import re
import shlex
import sys

from source_tree import Cache, Tree, content_key, report, root_from_arguments, run_all, strip_comments_and_text

FILES_PER_GROUP_MAX = 30  # about 1 GB of memory each
PROGRAM = "clang-tidy-16"
GNU_ONLY = {"-MD", "-Wno-maybe-uninitialized", "-Wno-tsan"}
_LOCAL_BLOCK = re.compile(r"^namespace \{\n(.*?)^\}  // namespace$", re.DOTALL | re.MULTILINE)
_LOCAL_NAME = re.compile(r"\b([A-Za-z_]\w*)\s*(?:[({=;\[]|final\b|:\s)")
_KEYWORDS = {"if", "for", "while", "switch", "return", "sizeof", "requires", "noexcept", "decltype"}


def production_files(tree, build):
    """(path, compile command) of each source file below src/ that the build knows."""
    files = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        source = tree.root / "src"
        if source in path.parents and path.is_file():
            files.setdefault(path.relative_to(tree.root), entry["command"])
    return sorted(files.items())


def flags_of(command):
    """What the compiler is told, without the program, the file and its outputs."""
    kept, words = [], iter(shlex.split(command))
    for word in words:
        if word in ("-o", "-c", "-MT", "-MF", "-isystem"):
            value = next(words)
            if word == "-isystem":
                kept += [word, value]
        elif word.startswith("-") and word not in GNU_ONLY:
            kept.append(word)
    return tuple(kept)


def local_names(code):
    """Names in the unnamed namespaces of a file; two files that share one cannot be one unit."""
    names = set()
    for block in _LOCAL_BLOCK.findall(code):
        for line in strip_comments_and_text(block).splitlines():
            if line and not line[0].isspace() and line[0] not in "}#":
                names.update(_LOCAL_NAME.findall(line))
    return names - _KEYWORDS


def groups_of(tree, files):
    """Lists of paths that share flags and no file-local name."""
    open_groups, order = {}, []
    for path, command in files:
        names = local_names(tree.text(path))
        candidates = open_groups.setdefault(flags_of(command), [])
        for group in candidates:
            if len(group["paths"]) < FILES_PER_GROUP_MAX and not names & group["names"]:
                break
        else:
            group = {"paths": [], "names": set(), "flags": flags_of(command)}
            candidates.append(group)
            order.append(group)
        group["paths"].append(path)
        group["names"] |= names
    return [(group["paths"], group["flags"]) for group in order]


class Unit:
    """Files that are looked at as one, and the key by which they are remembered."""

    def __init__(self, tree, paths, flags):
        self.paths = paths
        self.flags = flags
        self.key = content_key(tree, paths[0], f"{PROGRAM}{tree.text('.clang-tidy')}{flags}")
        for path in paths[1:]:
            self.key = content_key(tree, path, self.key)

    def command(self, tree, folder):
        if len(self.paths) == 1:
            file = tree.root / self.paths[0]
        else:
            file = folder / f"{self.key[:16]}.cpp"
            file.write_text("".join(f'#include "{tree.root / path}"\n' for path in self.paths))
        # The unit includes source files by design; a name that one shadows in another is no finding.
        checks = "--checks=-bugprone-suspicious-include"
        config = f"--config-file={tree.root / '.clang-tidy'}"
        return [PROGRAM, "--quiet", config, checks, str(file), "--", *self.flags, "-Wno-shadow"]


def look_at(tree, units, folder, cache):
    """Runs over units; returns the findings, and the halves of units that do not compile as one."""
    findings, halves = [], []
    units = sorted(units, key=lambda unit: -sum((tree.root / p).stat().st_size for p in unit.paths))
    by_name = {str(unit.paths): unit for unit in units}
    for name, process in run_all([(str(u.paths), u.command(tree, folder)) for u in units]):
        unit, output = by_name[name], process.stdout + process.stderr
        if process.returncode == 0:
            cache.add(unit.key)
        elif len(unit.paths) > 1 and "clang-diagnostic-error" in output:
            middle = len(unit.paths) // 2
            halves += [Unit(tree, part, unit.flags) for part in (unit.paths[:middle], unit.paths[middle:])]
        else:
            findings.append(f"{', '.join(map(str, unit.paths))}:\n{output}")
    return findings, halves


def check(tree, files, build, cache):
    folder = build / "tidy-units"
    folder.mkdir(parents=True, exist_ok=True)
    units = [Unit(tree, paths, flags) for paths, flags in groups_of(tree, files)]
    findings = []
    while units:
        waiting = [unit for unit in units if not cache.has(unit.key)]
        print(f"clang-tidy: {len(waiting)} of {len(units)} units have not passed yet")
        found, units = look_at(tree, waiting, folder, cache)
        findings += found
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
