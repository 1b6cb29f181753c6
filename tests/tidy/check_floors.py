"""A file includes only its own module and floors below it; siblings never include each other."""

import sys

from source_tree import Tree, includes_of, load_floors, module_of, report, root_from_arguments


def included_module(name, floors):
    """The module that an include names: "centinela/state/x.h" or "state/x.h"."""
    parts = name.split("/")
    if parts[0] == "centinela":
        parts = parts[1:]
    return parts[0] if len(parts) > 1 and parts[0] in floors else None


def check(tree, floors):
    findings = []
    paths = tree.code(["src", "include/centinela"])
    for path in paths:
        module = module_of(path)
        if module not in floors:
            findings.append(f"{path}: module {module} stands on no floor (tests/tidy/floors.txt)")
            continue
        for line, name in includes_of(tree.text(path)):
            other = included_module(name, floors)
            if other is None or other == module:
                continue
            # The commands, the command line and main are wired to one another on the top floor.
            is_wiring = floors[module] == floors[other] == max(floors.values())
            if floors[other] >= floors[module] and not is_wiring:
                findings.append(
                    f"{path}:{line}: {module} (floor {floors[module]}) includes {name} of "
                    f"{other} (floor {floors[other]})"
                )
    return findings, len(paths)


if __name__ == "__main__":
    sys.exit(report("floors", *check(Tree(root_from_arguments()), load_floors())))
