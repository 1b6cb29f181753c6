#!/usr/bin/env python3
"""How long until a reader of committed records has an alert, from the moment its event is written.

    alert_latency.py EVENTS.jsonl [EVENTS_A_SECOND]     CENTINELA_BINARY and CENTINELA_KAFKA_DIR as for daemon_test.py

A load of EVENTS flows at that rate (25 000 if not given); every half second a canary is touched in
between by a principal of its own, and its alert is awaited by a reader that runs all the time.
"""

import os
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "daemon"))

from events import canary, line  # noqa: E402
from support import Config, Real  # noqa: E402

TOUCHES, PAUSE, SLICE = 120, 0.5, 0.1


def producer(topic):
    return subprocess.Popen(["kcat", "-b", Real.broker.servers, "-P", "-t", topic, "-X", "linger.ms=1"],
                            stdin=subprocess.PIPE)


class Load(threading.Thread):
    """Writes lines at a rate, a tenth of a second at a time, until stopped."""

    def __init__(self, topic, lines, rate):
        super().__init__(daemon=True)
        self.client, self.lines, self.rate, self.goes_on = producer(topic), lines, rate, True
        self.start()

    def run(self):
        share, begin, due = int(self.rate * SLICE), 0, time.monotonic()
        while self.goes_on and begin + share <= len(self.lines):
            self.client.stdin.write(b"\n".join(self.lines[begin:begin + share]) + b"\n")
            self.client.stdin.flush()
            begin, due = begin + share, due + SLICE
            time.sleep(max(0.0, due - time.monotonic()))
        self.client.stdin.close()


class Reader(threading.Thread):
    """When each opened canary alert came, by its number among them."""

    def __init__(self, topic):
        super().__init__(daemon=True)
        self.client = subprocess.Popen(
            ["kcat", "-b", Real.broker.servers, "-C", "-t", topic, "-o", "end", "-u", "-q",
             "-X", "fetch.wait.max.ms=5"], stdout=subprocess.PIPE)
        self.came = []
        self.start()

    def run(self):
        for alert in self.client.stdout:
            if b'"canary_touch"' in alert and b'"revision":1,' in alert:
                self.came.append(time.monotonic())


def main():
    rate = int(sys.argv[2]) if len(sys.argv) > 2 else 25_000
    needed = int((TOUCHES * PAUSE + 15) * rate)
    with open(sys.argv[1], "rb") as file:
        lines = [text.rstrip(b"\n") for _, text in zip(range(needed), file)]
    try:
        Real.begin()
        config = Config("latency")
        daemon = config.daemon().wait_ready()
        reader, load, touches = Reader(config.alerts), Load(config.input, lines, rate), producer(config.input)
        time.sleep(5)
        took = []
        for number in range(TOUCHES):
            before = len(reader.came)
            touches.stdin.write(line(canary(number, f"touch-{number}")) + b"\n")
            touches.stdin.flush()
            written = time.monotonic()
            while len(reader.came) == before and time.monotonic() < written + 10:
                time.sleep(0.0005)
            took.append((reader.came[-1] if len(reader.came) > before else float("inf")) - written)
            time.sleep(max(0.0, written + PAUSE - time.monotonic()))
        judged, lag = daemon.metric("centinela_events_total"), daemon.metric("centinela_kafka_consumer_lag_messages")
        load.goes_on = False
        for client in (reader.client, touches):
            client.send_signal(signal.SIGTERM)
        took.sort()
        print(f"{len(took)} alerts beside {rate} events/s ({judged:.0f} judged, lag {lag:.0f}): "
              f"p50 {took[len(took) // 2] * 1000:.0f} ms, p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms, "
              f"most {took[-1] * 1000:.0f} ms")
        daemon.end(signal.SIGKILL)
    finally:
        Real.end()


if __name__ == "__main__":
    main()
