"""The NAB scorer against a slow one that follows the paper's words, and known answers."""
import math
import os
import random
import tempfile
import unittest

import nab_score

STANDARD = nab_score.PROFILES[0]


def times(count):
    return [f"2026-01-01 {i // 60:02}:{i % 60:02}:00" for i in range(count)]


def score_of(scores, windows, profile=STANDARD):
    stamps = times(len(scores))
    edges = [(stamps[a], stamps[b]) for a, b in windows]
    rows = nab_score.judged_rows("s", stamps, scores, edges)
    return nab_score.best_score(rows, profile)


def slow_score(scores, windows, profile):
    """Every threshold on its own, every window on its own."""
    count = len(scores)
    probation = min(int(0.15 * count), 750)
    judged = [w for w in windows if w[1] >= probation]

    def total(threshold):
        found = [i for i in range(probation, count) if scores[i] >= threshold]
        result = 0.0
        for first, last in judged:
            worths = [2 / (1 + math.exp(-5 * (last - i + 1) / (last - first + 1))) - 1
                      for i in found if first <= i <= last]
            top = 2 / (1 + math.exp(-5)) - 1
            result += (profile.true_positive * max(worths) / top if worths
                       else -profile.false_negative)
        for i in found:
            if any(first <= i <= last for first, last in windows):
                continue
            before = [w for w in windows if w[1] < i]
            place = (i - before[-1][1]) / (before[-1][1] - before[-1][0]) if before else math.inf
            worth = -1.0 if place > 3 else 2 / (1 + math.exp(5 * place)) - 1
            result += profile.false_positive * worth
        return result

    least = -profile.false_negative * len(judged)
    best = max([least] + [total(t) for t in set(scores[probation:])])
    return 100 * (best - least) / (profile.true_positive * len(judged) - least)


class NabScore(unittest.TestCase):
    def test_gives_100_for_the_first_row_of_each_window_and_nothing_else(self):
        scores = [0.0] * 100
        scores[40] = scores[70] = 1.0
        self.assertAlmostEqual(score_of(scores, [(40, 49), (70, 79)])[0], 100)

    def test_gives_nothing_where_silence_is_best(self):
        scores = [0.0] * 100
        scores[20] = 1.0
        self.assertEqual(score_of(scores, [(40, 49)]), (0.0, None))

    def test_credits_a_late_detection_with_less(self):
        scores = [0.0] * 100
        scores[49] = 1.0
        late = score_of(scores, [(40, 49)])[0]
        self.assertGreater(late, 50)
        self.assertLess(late, 75)

    def test_charges_a_false_detection_with_a_ninth_of_a_window(self):
        scores = [0.0] * 1000
        scores[300] = scores[400] = 1.0
        self.assertAlmostEqual(score_of(scores, [(400, 449)])[0], 100 - 0.11 / 2 * 100)

    def test_charges_less_right_behind_a_window(self):
        scores = [0.0] * 1000
        scores[400] = scores[451] = 1.0
        self.assertGreater(score_of(scores, [(400, 449)])[0], 99)

    def test_does_not_judge_the_probation(self):
        scores = [0.0] * 100
        scores[:15] = [1.0] * 15
        scores[40] = 1.0
        self.assertAlmostEqual(score_of(scores, [(40, 49)])[0], 100)

    def test_agrees_with_the_slow_scorer_on_random_scores(self):
        for seed in range(40):
            chance = random.Random(seed)
            scores = [float(chance.randint(0, 6)) for _ in range(120)]
            windows = [(30, 39), (60, 75), (90, 99)]
            for profile in nab_score.PROFILES:
                with self.subTest(seed=seed, profile=profile.name):
                    self.assertAlmostEqual(score_of(scores, windows, profile)[0],
                                           slow_score(scores, windows, profile))

    def test_refuses_scores_that_are_out_of_step_with_the_data(self):
        with tempfile.TemporaryDirectory() as folder:
            data, scores = os.path.join(folder, "data"), os.path.join(folder, "scores")
            for found in ("s,2,0\n", "", "s,1,0\ns,2,0\n"):
                with open(data, "w", encoding="utf-8") as file:
                    file.write("series,timestamp,value\ns,1,5\n")
                with open(scores, "w", encoding="utf-8") as file:
                    file.write("series,timestamp,score\n" + found)
                with self.subTest(found=found), self.assertRaises(SystemExit):
                    nab_score.read_scores(data, scores)


if __name__ == "__main__":
    unittest.main()
