"""The figures of docs/evaluation.md, from the judgements that `centinela evaluate --json` writes."""
import dataclasses
import json
import statistics

DAY = 86400.0
WORKING_DAY = DAY * 7 / 5
# Scenarios whose first alert must come within a minute, and within ten.
WITHIN_MINUTE = {"A8": "conversation scope", "A9": "tainted chain", "X1": "canary",
                 "A16": "integrity"}
WITHIN_TEN = {"A11": "stolen session", "A13": "mass export", "A5": "leaver's export",
              "A12": "service misuse"}
PERTURBATION_MAX = 0.15
EXPECTED_MIN = 30


@dataclasses.dataclass
class Run:
    """One world: judged with a large budget, and as it pages by default."""

    profile: str
    seed: int
    large: dict
    default: dict


@dataclasses.dataclass
class Results:
    fast: list = dataclasses.field(default_factory=list)
    slow: list = dataclasses.field(default_factory=list)
    clean: list = dataclasses.field(default_factory=list)
    perturbed: list = dataclasses.field(default_factory=list)
    ramps: dict = None
    ramp_baselines: dict = None


@dataclasses.dataclass
class Figure:
    """One line of the table: reached is None where there was nothing to measure."""

    name: str
    goal: str
    value: str
    reached: object = None


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def at(report, budget):
    return next(b for b in report["judgement"]["budgets"] if b["budget"] == budget)


def pooled(runs, budget):
    """The incidents of magnitude 1 and above of all runs."""
    return [i for run in runs for i in at(run.large, budget)["incidents"] if i["magnitude"] >= 1]


def share(part, whole):
    return part / whole if whole else None


def recall(incidents, key="found"):
    return share(sum(i[key] for i in incidents), len(incidents))


def number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def at_least(name, goal, value):
    return Figure(name, f"≥ {goal:g}", number(value), None if value is None else value >= goal)


def at_most(name, goal, value, digits=2):
    return Figure(name, f"≤ {goal:g}", number(value, digits),
                  None if value is None else value <= goal)


def natural(scenario):
    """A2 before A10."""
    digits = scenario[1:]
    return scenario[:1], int(digits) if digits.isdigit() else 0, scenario


def by_scenario(incidents):
    groups = {}
    for incident in incidents:
        groups.setdefault(incident["scenario"], []).append(incident)
    return dict(sorted(groups.items(), key=lambda item: natural(item[0])))


def recall_figures(results):
    twenty, five = pooled(results.fast, 20), pooled(results.fast, 5)
    yield at_least("fast: recall at 20 a day", 0.90, recall(twenty))
    yield at_least("fast: recall at 5 a day", 0.75, recall(five))
    yield at_least("fast: strict recall at 20 a day", 0.85, recall(twenty, "strict"))
    for scenario, incidents in by_scenario(twenty).items():
        yield at_least(f"fast: {scenario}, {len(incidents)} incidents, recall at 20", 0.7,
                       recall(incidents))
    slow = pooled(results.slow, 20)
    yield at_least("slow: strict recall at 20 a day", 0.75, recall(slow, "strict"))
    for scenario, incidents in by_scenario(slow).items():
        yield at_least(f"slow: {scenario}, {len(incidents)} incidents, recall at 20", 0.7,
                       recall(incidents))


def slow_exfiltration(results):
    """A2 at magnitude 1 takes 60 % more customers a day, at a half 30 %."""
    everything = [i for run in results.slow for i in at(run.large, 20)["incidents"]
                  if i["scenario"] == "A2"]
    for magnitude, label, goal in ((1, "+60 %", 5), (0.5, "+25 % (simulated: +30 %)", 16)):
        chosen = [i for i in everything if i["magnitude"] == magnitude]
        # What was never found counts as longer than any that was.
        days = [i["seconds"] / WORKING_DAY if i["found"] else float("inf") for i in chosen]
        median = statistics.median(days) if days else None
        yield at_most(f"slow exfiltration {label}, {len(chosen)} incidents: working days, median",
                      goal, median, 1)


def detection_figures(results):
    incidents = by_scenario(pooled(results.fast, 20))
    for names, goal in ((WITHIN_MINUTE, 60), (WITHIN_TEN, 600)):
        for scenario, label in names.items():
            seconds = [i["seconds"] for i in incidents.get(scenario, []) if i["found"]]
            yield at_most(f"time to detect {label} ({scenario}), {len(seconds)} found: seconds, "
                          "median", goal, statistics.median(seconds) if seconds else None, 0)


