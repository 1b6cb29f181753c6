"""Access events for Centinela from any Python program, with the standard library only.

    producer = Producer("crm-1", sink=file_sink("events.jsonl"))

    @producer.accesses("read", resource={"name": "crm.customers", "kind": "table"},
                       data_subjects=lambda rows: [row["id"] for row in rows])
    def find_customers(name): ...

    with acting(principal={"id": "u-42", "kind": "human"}, context={"conversation": "k-1061"}):
        find_customers("Ana")

Events name who, what and about whom. Arguments, results and messages never enter an event: only
what the functions given as `data_subjects` and `records` return does.
"""

import contextlib
import contextvars
import datetime
import functools
import json
import logging
import sys
import threading
import time

DATA_SUBJECTS_MAX = 256  # Centinela uses so many and counts the rest through `records`.
IDENTIFIER_BYTES_MAX = 256
HEARTBEAT_SECONDS = 60

log = logging.getLogger("centinela_events")
_acting = contextvars.ContextVar("centinela_acting", default={})


@contextlib.contextmanager
def acting(**fields):
    """Fields of every event inside: principal, context, origin, tenant, purpose of the request.

    Nested blocks add to the outer ones. Works across threads and tasks as contextvars do.
    """
    token = _acting.set(_merged(_acting.get(), fields))
    try:
        yield
    finally:
        _acting.reset(token)


def stream_sink(stream=None):
    """One line an event; standard output unless another stream is given."""
    target = stream or sys.stdout

    def send(key, line):
        del key
        target.write(line + "\n")
        target.flush()

    return send


def file_sink(path):
    return stream_sink(open(path, "a", encoding="utf-8"))


def kafka_sink(bootstrap_servers, topic="data-access", **properties):
    """Needs the package confluent-kafka. Events of one principal keep their order."""
    import confluent_kafka  # Not needed for files.

    client = confluent_kafka.Producer({
        "bootstrap.servers": bootstrap_servers,
        "enable.idempotence": True,
        "linger.ms": 20,
        **properties,
    })

    def told(error, message):
        del message
        if error is not None:
            log.error("an access event was not delivered: %s", error.name())

    def send(key, line):
        client.produce(topic, key=key.encode(), value=line.encode(), on_delivery=told)
        client.poll(0)

    send.flush = client.flush
    return send


class Producer:
    """Numbers its events, so that Centinela sees when some are missing.

    `boot` must be higher after every start; the start's time in milliseconds is.
    """

    def __init__(self, name, sink=None, boot=None, clock=time.time):
        self.name = name
        self.lost = 0  # events that the sink refused; Centinela sees the gap in the sequence
        self._sink = sink or stream_sink()
        self._clock = clock
        self._boot = int(clock() * 1000) if boot is None else boot
        self._sequence = 0
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def access(self, action, **fields):
        """Tells of one access when the block ends, with the outcome it had.

        Yields the event: put `data_subjects`, `records` or `bytes` into it as they become known.
        PermissionError is `denied`, LookupError and FileNotFoundError `not_found`, any other
        exception `error`; exceptions pass on.
        """
        event = _merged(_acting.get(), fields)
        try:
            yield event
            event.setdefault("outcome", "ok")
        except PermissionError:
            event["outcome"] = "denied"
            raise
        except (LookupError, FileNotFoundError):
            event["outcome"] = "not_found"
            raise
        except BaseException:
            event["outcome"] = "error"
            raise
        finally:
            self.emit(action, event)

    def accesses(self, action, data_subjects=None, records=None, **fields):
        """Decorator: each call is an access.

        `data_subjects(result)` and `records(result)` say whom and how many the result is about.
        """

        def decorate(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                with self.access(action, **fields) as event:
                    result = function(*args, **kwargs)
                    if data_subjects is not None:
                        event["data_subjects"] = data_subjects(result)
                    if records is not None:
                        event["records"] = records(result)
                    return result

            return wrapper

        return decorate

    def emit(self, action, event):
        """Sends one event as it is; what fails here never reaches the caller."""
        try:
            self._emit(action, _bounded(event))
        except Exception as error:  # A log of accesses must not take the service down.
            self.lost += 1
            log.error("an access event was lost: %s", type(error).__name__)

    def heartbeat(self):
        """Says that this producer lives although nobody asks; once in HEARTBEAT_SECONDS is enough."""
        self.emit("heartbeat", {"principal": {"id": self.name, "kind": "service"}})

    def _emit(self, action, event):
        principal = event.get("principal") or {}
        if not principal.get("id"):
            raise ValueError("principal.id is missing: wrap the request in acting(principal=...)")
        with self._lock:  # Numbered and sent in one: the log keeps the order of the numbers.
            self._sequence += 1
            now = datetime.datetime.fromtimestamp(self._clock(), datetime.timezone.utc)
            line = {
                "type": "access",
                "id": f"{self.name}-{self._boot}-{self._sequence}",
                "time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "action": action,
                **event,
                "producer": {
                    "name": self.name, "boot": self._boot, "sequence": self._sequence,
                },
            }
            key = (event.get("context") or {}).get("conversation") or principal["id"]
            self._sink(key, json.dumps(line, ensure_ascii=False, separators=(",", ":")))


def _merged(outer, inner):
    """Objects are merged one level deep; anything else of the inner replaces the outer."""
    merged = {key: dict(value) if isinstance(value, dict) else value
              for key, value in outer.items()}
    for key, value in inner.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key].update(value)
        else:
            merged[key] = dict(value) if isinstance(value, dict) else value
    return merged


def _bounded(event):
    """Within what Centinela reads; the true number of records is kept."""
    event = dict(event)
    subjects = event.get("data_subjects")
    if subjects is None:
        return event
    if isinstance(subjects, str):
        subjects = [subjects]
    # Each once, in order: five rows of one customer are one data subject.
    names = list(dict.fromkeys(str(one) for one in subjects))
    event.setdefault("records", len(names))
    event["data_subjects"] = [
        name for name in names[:DATA_SUBJECTS_MAX] if len(name.encode()) <= IDENTIFIER_BYTES_MAX
    ]
    return event
