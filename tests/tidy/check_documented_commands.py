"""The commands, options and scripts that README.md and docs/ show are there.

Looks at the console blocks of every page and at `centinela …` within its sentences: `centinela NAME --option …` against docs/commands.md,
which is generated from the program, and `script/…` against the tree.
"""

import os
import re
import sys

from source_tree import Tree, report, root_from_arguments

BLOCK = re.compile(r"^```(?:console|sh|bash|shell)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(centinela [a-z][^`\n]*)`")
SECTION = re.compile(r"^## `centinela (\S+)`\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def known_commands(manual):
    """Command → its options, from docs/commands.md."""
    return {
        name: set(re.findall(r"(--[a-z][a-z-]*)", text)) for name, text in SECTION.findall(manual)
    }


def shown_lines(page):
    """The command lines of a page, continued lines joined, output left out."""
    for block in BLOCK.findall(page):
        lines = block.replace("\\\n", " ").splitlines()
        has_prompts = any(line.startswith(("$ ", "# ")) for line in lines)
        for line in lines:
            if not has_prompts:
                yield line.strip()
            elif line.startswith("$ "):
                yield line[2:].strip()


def inline_calls(page):
    """What a sentence calls by its name; the titles of the manual are such too, and are known."""
    return INLINE.findall(page)


def complaints(line, commands, tree):
    for script in re.findall(r"(?:^|\s)(?:\./)?(script/[\w./-]+)", line):
        if not os.access(tree.root / script, os.X_OK):
            yield f"{script} is no program"
    for call in re.findall(r"(?:^|[\s/(])centinela\s+([a-z][a-z-]*)([^|;&>]*)", line):
        name, rest = call
        if name not in commands:
            yield f"there is no command centinela {name}"
            continue
        for option in re.findall(r"(?<!\S)(--[a-z][a-z-]*)", rest):
            if option not in commands[name]:
                yield f"centinela {name} has no {option}"


def check(tree):
    manual = tree.root / "docs/commands.md"
    commands = known_commands(manual.read_text(encoding="utf-8")) if manual.is_file() else {}
    findings = []
    pages = tree.files(["docs"], (".md",))
    if (tree.root / "README.md").is_file():
        pages.append((tree.root / "README.md").relative_to(tree.root))
    for page in pages:
        text = tree.text(page)
        for line in [*shown_lines(text), *inline_calls(text)]:
            findings += [f"{page}: {complaint}" for complaint in complaints(line, commands, tree)]
    return findings, len(pages)


if __name__ == "__main__":
    sys.exit(report("documented commands", *check(Tree(root_from_arguments()))))
