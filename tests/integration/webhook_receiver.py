#!/usr/bin/env python3
"""A webhook that remembers: every POST becomes one JSON line {time, path, headers, body} in --log.

    webhook_receiver.py --log FILE [--port 0] [--port-file FILE] [--fail-first N] [--status 503]

Prints its URL when it is ready (and writes the port to --port-file); ends on SIGTERM.
--fail-first N answers the first N posts with --status, to test what a sender does then.
"""

import argparse
import http.server
import json
import os
import signal
import sys
import threading
import time

BODY_BYTES_MAX = 16 << 20


class Receiver(http.server.ThreadingHTTPServer):
    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Handler)
        self.log = open(options.log, "a", encoding="utf-8")
        self.lock = threading.Lock()
        self.failures_left = options.fail_first
        self.failure_status = options.status

    def accept(self, entry):
        """Writes the line before the answer goes out; the status to answer with."""
        with self.lock:
            if self.failures_left > 0:
                self.failures_left -= 1
                return self.failure_status
            self.log.write(json.dumps(entry) + "\n")
            self.log.flush()
            return 200


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > BODY_BYTES_MAX:
            self.close_connection = True
            self.answer(413)
            return
        text = self.rfile.read(length).decode("utf-8", "replace")
        try:
            body = json.loads(text)
        except ValueError:
            body = text
        self.answer(self.server.accept(
            {"time": time.time(), "path": self.path, "headers": dict(self.headers), "body": body}))

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--port-file")
    parser.add_argument("--fail-first", type=int, default=0)
    parser.add_argument("--status", type=int, default=503)
    options = parser.parse_args()
    server = Receiver(options)
    port = server.server_address[1]
    if options.port_file:
        with open(options.port_file + ".tmp", "w", encoding="ascii") as file:
            file.write(str(port))
        os.replace(options.port_file + ".tmp", options.port_file)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"http://127.0.0.1:{port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
