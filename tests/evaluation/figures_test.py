"""The figures from hand-made judgements, and the ramps in a hand-made world."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

import figures
import ramps


def incident(scenario, found=True, seconds=10.0, magnitude=1, strict=None, exposed=3):
    return {"id": "i", "scenario": scenario, "magnitude": magnitude, "found": found,
            "strict": found if strict is None else strict,
            "seconds": seconds if found else None, "exposed": exposed}


def report(incidents, pages=(1.0, 2), **more):
    budgets = [{"budget": b, "incidents": incidents,
                "all": {"reasons_right": 9, "reasons_exact": 7, "reasons_judged": 10},
                "look_alikes": [{"instances": 40, "paged": 1}],
                "new_hire_false": 2, "new_hire_days": 10.0,
                "veteran_false": 10, "veteran_days": 100.0} for b in (5, 20, 50)]
    judgement = {"budgets": budgets, "pages": {"highest_mean_28": pages[0],
                                               "highest_day": pages[1]}}
    return {"judgement": judgement, **more}


def run(incidents, **more):
    return figures.Run("fast", 1, report(incidents), report(incidents, **more))


def rows(generator):
    return {row.name: row for row in generator}


class Figures(unittest.TestCase):
    def test_pools_incidents_of_all_seeds_and_leaves_small_ones_out(self):
        results = figures.Results(fast=[run([incident("A1"), incident("A2", False)]),
                                        run([incident("A1", False, magnitude=0.5)])])
        found = rows(figures.recall_figures(results))
        self.assertEqual(found["fast: recall at 20 a day"].value, "0.50")
        self.assertIs(found["fast: recall at 20 a day"].reached, False)
        self.assertIs(found["fast: A1, 1 incidents, recall at 20"].reached, True)
        self.assertIs(found["slow: strict recall at 20 a day"].reached, None)

    def test_counts_what_was_never_found_as_later_than_all_that_was(self):
        slow = [incident("A2", seconds=7 * figures.DAY), incident("A2", False),
                incident("A2", False)]
        found = rows(figures.slow_exfiltration(figures.Results(slow=[run(slow)])))
        figure = found["slow exfiltration +60 %, 3 incidents: working days, median"]
        self.assertEqual((figure.value, figure.reached), ("inf", False))
        quick = rows(figures.slow_exfiltration(figures.Results(slow=[run(slow[:1])])))
        figure = quick["slow exfiltration +60 %, 1 incidents: working days, median"]
        self.assertEqual((figure.value, figure.reached), ("5.0", True))

    def test_holds_new_hires_and_look_alikes_against_their_goals(self):
        found = list(figures.false_figures(figures.Results(fast=[run([])])))
        self.assertEqual([f.value for f in found], ["0.025", "2.00"])
        self.assertEqual([f.reached for f in found], [False, False])

    def test_judges_calibration_only_where_thirty_are_expected(self):
        curve = {"kind": "human", "opportunities": 5000,
                 "points": [{"nominal": 0.01, "at_most": 55}, {"nominal": 0.001, "at_most": 50}]}
        clean = figures.Results(clean=[run([], calibration=[curve])])
        common, rare = figures.calibration_figures(clean)
        self.assertEqual((common.value, common.reached), ("1.10", True))
        self.assertIn("50 of 5.0 expected", rare.value)
        self.assertIsNone(rare.reached)

    def test_sorts_scenarios_by_their_number(self):
        names = figures.by_scenario([incident(n) for n in ("A10", "X1", "A2")])
        self.assertEqual(list(names), ["A2", "A10", "X1"])

    def test_writes_a_page_that_says_what_was_missed(self):
        results = figures.Results(fast=[run([incident("A1", False)])])
        text = figures.page(results, "the call", "version 1", ["one", "two", "one"])
        self.assertIn("| fast: recall at 20 a day | ≥ 0.9 | 0.00 | **missed** |", text)
        self.assertTrue(text.endswith("```\none\ntwo\n```\n"))


def event(day, number, who):
    return {"id": f"{who}-{day}-{number}", "time": f"2026-{1 + day // 28:02}-{1 + day % 28:02}T10:00:00Z",
            "tenant": "acme", "principal": {"id": who, "kind": "human"}, "action": "read",
            "data_subjects": [f"c-{day}-{number}"], "context": {"ticket": "t", "queue": "q"},
            "producer": {"name": "p", "sequence": number}}


@unittest.skipUnless(shutil.which("zstd"), "needs zstd")
class Ramps(unittest.TestCase):
    def test_grow_at_their_rate_without_explanation_and_label_what_they_add(self):
        with tempfile.TemporaryDirectory() as work:
            clean, made = os.path.join(work, "clean"), os.path.join(work, "made")
            os.mkdir(clean)
            text = "".join(json.dumps(event(day, n, f"u-{who}")) + "\n"
                           for day in range(84) for who in range(6) for n in range(20))
            subprocess.run(["zstd", "-q", "-o", os.path.join(clean, "events.jsonl.zst")],
                           input=text.encode(), check=True)
            baselines = ramps.make(clean, made, 1)
            self.assertEqual(set(baselines.values()), {20.0})
            with open(os.path.join(made, "labels.jsonl"), encoding="utf-8") as file:
                labels = {row["event"]: row["incident"] for row in map(json.loads, file)}
            added = {}
            with open(os.path.join(made, "events.jsonl"), encoding="utf-8") as file:
                for row in map(json.loads, file):
                    if row["id"] in labels:
                        self.assertNotIn("ticket", row["context"])
                        self.assertNotIn("sequence", row["producer"])
                        key = (labels[row["id"]], row["time"][:10])
                        added[key] = added.get(key, 0) + 1
            last = max(day for _, day in added)
            for incident_id in baselines:
                rate = int(incident_id.split("-")[1])
                expected = 20 * ((1 + rate / 100) ** 53 - 1)
                self.assertAlmostEqual(added[incident_id, last], expected, delta=0.15 * expected + 8)

    def test_are_found_by_an_alert_about_them_and_not_by_a_lucky_one(self):
        records = {n: ("ramp-2-1", [f"c-{n}"]) for n in range(10, 20)}
        def alert(evidence, offset, **more):
            return json.dumps({"state": "open", "route": "ticket", "position": {"offset": offset},
                               "evidence": [f"0:{n}" for n in evidence], **more}) + "\n"
        with tempfile.TemporaryDirectory() as work:
            path = os.path.join(work, "alerts")
            with open(path, "w", encoding="utf-8") as file:
                file.write(alert([10, 11, 12], 12, state="shadow"))
                file.write(alert([10, 1, 2], 13) + alert([10, 11, 12, 1, 2, 3, 4], 14))
                file.write(alert([10, 11, 12, 1], 15) + alert([10, 11, 12, 13], 16))
            self.assertEqual(ramps.first_alerts(path, records), {"ramp-2-1": 15})


if __name__ == "__main__":
    unittest.main()
