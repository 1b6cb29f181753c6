#!/usr/bin/env python3
"""What transactional commits cost: events a second with and without, interleaved, on one real broker.

    commit_cost.py EVENTS.jsonl [ROUNDS]     CENTINELA_BINARY and CENTINELA_KAFKA_DIR as for daemon_test.py
"""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "daemon"))

from support import Config, Real  # noqa: E402

LINES, FIRST, LAST = 150_000, 5_000, 100_000


def rate(config, commit, number):
    daemon = config.daemon(f"kafka.commit={commit}", f"kafka.group_id={config.name}-{commit}-{number}",
                           f"state.directory={config.state}-{commit}-{number}", name=f"{commit}{number}").wait_ready()
    began = None
    while True:
        judged, now = daemon.metric("centinela_events_total"), time.monotonic()
        if began is None and judged > FIRST:
            began, first = now, judged
        if began is not None and judged >= LAST:
            daemon.end(signal.SIGKILL)
            return (judged - first) / (now - began)
        time.sleep(0.05)


def main():
    with open(sys.argv[1], "rb") as file:
        lines = [line.rstrip(b"\n") for _, line in zip(range(LINES), file)]
    try:
        Real.begin()
        config = Config("cost")
        Real.broker.produce(config.input, lines)
        for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3):
            without, transactional = (rate(config, commit, number) for commit in ("at_least_once", "transactional"))
            print(f"at_least_once {without:.0f} events/s, transactional {transactional:.0f} events/s, "
                  f"ratio {transactional / without:.2f}", flush=True)
    finally:
        Real.end()


if __name__ == "__main__":
    main()
