"""What the service manager hears: ready, the watchdog while the engine moves, and the end."""

import os
import signal
import socket
import time

from events import history
from support import Config, DaemonTest, Real, wait_until


class Manager:
    """A NOTIFY_SOCKET of our own; remembers what was said and when."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.setblocking(False)
        self.heard = []

    def listen(self):
        while True:
            try:
                self.heard.append((time.monotonic(), self.socket.recv(4096).decode()))
            except BlockingIOError:
                return [text for _, text in self.heard]

    def close(self):
        self.socket.close()


class Systemd(DaemonTest):
    def setUp(self):
        self.config = Config(self._testMethodName)
        self.manager = Manager(self.config.folder)
        self.addCleanup(self.manager.close)

    def start(self, watchdog_seconds):
        os.environ["NOTIFY_SOCKET"] = self.manager.path
        os.environ["WATCHDOG_USEC"] = str(int(watchdog_seconds * 1e6))
        try:
            return self.config.daemon()
        finally:
            del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]

    def test_ready_watchdog_and_stopping(self):
        """the service manager hears READY=1 once it runs, WATCHDOG=1 in time, and STOPPING=1 at the end"""
        daemon = self.start(2).wait_ready()
        self.assertEqual(self.manager.listen()[0], "READY=1")
        fed = lambda: [when for when, text in self.manager.heard if text == "WATCHDOG=1"]
        wait_until("the watchdog is fed five times", lambda: self.manager.listen() and len(fed()) >= 5)
        gaps = [later - earlier for earlier, later in zip(fed(), fed()[1:])]
        self.assertLess(max(gaps), 2, "the manager would have killed it")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertIn("STOPPING=1", self.manager.listen()[-2:])

    def test_long_start(self):
        """a start that judges again asks for more time before it is ready"""
        Real.broker.produce(self.config.input, history()[:3000])
        first = self.config.daemon(name="first").wait_ready()
        wait_until("all is committed", lambda: Real.broker.committed(self.config.name) == 3000)
        first.end(signal.SIGKILL)
        daemon = self.start(2).wait_ready()
        heard = self.manager.listen()
        self.assertIn("READY=1", heard)
        self.assertRegex(heard[0], r"^EXTEND_TIMEOUT_USEC=\d{7,}$")
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_not_ready_when_refused(self):
        """a start that is refused never says READY=1"""
        os.environ["NOTIFY_SOCKET"] = self.manager.path
        try:
            daemon = self.config.daemon("kafka.topics=[nowhere]")
        finally:
            del os.environ["NOTIFY_SOCKET"]
        self.assertEqual(daemon.end(how=0, timeout=60), 69, daemon.log_text())
        self.assertEqual(self.manager.listen(), [])

    def test_manager_that_is_gone(self):
        """a service manager that cannot be told stops nothing"""
        os.environ["NOTIFY_SOCKET"] = os.path.join(Real.folder, "no-such-socket")
        try:
            daemon = self.config.daemon().wait_ready()
        finally:
            del os.environ["NOTIFY_SOCKET"]
        self.assertEqual(daemon.end(signal.SIGTERM), 0, daemon.log_text())
