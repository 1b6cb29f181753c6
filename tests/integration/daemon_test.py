#!/usr/bin/env python3
"""The whole daemon against a real Kafka, Prometheus and Alertmanager; prints what it proves.

    daemon_test.py [NAME…]      all of daemon/*_test.py, or e.g. recovery_test.Recovery.test_kill

CENTINELA_BINARY names the program, CENTINELA_KEEP=1 keeps the folder with logs and topics,
CENTINELA_KAFKA_DIR is the folder of a broker that is running already (kafka.sh start), to try things quickly.
"""

import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "daemon"))

from support import Real  # noqa: E402


class Sentences(unittest.TextTestResult):
    """One line a test: what it proves, and how long that took."""

    def startTest(self, test):
        unittest.TestResult.startTest(self, test)
        self.began = time.monotonic()

    def tell(self, word, test):
        seconds = time.monotonic() - self.began
        print(f"{word:<6} {seconds:5.1f} s  {test.shortDescription() or test.id()}  [{test.id()}]", flush=True)

    def addSuccess(self, test):
        unittest.TestResult.addSuccess(self, test)
        self.tell("proved", test)

    def addFailure(self, test, err):
        unittest.TestResult.addFailure(self, test, err)
        self.tell("FAILED", test)

    def addError(self, test, err):
        unittest.TestResult.addError(self, test, err)
        self.began = getattr(self, "began", time.monotonic())
        self.tell("ERROR", test)


def main():
    loader = unittest.TestLoader()
    names = sys.argv[1:]
    suite = loader.loadTestsFromNames(names) if names else loader.discover(os.path.join(HERE, "daemon"), "*_test.py")
    try:
        Real.begin()
        result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Sentences, verbosity=0).run(suite)
    finally:
        Real.end()
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
