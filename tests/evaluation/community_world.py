#!/usr/bin/env python3
"""A platform with communities, which `centinela simulate` has not, for community_misfit.

  community_world.py --seed 1 --elsewhere 0.14 --output FOLDER
  community_world.py --count ALERTS --output FOLDER

Six teams of ten, each with 150 customers of its own; a share of everybody's accesses is a
colleague's elsewhere, and one in twenty has no reason on record. From the 34th day on two of team 0
open nine customers of team 3 a day besides, without a reason. FOLDER gets events.jsonl, labels.jsonl
and incidents.jsonl as `evaluate --truth` reads them. --count says in how many alerts with planted
evidence, and in how many others, community_misfit is a reason.
"""
import argparse
import datetime
import json
import pathlib
import random

START = datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc)
DAYS = 44
PLANTED_FROM = 33
TEAMS = 6
MEMBERS = 10
CUSTOMERS = 150


def accesses_of(day, rng, elsewhere):
    for who in range(TEAMS * MEMBERS):
        for _ in range(max(5, int(rng.gauss(25, 5)))):
            team = rng.randrange(TEAMS) if rng.random() < elsewhere else who // MEMBERS
            yield rng.random() * 8 * 3600, who, team, rng.randrange(CUSTOMERS), rng.random() < 0.95, False
        if day >= PLANTED_FROM and who < 2:
            for _ in range(9):
                yield rng.random() * 8 * 3600, who, 3, rng.randrange(CUSTOMERS), False, True


def text_of(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_of(number, time, access):
    _, who, team, which, has_reason, _ = access
    customer = f"c-{team}-{which}"
    return {
        "type": "access", "id": f"e-{number}", "time": text_of(time), "tenant": "acme",
        "principal": {"id": f"u-{who}", "kind": "human", "role": "agent",
                      "team": f"team{who // MEMBERS}", "site": "MAD"},
        "action": "read", "result": "opened",
        "resource": {"name": "crm.customers", "class": "contact"},
        "data_subjects": [customer], "records": 1, "outcome": "ok",
        "context": {"conversation": f"k-{number}", "acting_for": customer} if has_reason else {},
    }


def write_world(seed, elsewhere, folder):
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    planted = []
    number = 0
    with open(folder / "events.jsonl", "w") as events, open(folder / "labels.jsonl", "w") as labels:
        for day in (day for day in range(DAYS) if day % 7 < 5):
            for access in sorted(accesses_of(day, rng, elsewhere)):
                time = START + datetime.timedelta(days=day, hours=9, seconds=access[0])
                events.write(json.dumps(event_of(number, time, access)) + "\n")
                if access[-1]:
                    planted.append(time)
                    labels.write(json.dumps({"event": f"e-{number}", "incident": "i-1"}) + "\n")
                number += 1
    incident = {"id": "i-1", "scenario": "A4", "principals": ["u-0", "u-1"],
                "start": text_of(planted[0]), "end": text_of(planted[-1]),
                "cause": "unjustified_access", "detectors": ["community_misfit"]}
    (folder / "incidents.jsonl").write_text(json.dumps(incident) + "\n")


def count(alerts, folder):
    ids = {json.loads(line)["event"] for line in open(folder / "labels.jsonl")}
    planted = {f"0:{i}" for i, line in enumerate(open(folder / "events.jsonl"))
               if json.loads(line)["id"] in ids}
    told = {}
    for line in open(alerts):
        alert = json.loads(line)
        if "heartbeat" not in alert and "digest" not in alert:
            about, named = told.get(alert["id"], (False, False))
            told[alert["id"]] = (
                about or not planted.isdisjoint(alert["evidence"]),
                named or any(each["detector"] == "community_misfit" for each in alert["reasons"]))
    for word, is_about in (("planted", True), ("others", False)):
        named = [named for about, named in told.values() if about == is_about]
        print(f"{word}: {sum(named)} of {len(named)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--elsewhere", type=float, default=0.14)
    parser.add_argument("--count", type=pathlib.Path, metavar="ALERTS")
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    if options.count:
        count(options.count, options.output)
    else:
        write_world(options.seed, options.elsewhere, options.output)


if __name__ == "__main__":
    main()
