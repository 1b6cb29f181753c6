"""Replays the public CloudTrail sample: every row is judged, however the table arrives."""

import gzip
import json
import os
import subprocess
import sys
import tempfile

ROWS = 3210


def canaries():
    """Reads of canary records by forty principals: alerts without any history."""
    return "".join(json.dumps({
        "id": f"e-{number}", "time": f"2026-11-21T19:{number % 60:02}:26Z", "action": "read",
        "principal": {"id": f"u-{number}"}, "data_subjects": [f"c-{number}"], "labels": ["canary"],
    }) + "\n" for number in range(40)).encode()


def replay(program, source, given, folder, stdin=None, *more):
    command = [
        program, "replay", "--input", given, "--summary", "-", "--quiet",
        "--set", "input.format=cloudtrail_flat", "--set", f"state.directory={folder}/state",
        "--set", f"model.directory={source}/models/baseline", *(more or ("--alerts", os.devnull)),
    ]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def check(summary):
    assert summary["scored"] + summary["late"] == ROWS, summary
    assert summary["duplicates"] == 0, summary
    assert summary["dead_lettered"] == 0, summary


def without_positions(line):
    """What an alert says, without the positions and the ids that are made of them."""
    alert = json.loads(line)
    for key in ("id", "evidence", "position", "config"):
        alert.pop(key)
    return json.dumps(alert, sort_keys=True)


def check_partitions(program, source, folder):
    """Spread over partitions the same alerts are raised; only where their events stand differs."""
    runs = {}
    for name, partitions in (("one", "1"), ("eight", "8"), ("again", "8")):
        path = os.path.join(folder, name)
        replay(program, source, "-", folder, canaries(), "--alerts", path,
               "--partitions", partitions, "--set", "input.format=auto")
        with open(path, encoding="utf-8") as file:
            runs[name] = file.read().splitlines()
    assert runs["eight"] == runs["again"]
    assert len(runs["one"]) > 0
    assert list(map(without_positions, runs["one"])) == list(map(without_positions, runs["eight"]))
    partitions = {where.split(":")[0] for line in runs["eight"]
                  for where in json.loads(line)["evidence"]}
    assert len(partitions) > 1, partitions


def main(program, source):
    packed = os.path.join(source, "tests/data/cloudtrail_attacks.csv.gz")
    with open(packed, "rb") as file:
        packed_bytes = file.read()
    plain_bytes = gzip.decompress(packed_bytes)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/state")
        plain = os.path.join(folder, "table.csv")
        with open(plain, "wb") as file:
            file.write(plain_bytes)
        check(replay(program, source, packed, folder))
        check(replay(program, source, plain, folder))
        check(replay(program, source, "-", folder, packed_bytes))
        check(replay(program, source, "-", folder, plain_bytes))
        check_partitions(program, source, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
