"""Worlds in which one agent takes a little more every day: 2, 5 and 10 % for 60 days.

A clean simulated world, and in it for each rate a few human agents whose own reads are repeated
under new ids, on other data subjects, without ticket or conversation, so many a day that the day's
total follows (1 + rate)^day. Written as a workload that `centinela evaluate` reads; the scenario is
R2, R5 or R10.
"""
import collections
import copy
import datetime
import json
import os
import random
import subprocess

RATES = (2, 5, 10)
AGENTS_A_RATE = 2
DAYS = 60
HISTORY_DAYS = 30
READS_A_DAY_MIN = 8
CAUSE = "slow_drip"
# An alert is about the ramp when at least so much of its evidence is: an agent's usual unexplained
# reads raise tickets too, and a single read of the ramp among them is luck, not a find.
EVIDENCE_SHARE = 0.5
EVIDENCE_MIN = 3
FAIR = ["unjustified_access", "excessive_subjects", "entity_risk", "forest"]


def lines_of(folder):
    path = os.path.join(folder, "events.jsonl.zst")
    with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE, text=True) as unpacked:
        yield from unpacked.stdout


def is_read(event):
    return (event.get("type", "access") == "access" and event["action"] == "read"
            and event["principal"].get("kind") == "human" and event.get("data_subjects"))


def day_of(event):
    return event["time"][:10]


def choose(folder, seed):
    """{agent: rate}, {agent: data subjects a working day before the ramp}, {agent: first day}."""
    subjects = collections.defaultdict(lambda: collections.defaultdict(set))
    days = set()
    for line in lines_of(folder):
        event = json.loads(line)
        if event.get("type", "access") == "access":
            days.add(day_of(event))
        if is_read(event):
            subjects[event["principal"]["id"]][day_of(event)].update(event["data_subjects"])
    first = sorted(days)[min(HISTORY_DAYS, len(days) * 2 // 3)]
    usual = {}
    for who, by_day in subjects.items():
        before = [len(found) for day, found in by_day.items() if day < first]
        if len(before) >= 5 and sum(before) / len(before) >= READS_A_DAY_MIN:
            usual[who] = sum(before) / len(before)
    chosen = random.Random(seed).sample(sorted(usual), min(len(usual), len(RATES) * AGENTS_A_RATE))
    rates = {who: RATES[i % len(RATES)] for i, who in enumerate(chosen)}
    return rates, {who: usual[who] for who in chosen}, first


def days_between(first, day):
    return (datetime.date.fromisoformat(day) - datetime.date.fromisoformat(first)).days


def extras(event, rate, first, chance, counter):
    """Copies of one read so that the day's total grows as (1 + rate)^day."""
    day = days_between(first, day_of(event))
    if day < 0 or day >= DAYS:
        return []
    wanted = (1 + rate / 100) ** day - 1
    count = int(wanted) + (chance.random() < wanted % 1)
    copies = []
    for _ in range(count):
        counter[0] += 1
        extra = copy.deepcopy(event)
        extra["id"] = f"ramp-{counter[0]}"
        extra["data_subjects"] = [f"c-{chance.randrange(10**8):08}"]
        extra["context"] = {key: value for key, value in event.get("context", {}).items()
                            if key in ("queue", "purpose")}
        # The record's own producer sequence would run twice.
        extra.get("producer", {}).pop("sequence", None)
        copies.append(extra)
    return copies


def write(folder, name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, separators=(",", ":")) + "\n")


def make(clean, folder, seed):
    """Writes the world; {incident: data subjects a day before the ramp}."""
    rates, usual, first = choose(clean, seed)
    ids = {who: f"ramp-{rates[who]}-{number}" for number, who in enumerate(sorted(rates), 1)}
    incidents = {who: {"id": ids[who], "scenario": f"R{rates[who]}", "principals": [who],
                       "cause": CAUSE, "detectors": FAIR, "magnitude": 1} for who in rates}
    baselines = {ids[who]: usual[who] for who in rates}
    done = os.path.join(folder, "events.jsonl")
    if os.path.exists(done):
        return baselines
    os.makedirs(folder, exist_ok=True)
    chance, counter, labels, end = random.Random(seed), [0], [], ""
    with open(done + ".part", "w", encoding="utf-8") as file:
        for line in lines_of(clean):
            file.write(line)
            event = json.loads(line)
            if not is_read(event) or event["principal"]["id"] not in rates:
                continue
            who = event["principal"]["id"]
            for extra in extras(event, rates[who], first, chance, counter):
                file.write(json.dumps(extra, separators=(",", ":")) + "\n")
                labels.append({"event": extra["id"], "incident": ids[who]})
                incidents[who].setdefault("start", extra["time"])
                incidents[who]["end"] = end = max(incidents[who].get("end", ""), extra["time"])
                incidents[who]["tenant"] = extra.get("tenant", "default")
    write(folder, "labels.jsonl", labels)
    write(folder, "incidents.jsonl", [i for i in incidents.values() if "start" in i])
    write(folder, "profile.json", [{"judged_from": f"{first}T00:00:00Z", "end": end}])
    os.rename(done + ".part", done)
    return baselines


def records_of(folder):
    """{record number: (incident, data subjects)} of what the ramps added."""
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as file:
        labels = {row["event"]: row["incident"] for row in map(json.loads, file)}
    records = {}
    with open(os.path.join(folder, "events.jsonl"), encoding="utf-8") as file:
        for number, line in enumerate(line for line in file if line.strip()):
            if '"id":"ramp-' in line:
                event = json.loads(line)
                records[number] = (labels[event["id"]], event["data_subjects"])
    return records


def first_alerts(alerts, records):
    """{incident: record number at which the first alert about it was raised}."""
    first = {}
    with open(alerts, encoding="utf-8") as file:
        for alert in map(json.loads, file):
            if alert["state"] == "shadow" or alert["route"] == "digest":
                continue
            found = collections.Counter(
                records[number][0] for number in
                (int(piece.split(":")[1]) for piece in alert["evidence"]) if number in records)
            for incident, count in found.items():
                if count >= max(EVIDENCE_MIN, EVIDENCE_SHARE * len(alert["evidence"])):
                    at = alert["position"]["offset"]
                    first[incident] = min(first.get(incident, at), at)
    return first


def taken(folder, alerts):
    """{incident: (found, data subjects taken before the first alert about it)}."""
    records = records_of(folder)
    first = first_alerts(alerts, records)
    subjects = {}
    for number, (incident, who) in records.items():
        before = subjects.setdefault(incident, set())
        if number <= first.get(incident, number):
            before.update(who)
    return {incident: (incident in first, len(found)) for incident, found in subjects.items()}
