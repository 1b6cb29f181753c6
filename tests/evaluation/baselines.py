#!/usr/bin/env python3
"""What everybody builds first, on the same worlds and by the same judge.

  tests/evaluation/baselines.py --program build/release/centinela --world WORLD --work FOLDER

Each baseline names cases of a principal and a day with a score, written as alerts that `centinela
evaluate` reads: the recall at a budget of Centinela and of these is read off in the same way.

  fixed_rule   500 records or more in one access; the score is the largest.
  z_score      accesses of an hour against mean and deviation of the principal's last 14 days of
               active hours, this one included; fires above 3, as the rule packs of log monitors do.
  hour_forest  one isolation forest (`centinela forest fit`, defaults) over all hours of all
               principals of the days before the judged ones; fires above a raw score of 0.6.
  first_value  the first time that a principal touches a resource, a network or a device; each counts
               alike.
  random       principals and days drawn by lot: what a reader finds by luck.
"""
import argparse
import collections
import csv
import hashlib
import json
import math
import os
import subprocess
import sys

RULE_RECORDS = 500
Z_FIRES = 3.0
Z_HOURS = 14 * 24
Z_HOURS_MIN = 24
FOREST_FIRES = 0.6
EVIDENCE_MAX = 50
FEATURES = ("accesses", "records", "bytes", "data_subjects", "resources", "denied", "hour")


class Hour:
    """What one principal did in one hour."""

    def __init__(self):
        self.accesses = self.records = self.bytes = self.denied = self.most_records = self.new_values = 0
        self.data_subjects, self.resources = set(), set()
        self.evidence = collections.deque(maxlen=EVIDENCE_MAX)
        self.last = ""

    def take(self, event, number):
        self.accesses += 1
        records = event.get("records") or 0
        self.records += records
        self.most_records = max(self.most_records, records)
        self.bytes += event.get("bytes") or 0
        self.denied += event.get("outcome") == "denied"
        self.data_subjects.update(event.get("data_subjects") or ())
        self.resources.add((event.get("resource") or {}).get("name"))
        self.evidence.append(number)
        self.last = max(self.last, event["time"])

    def row(self, hour):
        return (self.accesses, self.records, self.bytes, len(self.data_subjects), len(self.resources),
                self.denied, int(hour[11:13]))


def values_of(event):
    origin = event.get("origin") or {}
    return [("resource", (event.get("resource") or {}).get("name"), event["action"]),
            ("network", origin.get("asn")), ("device", origin.get("device"))]


def hours_of(lines):
    """{(tenant, principal): {hour: Hour}}, hours in the order in which they began."""
    found = collections.defaultdict(dict)
    known = collections.defaultdict(set)
    for number, line in enumerate(lines):
        event = json.loads(line)
        if event.get("type", "access") != "access":
            continue
        who = (event.get("tenant", "default"), event["principal"]["id"])
        hour = found[who].setdefault(event["time"][:13], Hour())
        hour.take(event, number)
        for value in values_of(event):
            if value[1] is not None and value not in known[who]:
                known[who].add(value)
                hour.new_values += 1
    return found


def fixed_rule(hours):
    for who, of in hours.items():
        for name, hour in of.items():
            if hour.most_records >= RULE_RECORDS:
                yield who, name, math.log(hour.most_records)


def z_score(hours):
    for who, of in hours.items():
        window = collections.deque(maxlen=Z_HOURS)
        for name in sorted(of):
            window.append(of[name].accesses)
            mean = sum(window) / len(window)
            deviation = math.sqrt(sum((x - mean) ** 2 for x in window) / len(window))
            if len(window) >= Z_HOURS_MIN and deviation > 0 and of[name].accesses > mean + Z_FIRES * deviation:
                yield who, name, (of[name].accesses - mean) / deviation


def first_value(hours):
    for who, of in hours.items():
        for name, hour in of.items():
            if hour.new_values:
                yield who, name, 1.0


def by_lot(hours):
    for who, of in hours.items():
        for name in of:
            yield who, name, 1.0


def hour_forest(hours, program, work, before):
    names = [(who, name) for who, of in hours.items() for name in of]
    paths = {part: os.path.join(work, "hours." + part) for part in ("train", "all", "model", "scores")}
    for part, wanted in (("train", lambda name: name < before), ("all", lambda name: True)):
        with open(paths[part], "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(FEATURES)
            rows.writerows(hours[who][name].row(name) for who, name in names if wanted(name))
    run(program, "forest", "fit", "--input", paths["train"], "--model", paths["model"])
    run(program, "forest", "score", "--input", paths["all"], "--model", paths["model"],
        "--output", paths["scores"])
    with open(paths["scores"], encoding="utf-8") as file:
        scores = [float(row[-1]) for row in list(csv.reader(file))[1:]]
    assert len(scores) == len(names), "a score for each hour"
    for (who, name), score in zip(names, scores):
        if score > FOREST_FIRES:
            yield who, name, score


def cases_of(found):
    """The hour of each principal and day with the highest score."""
    best = {}
    for who, hour, score in found:
        case = best.get((who, hour[:10]))
        if case is None or score > case[1]:
            best[who, hour[:10]] = (hour, score)
    return best


def write(path, cases, hours, detector):
    """The alerts, equal scores in the order of a hash: nobody's name is a reason."""
    with open(path, "w", encoding="utf-8") as file:
        for (who, day), (hour, score) in cases.items():
            name = hashlib.sha256("|".join((*who, day)).encode()).hexdigest()[:32]
            tie = int(name[:8], 16) / 2**32
            of = hours[who][hour]
            file.write(json.dumps({
                "id": name, "revision": 1, "time": of.last, "tenant": who[0], "route": "ticket", "state": "open",
                "score": 100 * (1 - 1 / (1 + score + 1e-6 * tie)), "reasons": [{"detector": detector}],
                "evidence": [f"0:{number}" for number in of.evidence]}) + "\n")


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def lines_of(world):
    with subprocess.Popen(["zstd", "-dc", os.path.join(world, "events.jsonl.zst")],
                          stdout=subprocess.PIPE, text=True) as unpacked:
        yield from unpacked.stdout


def figures_of(report):
    """Recall and strict recall, by budget."""
    return {each["budget"]: (each["all"]["recall"], each["all"]["recall_strict"])
            for each in report["judgement"]["budgets"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--world", required=True, help="a folder of `centinela simulate`")
    parser.add_argument("--work", required=True, help="where alerts and reports are left")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    with open(os.path.join(options.world, "profile.json"), encoding="utf-8") as file:
        judged_from = json.load(file)["judged_from"][:13]
    hours = hours_of(lines_of(options.world))
    baselines = {
        "fixed_rule": fixed_rule(hours), "z_score": z_score(hours),
        "hour_forest": hour_forest(hours, options.program, options.work, judged_from),
        "first_value": first_value(hours), "random": by_lot(hours)}
    print("| baseline | cases | recall at 5 | strict | recall at 20 | strict |")
    print("|---|---|---|---|---|---|")
    for name, found in baselines.items():
        cases = cases_of(found)
        alerts = os.path.join(options.work, name + ".jsonl")
        write(alerts, cases, hours, name)
        report = os.path.join(options.work, name + ".json")
        run(options.program, "evaluate", "--truth", options.world, "--alerts", alerts, "--budget", "5,20",
            "--json", report)
        with open(report, encoding="utf-8") as file:
            figures = figures_of(json.load(file))
        print(f"| {name} | {len(cases)} | " + " | ".join(
            f"{figures[budget][part]:.2f}" for budget in (5, 20) for part in (0, 1)) + " |", flush=True)


if __name__ == "__main__":
    main()
