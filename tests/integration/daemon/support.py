"""What the tests of the running daemon share: one broker for the program, the daemon as a process,
Alertmanager, Prometheus and a webhook. Everything is on loopback and in one folder that is removed."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.dirname(HERE)
ROOT = os.path.dirname(os.path.dirname(SCRIPTS))
BINARY = os.environ.get("CENTINELA_BINARY", os.path.join(ROOT, "build", "release", "centinela"))
# Generous: a loaded machine is slow, never wrong.
PATIENCE = float(os.environ.get("CENTINELA_PATIENCE", "90"))
RECORD_END = b"\x1e\x1e\x1e\n"

EX_USAGE, EX_UNAVAILABLE, EX_CONFIG = 64, 69, 78


def script(name, *arguments):
    done = subprocess.run([os.path.join(SCRIPTS, name), *arguments], capture_output=True, text=True, timeout=180)
    if done.returncode != 0:
        raise AssertionError(f"{name} {arguments}: {done.stderr}")
    return done.stdout.strip()


def centinela(*arguments, stdin=b"", timeout=180):
    return subprocess.run([BINARY, *arguments], input=stdin, capture_output=True, timeout=timeout)


def wait_until(what, condition, timeout=None):
    """The first true value of condition(); fails saying what did not happen."""
    deadline = time.monotonic() + (timeout or PATIENCE)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen in time: {what}")
        time.sleep(0.1)


def http(url, method="GET"):
    """(status, text); status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as reply:
            return reply.status, reply.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8")
    except OSError:
        return 0, ""


class Record:
    """One record of a topic, as kcat prints it; headers are kept as bytes."""

    def __init__(self, raw):
        head, rest = raw.split(b"\n", 1)
        offset, key_length, value_length = (int(part) for part in head.split())
        self.offset = offset
        self.key = None if key_length < 0 else rest[:key_length]
        rest = rest[max(key_length, 0):]
        self.value = None if value_length < 0 else rest[:value_length]
        self.headers = rest[max(value_length, 0):]

    def header(self, name):
        found = re.search(rb"(?:^|,)" + re.escape(name.encode()) + rb"=(.*?)(?=,[A-Za-z_][A-Za-z_.-]*=|$)",
                          self.headers, re.DOTALL)
        return None if found is None else found.group(1)


class Broker:
    """A real Kafka. Topics come into being when a producer asks for them, with one partition."""

    def __init__(self, folder):
        self.folder = folder
        self.servers = self.start()

    def start(self):
        return script("kafka.sh", "start", "--set", "auto.create.topics.enable=true", "--set", "num.partitions=1",
                      self.folder)

    def stop(self, how="stop"):
        script("kafka.sh", how, self.folder)

    def kcat(self, *arguments, stdin=None):
        done = subprocess.run(["kcat", "-b", self.servers, *arguments], input=stdin, capture_output=True, timeout=180)
        if done.returncode != 0:
            raise AssertionError(f"kcat {arguments}: {done.stderr.decode()}")
        return done.stdout

    def create(self, topic):
        # kcat asks as a producer, which makes the topic; the first answer may be "no leader yet".
        wait_until(f"topic {topic}", lambda: b"partition 0, leader 1" in self.kcat("-L", "-t", topic))

    def produce(self, topic, lines, *options):
        """One record a line."""
        data = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
        self.kcat("-P", "-t", topic, *options, stdin=data)

    def consume(self, topic):
        out = self.kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%o %K %S\n%k%s%h\x1e\x1e\x1e\n")
        return [Record(raw) for raw in out.split(RECORD_END)[:-1]]

    def all_of(self, topic):
        """What it holds once the readers of transactions are shown all: the markers that end one come after its commit
        was answered. Waits for ever while a transaction is open."""
        def end(isolation):
            return self.kcat("-Q", "-t", f"{topic}:0:-1", "-X", f"isolation.level={isolation}")
        wait_until(f"no transaction on {topic} is open", lambda: end("read_committed") == end("read_uncommitted"))
        return self.consume(topic)

    def headers(self, topic):
        """The headers of each record as a dictionary of bytes; here, a zero byte ends nothing."""
        out = self.kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J").decode("latin-1")
        pairs = [json.loads(text)["headers"] for text in out.splitlines()]
        return [{name: value.encode("latin-1") for name, value in zip(each[::2], each[1::2])} for each in pairs]

    def committed(self, group):
        """Next offset to read, as the group left it; 0 when it committed nothing."""
        def row():
            # The tool's own 5 s are too few for a loaded machine, and it ends with 0 when they are over.
            text = script("kafka.sh", "groups", self.folder, "--describe", "--group", group, "--timeout", "60000")
            return [line.split() for line in text.splitlines() if line.startswith(group + " ")]
        offset = wait_until(f"the offsets of {group} are told", row)[0][3]
        return 0 if offset == "-" else int(offset)