def false_figures(results):
    instances = paged = 0
    hires = {"new_hire_false": 0, "new_hire_days": 0, "veteran_false": 0, "veteran_days": 0}
    for run in results.fast:
        budget = at(run.default, 5)
        for kind in budget["look_alikes"]:
            instances += kind["instances"]
            paged += kind["paged"]
        for key in hires:
            hires[key] += budget[key]
    yield at_most(f"look-alikes that raise a page, share of {instances}", 0.02,
                  share(paged, instances), 3)
    veterans = share(hires["veteran_false"], hires["veteran_days"])
    new = share(hires["new_hire_false"], hires["new_hire_days"])
    ratio = None if not veterans or new is None else new / veterans
    yield at_most(f"false alerts of new hires over veterans ({hires['new_hire_false']} and "
                  f"{hires['veteran_false']})", 1.5, ratio)


def calibration_figures(results):
    sums = {}
    for run in results.clean:
        for curve in run.default.get("calibration", []):
            for point in curve["points"]:
                if point["nominal"] in (0.01, 0.001):
                    entry = sums.setdefault((curve["kind"], point["nominal"]), [0, 0.0])
                    entry[0] += point["at_most"]
                    entry[1] += point["nominal"] * curve["opportunities"]
    for (kind, nominal), (count, expected) in sorted(sums.items(), key=lambda s: (-s[0][1], s[0])):
        name = f"no attack: realised/nominal at {nominal:g}, {kind}"
        if expected < EXPECTED_MIN:
            yield Figure(name, "0.8–1.25", f"{count} of {expected:.1f} expected: too few", None)
        else:
            ratio = count / expected
            yield Figure(name, "0.8–1.25", f"{ratio:.2f}", 0.8 <= ratio <= 1.25)


def page_figures(results, budget=5):
    for label, runs in (("no attack", results.clean), ("fast", results.fast)):
        pages = [run.default["judgement"]["pages"] for run in runs]
        mean = max((p["highest_mean_28"] for p in pages), default=None)
        day = max((p["highest_day"] for p in pages), default=None)
        yield at_most(f"{label}: pages a day, mean of 28 days or of all, worst tenant",
                      1.2 * budget, mean)
        yield at_most(f"{label}: pages on one day, worst tenant", 2 * budget + 3, day, 0)


def reason_figures(results):
    totals = [at(run.large, 20)["all"] for run in results.fast + results.slow]
    judged = sum(t["reasons_judged"] for t in totals)
    yield at_least("first reason is the injected cause or one that is fair", 0.95,
                   share(sum(t["reasons_right"] for t in totals), judged))
    yield Figure("first reason is exactly the injected cause", "–",
                 number(share(sum(t["reasons_exact"] for t in totals), judged)))


def perturbed_figures(results):
    plain = recall(pooled(results.fast, 20))
    for run in results.perturbed:
        value = recall(pooled([run], 20))
        goal = None if plain is None else plain - PERTURBATION_MAX
        reached = None if None in (value, goal) else value >= goal
        yield Figure(f"{run.profile}: recall at 20", f"≥ {number(goal)}", number(value), reached)


def ramp_figures(results):
    if not results.ramps:
        return
    for incident, (found, subjects) in sorted(results.ramps.items()):
        days = subjects / results.ramp_baselines[incident]
        told = f"{days:.1f}" if found else f"not found ({days:.1f} taken)"
        yield Figure(f"{incident}: baseline-days' worth taken before an alert about it", "< 5", told,
                     found and days < 5)


def table(title, rows):
    rows = list(rows)
    if not rows:
        return ""
    mark = {True: "reached", False: "**missed**", None: "–"}
    lines = [f"\n## {title}\n", "| Figure | Goal | Measured | |", "|---|--:|--:|---|"]
    lines += [f"| {r.name} | {r.goal} | {r.value} | {mark[r.reached]} |" for r in rows]
    return "\n".join(lines) + "\n"


def page(results, call, version, commands):
    worlds = ", ".join(f"`{run.profile}` seed {run.seed}" for run in
                       results.fast + results.slow + results.clean + results.perturbed)
    text = ("# Figures\n\n"
            f"Made by `{call}` with {version}. Worlds: {worlds}. Goals that were missed stand "
            "as they are; a dash means\nthat these worlds hold nothing to measure it on.\n")
    text += table("Recall", recall_figures(results))
    if results.slow:
        text += table("Slow exfiltration", slow_exfiltration(results))
    text += table("Time to detect", detection_figures(results))
    text += table("False alerts", false_figures(results))
    text += table("Pages", page_figures(results))
    text += table("Calibration", calibration_figures(results))
    text += table("Explanation", reason_figures(results))
    text += table("Perturbed worlds", perturbed_figures(results))
    text += table("Poisoning ramps", ramp_figures(results))
    return text + "\n## Commands\n\n```\n" + "\n".join(dict.fromkeys(commands)) + "\n```\n"
