"""The core (floors 0 to 8) has no clock, randomness, I/O, thread or log, and no edge library."""

import re
import sys

from source_tree import (
    CORE_FLOOR_MAX,
    Tree,
    load_floors,
    module_of,
    report,
    root_from_arguments,
    strip_comments_and_text,
)

BANNED = {
    "a clock": r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock|gettimeofday"
    r"|clock_gettime|localtime\w*|gmtime\w*|mktime)\b|\bstd::time\s*\(|\b(?<!\w)time\s*\(\s*(nullptr|NULL|0|&)",
    "randomness that is no Rng&": r"\b(s?rand(om)?|drand48|rand_r)\s*\(|\bstd::(random_device|mt19937\w*"
    r"|\w+_distribution|default_random_engine)\b|#\s*include\s*<random>|\bRAND_bytes\b",
    "standard streams": r"#\s*include\s*<(iostream|fstream|print)>|\bstd::(cout|cerr|clog|cin)\b"
    r"|\b(printf|puts|putchar)\s*\(|\bfprintf\s*\(",
    "a file": r"\b(fopen|freopen|open64|openat|mmap|opendir)\s*\(|\bstd::(i|o)?fstream\b"
    r"|#\s*include\s*<filesystem>|\bstd::filesystem\b|(?<![\w.>:])::(open|unlink|rename|read|write)\s*\(",
    "a thread": r"#\s*include\s*<(thread|mutex|shared_mutex|condition_variable|future|semaphore"
    r"|latch|barrier|stop_token)>|\bstd::(jthread|thread|async|mutex)\b|\bpthread_\w+",
    "a sleep": r"\b(sleep_for|sleep_until|usleep|nanosleep)\b",
    "the environment": r"\b(getenv|secure_getenv|setenv|putenv)\s*\(|\bstd::system\s*\(",
    "a log": r"\bspdlog\b|\bsyslog\s*\(",
    "an edge library": r"#\s*include\s*<(librdkafka|curl|yaml-cpp|prometheus|CLI|boost/(asio|beast)"
    r"|date|zstd|zlib)\b",
}

# check.cpp prints why it aborts: there is no caller left to tell.
ALLOWED = {("base", "check.cpp", "standard streams")}


def check(tree, floors):
    findings = []
    patterns = {what: re.compile(pattern) for what, pattern in BANNED.items()}
    paths = [
        path
        for path in tree.code(["src", "include/centinela"])
        if floors.get(module_of(path), CORE_FLOOR_MAX + 1) <= CORE_FLOOR_MAX
    ]
    for path in paths:
        code = strip_comments_and_text(tree.text(path))
        for number, line in enumerate(code.splitlines(), start=1):
            for what, pattern in patterns.items():
                if (module_of(path), path.name, what) in ALLOWED:
                    continue
                if pattern.search(line):
                    findings.append(f"{path}:{number}: the core has no business with {what}")
    return findings, len(paths)


if __name__ == "__main__":
    sys.exit(report("core purity", *check(Tree(root_from_arguments()), load_floors())))
