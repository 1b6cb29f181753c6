"""The baselines on a hand-made log."""
import json
import os
import tempfile
import unittest

import baselines


def access(who, time, records=1, resource="crm.customers", subjects=("c-1",)):
    return json.dumps({"type": "access", "id": "e", "time": time, "tenant": "acme", "principal": {"id": who},
                       "action": "read", "resource": {"name": resource}, "records": records,
                       "data_subjects": list(subjects)}) + "\n"


def quiet_hours(who, hours):
    """Two accesses in even hours, three in odd ones."""
    return [access(who, f"2026-10-{1 + hour // 24:02}T{hour % 24:02}:0{i}:00.000Z")
            for hour in range(hours) for i in range(2 + hour % 2)]


class Baselines(unittest.TestCase):
    def test_context_records_are_no_accesses_but_count_as_lines(self):
        hours = baselines.hours_of(['{"type":"context"}\n', access("u", "2026-10-01T00:00:00.000Z")])
        self.assertEqual(list(hours["acme", "u"]["2026-10-01T00"].evidence), [1])

    def test_the_fixed_rule_fires_at_500_records_in_one_access(self):
        for records, fires in ((499, 0), (500, 1)):
            hours = baselines.hours_of([access("u", "2026-10-01T00:00:00.000Z", records)] * 3)
            self.assertEqual(len(list(baselines.fixed_rule(hours))), fires)

    def test_the_z_score_fires_on_a_burst_and_not_on_the_usual(self):
        lines = quiet_hours("u", 100)
        self.assertEqual(list(baselines.z_score(baselines.hours_of(lines))), [])
        burst = [access("u", f"2026-10-06T03:00:{i:02}.000Z") for i in range(40)]
        found = list(baselines.z_score(baselines.hours_of(lines + burst)))
        self.assertEqual([hour for _, hour, _ in found], ["2026-10-06T03"])

    def test_a_first_value_is_one_that_the_principal_never_had(self):
        hours = baselines.hours_of([access("u", "2026-10-01T00:00:00.000Z"), access("u", "2026-10-01T01:00:00.000Z"),
                                    access("u", "2026-10-01T02:00:00.000Z", resource="hr.salaries")])
        self.assertEqual([hour for _, hour, _ in baselines.first_value(hours)], ["2026-10-01T00", "2026-10-01T02"])

    def test_a_case_is_the_strongest_hour_of_a_principal_and_day(self):
        who = ("acme", "u")
        found = [(who, "2026-10-01T00", 1.0), (who, "2026-10-01T05", 3.0), (who, "2026-10-02T00", 2.0)]
        self.assertEqual(baselines.cases_of(found), {(who, "2026-10-01"): ("2026-10-01T05", 3.0),
                                                     (who, "2026-10-02"): ("2026-10-02T00", 2.0)})

    def test_an_alert_names_the_lines_of_its_hour_and_ranks_by_score(self):
        hours = baselines.hours_of([access("u", "2026-10-01T00:00:00.000Z"), access("v", "2026-10-01T00:30:00.000Z")])
        cases = baselines.cases_of([(("acme", "u"), "2026-10-01T00", 1.0), (("acme", "v"), "2026-10-01T00", 2.0)])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "alerts.jsonl")
            baselines.write(path, cases, hours, "fixed_rule")
            with open(path, encoding="utf-8") as file:
                first, second = [json.loads(line) for line in file]
        self.assertEqual((first["evidence"], second["evidence"]), (["0:0"], ["0:1"]))
        self.assertLess(first["score"], second["score"])
        self.assertLess(second["score"], 100)


if __name__ == "__main__":
    unittest.main()
