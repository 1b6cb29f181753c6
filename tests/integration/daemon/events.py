"""Events for the tests: the simulator's history, and hand-made ones."""

import datetime
import functools
import json
import os
import re
import subprocess

from support import Real, centinela

BAD_LINES = [b"not json at all", b'{"type":"access","id":"x1"}', b'{"id":7,"time":1,"principal":{},"action":"read"}']

STAMP = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?Z)")


def rfc3339(moment):
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


@functools.lru_cache(maxsize=1)
def history():
    """All lines of the simulator's profile `tiny`: ten days of a small platform."""
    folder = os.path.join(Real.folder, "tiny")
    made = centinela("simulate", "--quiet", "--profile", "tiny", "--seed", "1", "--output", folder)
    if made.returncode != 0:
        raise AssertionError(made.stderr.decode())
    packed = os.path.join(folder, "events.jsonl.zst")
    return subprocess.run(["zstd", "-dcq", packed], capture_output=True, check=True).stdout.splitlines()


def with_bad_lines(lines, every=997):
    """The same with a record that cannot be decoded after each `every` lines."""
    out = []
    for index, line in enumerate(lines):
        out.append(line)
        if index % every == every - 1:
            out.append(BAD_LINES[index // every % len(BAD_LINES)])
    return out


def until_now(lines):
    """The same history, moved by whole minutes so that it ends ten minutes ago."""
    minute = lambda text: datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=datetime.timezone.utc)
    last = max(STAMP.search(line, line.index(b'"received"')).group(1) for line in lines[-100:] if b'"received"' in line)
    begin = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=10)
    shift = begin.replace(second=0, microsecond=0) - minute(last.decode())

    @functools.lru_cache(maxsize=None)
    def moved(text):
        return (minute(text.decode()) + shift).strftime("%Y-%m-%dT%H:%M").encode()

    return [STAMP.sub(lambda found: moved(found.group(1)) + found.group(2), line) for line in lines]


def access(number, principal="u-1", minutes_ago=0.0, **fields):
    """One access event of now; `principal` is an id or the whole object, `fields` replace or add fields."""
    if isinstance(principal, str):
        principal = {"id": principal, "kind": "human", "role": "agent_l1", "team": "BOG-AGE1"}
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes_ago)
    event = {
        "type": "access", "id": f"made-{number}", "time": rfc3339(moment), "received": rfc3339(moment),
        "tenant": "acme", "principal": principal,
        "action": "read",
        "resource": {"name": "crm.customers", "kind": "table", "class": "contact", "fields": ["email"],
                     "sensitivity": "personal"},
        "data_subjects": [f"c-{number:08}"], "records": 1, "outcome": "ok",
        "producer": {"name": "crm-1"},
    }
    event.update(fields)
    return event


def line(event):
    return json.dumps(event).encode()


def canary(number, principal, **fields):
    """An access that pages at once, whatever the history: no process reads a canary."""
    return access(number, principal, labels=["canary"], **fields)
