"""Somebody or something means ill: closed streams, full disks, wrong files, broken reloads, hostile records."""

import os
import random
import signal
import subprocess
import tempfile

from events import canary, line
from support import BINARY, EX_CONFIG, Config, DaemonTest, Real, centinela, wait_until

NAME = "ana.diaz@example.com"


class Files(DaemonTest):
    @classmethod
    def setUpClass(cls):
        cls.config = Config("files")

    def refused(self, *sets):
        """What a start says that ends by itself."""
        daemon = self.config.daemon(*sets, name="refused")
        status = daemon.end(how=0, timeout=60)
        self.assertNotEqual(status, 0)
        self.assertNotIn("running", daemon.log_text())
        return status, daemon.log_text()

    def test_key_that_is_no_file(self):
        """a directory or a device for the token key is refused, without the advice to change its rights"""
        for place in (self.config.folder, "/dev/zero"):
            status, text = self.refused(f"privacy.key_file={place}")
            self.assertEqual(status, EX_CONFIG, text)
            self.assertRegex(text, "expected a file.*privacy.key_file")
            self.assertNotIn("chmod", text)

    def test_each_refusal_names_its_setting(self):
        """a model, a web configuration or a password file that is missing is refused by the name of its setting"""
        for setting in ("model.directory", "http.web_config_file", "kafka.properties_file"):
            _, text = self.refused(f"{setting}=/no/such/place")
            self.assertIn("/no/such/place", text, setting)
            self.assertIn(setting, text)

    def test_no_half_key(self):
        """a disk that is full leaves no empty token key behind"""
        folder = tempfile.mkdtemp(dir=Real.folder)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=8", "tmpfs", folder],
                          capture_output=True).returncode != 0:
            self.skipTest("mounting a small file system needs root")
        self.addCleanup(lambda: subprocess.run(["umount", folder], check=True))
        with open(os.path.join(folder, "filler"), "wb") as file:
            file.write(b"x" * 4096)
        key = os.path.join(folder, "token.key")
        made = centinela("token", "--new-key", key)
        self.assertNotEqual(made.returncode, 0)
        self.assertIn("No space left", made.stderr.decode())
        self.assertFalse(os.path.exists(key))


class Streams(DaemonTest):
    def test_closed_streams(self):
        """with standard streams closed, the log goes nowhere and not into a socket or a file"""
        config = Config("closed")
        arguments = [BINARY, "run", "--config", config.path]

        def close_streams():
            for number in range(3):
                os.close(number)

        process = subprocess.Popen(arguments, preexec_fn=close_streams)
        self.addCleanup(process.kill)
        where = lambda number: os.readlink(f"/proc/{process.pid}/fd/{number}")
        wait_until("it listens", lambda: len(os.listdir(f"/proc/{process.pid}/fd")) > 12)
        self.assertEqual([where(number) for number in range(3)], ["/dev/null"] * 3)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60), 0)

    def test_full_log_disk(self):
        """a log that cannot be written stops nothing"""
        config = Config("fulllog")
        with open("/dev/full", "wb") as full:
            process = subprocess.Popen([BINARY, "run", "--config", config.path], stdout=full, stderr=full,
                                       stdin=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        Real.broker.produce(config.input, [line(canary(1, "u-1"))])
        wait_until("a page is told all the same", config.alert_lines)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60), 0)


class Reload(DaemonTest):
    def test_broken_files(self):
        """a reload of a file that is broken, gone or unreadable keeps the old one, says so, and names nobody"""
        config = Config("reload")
        daemon = config.daemon().wait_ready()
        good = "\n".join(config.lines) + "\n"
        count = 0
        for broken in ("kafka: [1, 2\n", good + "alerting:\n  topic: x\n", "\x00\x01\xff", "alerting: {topik: 3}\n",
                       f'alerting: {{budget_per_day: "{NAME}"}}\n', None):
            if broken is None:
                os.remove(config.path)
            else:
                with open(config.path, "w", encoding="latin-1") as file:
                    file.write(broken)
            daemon.process.send_signal(signal.SIGHUP)
            count += 1
            wait_until("the refusal is logged", lambda: daemon.log_text().count("configuration not reloaded") +
                       int(daemon.metric("centinela_log_lines_withheld_total")) >= count)
            self.assertEqual(daemon.metric("centinela_config_last_reload_successful"), 0)
            self.assertEqual(daemon.get("/readyz")[0], 200)
        config.write(config.lines)
        daemon.process.send_signal(signal.SIGHUP)
        wait_until("a mended one is taken", lambda: daemon.metric("centinela_config_last_reload_successful") == 1)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertNotIn(NAME, daemon.log_text())


class Records(DaemonTest):
    COUNT = 100_000

    def hostile(self):
        made = random.Random(7)
        good = canary(0, NAME)
        good.pop("labels")
        good = line(good)
        for number in range(self.COUNT):
            kind = number % 8
            if kind == 0:
                yield made.randbytes(made.randrange(1, 300)).replace(b"\n", b"x")
            elif kind == 1:
                yield good[:made.randrange(1, len(good))]
            elif kind == 2:
                broken = bytearray(good)
                broken[made.randrange(len(broken))] = made.randrange(32, 256)
                yield bytes(broken)
            elif kind == 3:
                yield b'{"a":' * made.randrange(1, 2000)
            elif kind == 4:
                yield good.replace(b'"made-0"', b'"h%d"' % number).replace(b'"read"', b'"' + NAME.encode() * 9 + b'"')
            elif kind == 5:
                yield (b'{"type":"control","time":"2026-11-21T10:00:00Z","kind":"verdict","alert":"' +
                       made.randbytes(16).hex().encode() + b'","ruling":"benign","author":"' + NAME.encode() + b'"}')
            elif kind == 6:
                yield b"[]"
            else:
                yield b'{"type":"context","time":1,"kind":"ticket","id":{"x":"' + NAME.encode() + b'"}}'

    def test_a_hundred_thousand(self):
        """100 000 hostile records are each accounted for, none ends the daemon, and no name is said"""
        config = Config("flood")
        Real.broker.produce(config.input, [*self.hostile(), line(canary(1, "u-1"))])
        daemon = config.daemon().wait_ready()

        def accounted():
            others = ("context", "control", "ignored")
            return daemon.read() + sum(daemon.metric("centinela_records_total", f'kind="{kind}"') for kind in others)

        wait_until("each record is accounted for", lambda: accounted() >= self.COUNT + 1)
        wait_until("what comes after them is told",
                   lambda: any(b"canary" in told for told in config.alert_lines()))
        for place in (daemon.log_text(), daemon.get("/metrics")[1], daemon.get("/status")[1],
                      b"".join(config.alert_lines()).decode()):
            self.assertNotIn("ana.diaz", place)
        self.assertLess(len(daemon.log_text()), 20_000, "a line a record would fill a disk")
        self.assertEqual(daemon.end(), 0, daemon.log_text()[-2000:])