class Daemon:
    """`centinela run` as a process of its own."""

    def __init__(self, config, name, *sets):
        self.log_path = os.path.join(config.folder, name + ".log")
        self.log = open(self.log_path, "wb")
        arguments = [BINARY, "run", "--config", config.path, *config.set_arguments, *with_set(sets)]
        self.process = subprocess.Popen(arguments, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        self.url = None
        Daemon.running.append(self)

    running = []

    def log_text(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def ends(self):
        """Its status, once it has ended by itself."""
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the daemon goes on: {self.log_text()}") from None

    def wait_ready(self):
        def is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"the daemon ended with {self.process.returncode}: {self.log_text()}")
            if self.url is None:
                found = re.search(r"(http://127\.0\.0\.1:\d+)/metrics", self.log_text())
                self.url = found and found.group(1)
            return self.url and self.get("/readyz")[0] == 200
        wait_until("the daemon is ready", is_ready)
        return self

    def get(self, path):
        return http(self.url + path)

    def metric(self, name, labels=""):
        """The sum of the series whose labels contain that text."""
        total = 0.0
        for line in self.get("/metrics")[1].splitlines():
            found = re.match(re.escape(name) + r"(\{[^}]*\})? (\S+)$", line)
            if found and labels in (found.group(1) or ""):
                total += float(found.group(2))
        return total

    def read(self):
        """Access events and dead letters so far."""
        return self.metric("centinela_events_total") + self.metric("centinela_dead_letters_total")

    def wait_read(self, count):
        wait_until(f"{count} events are read", lambda: self.read() >= count)

    def end(self, how=signal.SIGTERM, timeout=None):
        """The exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(timeout or PATIENCE)
        self.log.close()
        if self in Daemon.running:
            Daemon.running.remove(self)
        return status


def with_set(sets):
    return [each for setting in sets for each in ("--set", setting)]


class Config:
    """A configuration of one test: topics, group and state of its own."""

    names = set()

    def __init__(self, name, **more):
        assert name not in Config.names, f"another test has the topics of {name}"
        Config.names.add(name)
        name = f"{name}-{os.getpid()}"  # a broker may be shared by several runs
        self.name = name
        self.folder = os.path.join(Real.folder, name)
        os.makedirs(self.folder, exist_ok=True)
        self.state = os.path.join(self.folder, "state")
        self.input, self.alerts, self.dead = name, name + ".alerts", name + ".DLT"
        self.path = os.path.join(self.folder, "centinela.yaml")
        self.key = os.path.join(Real.folder, "token.key")
        self.set_arguments = []
        lines = [
            "kafka:",
            f"  bootstrap_servers: {Real.broker.servers}",
            f"  topics: [{self.input}]",
            f"  group_id: {name}",
            f"  dead_letters: {self.dead}",
            # A killed member is missed soon, so that the next one need not wait 45 s.
            "  properties: {session.timeout.ms: 2000, heartbeat.interval.ms: 300}",
            "alerting:",
            f"  topic: {self.alerts}",
            *more.get("alerting", []),
            "http: {listen: '127.0.0.1:0'}",
            f"state: {{directory: {self.state}}}",
            f"privacy: {{key_file: {self.key}}}",
            *more.get("lines", []),
        ]
        self.write(lines)
        if more.get("topics", True):
            for topic in (self.input, self.alerts, self.dead):
                Real.broker.create(topic)

    def write(self, lines):
        self.lines = lines
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def daemon(self, *sets, name="daemon"):
        return Daemon(self, name, *sets)

    def replay(self, lines, *sets):
        """(alert lines, dead letters, summary) of the same engine over a file of these lines."""
        path = {part: os.path.join(self.folder, "replay." + part) for part in ("in", "alerts", "dead", "summary")}
        with open(path["in"], "wb") as file:
            file.write(b"".join(line + b"\n" for line in lines))
        done = centinela("replay", "--quiet", "--config", self.path, "--input", path["in"], "--alerts",
                         path["alerts"], "--dead-letters", path["dead"], "--summary", path["summary"],
                         *with_set(sets))
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode())
        with open(path["alerts"], "rb") as alerts, open(path["dead"], "rb") as dead:
            return (alerts.read().splitlines(), [json.loads(line) for line in dead],
                    json.load(open(path["summary"], encoding="utf-8")))

    def alert_lines(self):
        return [record.value for record in Real.broker.consume(self.alerts)]

    def all_alert_lines(self):
        """Of a daemon that has ended: see Broker.all_of()."""
        return [record.value for record in Real.broker.all_of(self.alerts)]


class Real:
    """The real services of this program; made once, by begin()."""

    folder = None
    broker = None

    @classmethod
    def begin(cls):
        cls.folder = tempfile.mkdtemp(prefix="centinela-integration-")
        if not os.access(BINARY, os.X_OK):
            raise SystemExit(f"no centinela at {BINARY}: build it, or set CENTINELA_BINARY")
        os.environ.setdefault("KAFKA_READY_SECONDS", "180")
        cls.is_broker_ours = "CENTINELA_KAFKA_DIR" not in os.environ
        cls.broker = Broker(os.environ.get("CENTINELA_KAFKA_DIR", os.path.join(cls.folder, "kafka")))
        made = centinela("token", "--new-key", os.path.join(cls.folder, "token.key"))
        if made.returncode != 0:
            raise SystemExit(made.stderr.decode())

    @classmethod
    def end(cls):
        for daemon in list(Daemon.running):
            daemon.end(signal.SIGKILL)
        if cls.broker is not None and cls.is_broker_ours:
            cls.broker.stop("kill")
        if os.environ.get("CENTINELA_KEEP"):
            print("kept:", cls.folder, file=sys.stderr)
        else:
            shutil.rmtree(cls.folder, ignore_errors=True)


class DaemonTest(unittest.TestCase):
    """Ends what a test leaves running, and shows the daemon's log when it failed."""

    longMessage = True
    maxDiff = 2000

    def tearDown(self):
        for daemon in list(Daemon.running):
            daemon.end(signal.SIGKILL)

    def assert_same_set(self, found, expected, what):
        missing, extra = set(expected) - set(found), set(found) - set(expected)
        self.assertFalse(missing, f"{what}: {len(missing)} of {len(expected)} are missing")
        self.assertFalse(extra, f"{what}: {len(extra)} were never decided by an uninterrupted replay")
