#!/usr/bin/env python3
"""Scores the public series with the program and holds the NAB score against its floor.

  series_figure.py CENTINELA FOLDER

FOLDER holds nab_small.csv.gz and nab_small_windows.json (tests/data), or nab_public.csv.gz and
nab_public_windows.json, the whole set of 34. Of the whole set both halves of a split by series are
printed too: every second series, from the first on, is the half that the method was chosen on.
"""
import json
import os
import subprocess
import sys
import tempfile

import nab_score

# Floors of the standard profile; random scores reach 21 on the whole set, a windowed Gaussian 38.
FLOORS = {"nab_public": 55.0, "nab_small": 55.0}


def halves(name, series):
    names = list(series)
    if name != "nab_public":
        return {"all": names}
    return {"all": names, "chosen on": names[0::2], "held out": names[1::2]}


def figures(name, data, windows, scores):
    with open(windows, encoding="utf-8") as file:
        labelled = json.load(file)
    rows = {series: nab_score.judged_rows(series, timestamps, values, labelled[series])
            for series, (timestamps, values) in nab_score.read_scores(data, scores).items()}
    return {half: nab_score.best_score([row for series in members for row in rows[series]],
                                       nab_score.PROFILES[0])[0]
            for half, members in halves(name, rows).items()}


def main():
    program, folder = sys.argv[1:]
    name = next(n for n in FLOORS if os.path.exists(os.path.join(folder, n + ".csv.gz")))
    data = os.path.join(folder, name + ".csv.gz")
    windows = os.path.join(folder, name + "_windows.json")
    with tempfile.TemporaryDirectory() as work:
        scores = os.path.join(work, "scores.csv")
        subprocess.run([program, "series", "score", "--input", data, "--output", scores],
                       check=True)
        found = figures(name, data, windows, scores)
    for half, score in found.items():
        print(f"{name} {half}: NAB score {score:.2f}, standard profile")
    if found["all"] < FLOORS[name]:
        sys.exit(f"expected at least {FLOORS[name]}, found {found['all']:.2f}")


if __name__ == "__main__":
    main()
