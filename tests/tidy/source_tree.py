"""What the style checks share: the files of the tree, code without comments, findings, caching."""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys

CODE_SUFFIXES = (".cpp", ".h")
SKIPPED_FOLDERS = {"build", ".git", ".cache", "__pycache__"}
CORE_FLOOR_MAX = 8


class Tree:
    """A source tree; the checks read it through this class only, so that tests can plant one."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    def files(self, folders, suffixes=None):
        """Paths relative to the root, sorted; folders that are not there are empty."""
        found = []
        for folder in folders:
            for directory, names, files in os.walk(self.root / folder):
                names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
                for name in files:
                    if suffixes is None or name.endswith(tuple(suffixes)):
                        path = pathlib.Path(directory, name)
                        found.append(path.relative_to(self.root))
        return sorted(found)

    def code(self, folders):
        return self.files(folders, CODE_SUFFIXES)

    def text(self, path):
        # Not read_text(), which would hide carriage returns.
        return (self.root / path).read_bytes().decode("utf-8", errors="replace")


def module_of(path):
    """The module that a file belongs to: its folder below src/ or include/centinela/."""
    parts = path.parts
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ("include", "centinela") and len(parts) > 3:
        return parts[2]
    return None


def read_floors(text):
    """Module → floor, from floors.txt."""
    floors = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            number, modules = line.split(":")
            for module in modules.split():
                floors[module] = int(number)
    return floors


def load_floors():
    return read_floors((pathlib.Path(__file__).parent / "floors.txt").read_text(encoding="utf-8"))


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL,
)


def strip_comments_and_text(code):
    """The code with comments and the insides of literals blanked; line numbers stay."""

    def blank(match):
        token = match.group(0)
        kept = '""' if token.startswith(('"', "R")) else ""
        return kept + "\n" * token.count("\n")

    lines = []
    for line in _TOKEN.sub(blank, _keep_includes(code)).splitlines():
        lines.append(line.replace("\x01", '"'))
    return "\n".join(lines)


def _keep_includes(code):
    # The file name of an #include is no text to be blanked.
    return re.sub(r'^(\s*#\s*include\s*)"([^"\n]*)"', "\\1\x01\\2\x01", code, flags=re.MULTILINE)


def includes_of(code):
    """(line number, file name) of each #include "…"."""
    pattern = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
    found = []
    for number, line in enumerate(strip_comments_and_text(code).splitlines(), start=1):
        match = pattern.match(line)
        if match:
            found.append((number, match.group(1)))
    return found


def report(check, findings, looked_at):
    """Prints the findings and returns the exit code. Looking at nothing is a failure too."""
    for finding in findings:
        print(finding)
    if looked_at == 0:
        print(f"{check}: found no file to look at")
        return 1
    print(f"{check}: {looked_at} files, {len(findings)} findings")
    return 1 if findings else 0


def root_from_arguments():
    return pathlib.Path(sys.argv[1]).resolve()


class Cache:
    """Remembers by content what has passed, so that a second run looks at changes only."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def has(self, key):
        return (self.folder / key).exists()

    def add(self, key):
        (self.folder / key).touch()


def content_key(tree, path, extra):
    """Hash of a file, of all files of ours that it includes, and of `extra`."""
    digest = hashlib.sha256(extra.encode())
    waiting, seen = [path], set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        code = tree.text(current)
        digest.update(f"{current}\n{len(code)}\n{code}".encode())
        for _, name in sorted(includes_of(code), reverse=True):
            for base in ("include", "src"):
                candidate = pathlib.Path(base, name)
                if (tree.root / candidate).is_file():
                    waiting.append(candidate)
    return digest.hexdigest()


def run_all(commands):
    """Runs (name, argv) pairs, as many at once as there are processors; yields (name, process)."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        pending = {
            pool.submit(
                subprocess.run, argv, capture_output=True, text=True, check=False, timeout=600
            ): name
            for name, argv in commands
        }
        for future in concurrent.futures.as_completed(pending):
            yield pending[future], future.result()
