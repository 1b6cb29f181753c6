#!/usr/bin/env python3
"""The NAB score of a detector (Lavin and Ahmad 2015), with nothing but the standard library.

  nab_score.py --data DATA.csv[.gz] --windows WINDOWS.json --scores SCORES.csv [--series PATTERN]

DATA has the columns series,timestamp,value; WINDOWS maps each series to its labelled windows, as
[first, last] timestamps; SCORES has series,timestamp,score in the order of DATA, as `centinela
series score` writes it. Per series the first 15 % (at most 750 rows) are probation and not judged.
A detection is a score at or above one threshold for the whole set, chosen to maximise the score;
of the detections in a window the best placed counts, each one outside costs, each missed window
costs. 100 is perfect, 0 is no detection at all.
"""
import argparse
import csv
import dataclasses
import fnmatch
import gzip
import json
import math
import sys

PROBATION_SHARE = 0.15
PROBATION_ROWS_MAX = 750


@dataclasses.dataclass(frozen=True)
class Profile:
    name: str
    true_positive: float
    false_positive: float
    false_negative: float


PROFILES = (
    Profile("standard", 1.0, 0.11, 1.0),
    Profile("low false positives", 1.0, 0.22, 1.0),
    Profile("low false negatives", 1.0, 0.11, 2.0),
)


@dataclasses.dataclass(frozen=True)
class Row:
    """One judged row: its score, what a detection there is worth, and the window it lies in."""

    score: float
    worth: float
    window: object  # (series, number), or None


def sigmoid(place):
    """Worth by place relative to a window: -1 is its first row, 0 its last, above 3 is far."""
    return -1.0 if place > 3 else 2 / (1 + math.exp(5 * place)) - 1


def window_rows(timestamps, windows):
    """[first, last] row numbers; a timestamp that occurs twice means its first row."""
    first = {}
    for row, timestamp in enumerate(timestamps):
        first.setdefault(timestamp, row)
    return [tuple(first[edge.split(".")[0]] for edge in window) for window in windows]


def judged_rows(series, timestamps, scores, windows):
    """The rows after probation, each with what a detection there is worth."""
    spans = window_rows(timestamps, windows)
    worth = [-1.0] * len(scores)
    inside = [None] * len(scores)
    for number, (first, last) in enumerate(spans):
        for row in range(first, last + 1):
            worth[row] = sigmoid(-(last - row + 1) / (last - first + 1))
            inside[row] = (series, number)
        following = spans[number + 1][0] if number + 1 < len(spans) else len(scores)
        for row in range(last + 1, following):
            worth[row] = sigmoid((row - last) / (last - first))
    probation = min(math.floor(PROBATION_SHARE * len(scores)), PROBATION_ROWS_MAX)
    return [Row(*row) for row in list(zip(scores, worth, inside))[probation:]]


def best_score(rows, profile):
    """(score, threshold) at the threshold that scores highest; None when no detection is best."""
    windows = {row.window for row in rows if row.window}
    least = -profile.false_negative * len(windows)
    total = best = least
    threshold = None
    credit = dict.fromkeys(windows, -profile.false_negative)
    ordered = sorted(rows, key=lambda row: -row.score)
    for index, row in enumerate(ordered):
        if row.window is None:
            total += row.worth * profile.false_positive
        else:
            gained = row.worth * profile.true_positive / sigmoid(-1.0)
            total += max(0.0, gained - credit[row.window])
            credit[row.window] = max(credit[row.window], gained)
        # Equal scores are detected together or not at all.
        is_last = index + 1 == len(ordered) or ordered[index + 1].score != row.score
        if is_last and total > best:
            best, threshold = total, row.score
    perfect = profile.true_positive * len(windows)
    return 100 * (best - least) / (perfect - least), threshold


def open_text(path):
    return gzip.open(path, "rt", newline="") if path.endswith(".gz") else open(path, newline="")


def read_scores(data, scores):
    """{series: (timestamps, scores)}; stops when the two files are out of step."""
    series = {}
    with open_text(data) as data_file, open_text(scores) as score_file:
        expected, found = csv.DictReader(data_file), csv.DictReader(score_file)
        for line, row in enumerate(expected, start=2):
            scored = next(found, None)
            if scored is None or any(row[key] != scored[key] for key in ("series", "timestamp")):
                sys.exit(f"{scores}: line {line} is not the row of line {line} of {data}")
            timestamps, values = series.setdefault(row["series"], ([], []))
            timestamps.append(row["timestamp"])
            values.append(float(scored["score"]))
        if next(found, None) is not None:
            sys.exit(f"{scores}: has more rows than {data}")
    return series


def rows_of(data, windows, scores, pattern="*"):
    """Judged rows of every series that the pattern matches, in the order of the file."""
    with open(windows, encoding="utf-8") as file:
        labelled = json.load(file)
    rows = []
    for series, (timestamps, values) in read_scores(data, scores).items():
        if fnmatch.fnmatch(series, pattern):
            rows += judged_rows(series, timestamps, values, labelled[series])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--windows", required=True)
    parser.add_argument("--scores", required=True)
    parser.add_argument("--series", default="*", help="judge only series whose name matches")
    options = parser.parse_args()
    rows = rows_of(options.data, options.windows, options.scores, options.series)
    for profile in PROFILES:
        score, threshold = best_score(rows, profile)
        print(f"{profile.name:20s} {score:7.2f}   threshold {threshold}")


if __name__ == "__main__":
    main()
