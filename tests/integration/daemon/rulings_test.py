"""From the analyst back to the daemon: rulings and tagged silences are records of the input topic, and take effect."""

import datetime
import json
import re
import subprocess

from analyst import AnalystTest
from events import access, canary, history, line, rfc3339, until_now
from support import Real, centinela, http, wait_until

APPLIED = 'kind="verdict",outcome="applied"'


class Rulings(AnalystTest):
    """`centinela verdict` and `amtool silence add` against the running daemon."""

    def alerts(self, config):
        return [json.loads(text) for text in config.alert_lines()]

    def controls(self, config):
        return [json.loads(record.value) for record in Real.broker.consume(config.input)
                if record.value.startswith(b'{"type":"control"')]

    def rule(self, config, ruling, alert, reason, *more):
        done = centinela("verdict", "--config", config.path, "--ruling", ruling, *more,
                         stdin=f"{alert} {reason}\n".encode())
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def firing(self, episode):
        """What Alertmanager holds of an episode, silenced or not."""
        status, text = http(self.alertmanager + "/api/v2/alerts?active=true&silenced=true")
        self.assertEqual(status, 200)
        return [each for each in json.loads(text) if each["labels"].get("episode") == episode]

    def silence(self, comment, *matchers, hours=4):
        now = datetime.datetime.now(datetime.timezone.utc)
        ends = now + datetime.timedelta(hours=hours)
        done = subprocess.run(["amtool", "silence", "add", "--alertmanager.url", self.alertmanager, "--author", "ana",
                               "--comment", comment, "--end", ends.strftime("%Y-%m-%dT%H:%M:%SZ"), *matchers],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip(), ends

    def browse(self, thief, first, minutes_ago):
        """300 customers that nothing explains, within six minutes."""
        return [line(access(first + number, thief, minutes_ago=minutes_ago - number / 50, bytes=900))
                for number in range(300)]

    def told(self, config, since):
        """Alerts about somebody, all of whose evidence lies at this offset or later."""
        def is_of_since(alert):
            return alert["evidence"] and all(int(place.split(":")[1]) >= since for place in alert["evidence"])
        return [alert for alert in self.alerts(config)
                if alert["entity"]["type"] == "principal" and is_of_since(alert)]

    def test_expected_ruling_withholds_the_next(self):
        """a ruling of `centinela verdict` closes the alert, ends its firing, and withholds the next of its kind"""
        config = self.config("ruled")
        past = until_now([each for each in history() if b'"tenant":"acme"' in each])
        thief = json.loads(next(each for each in past if b'"type":"access"' in each and b'"BOG-AGE1"' in each))
        other = next(json.loads(each)["principal"] for each in past if b'"type":"access"' in each
                     and b'"BOG-AGE1"' in each and json.loads(each)["principal"]["id"] != thief["principal"]["id"])
        Real.broker.produce(config.input, past + self.browse(thief["principal"], 1000, 9))
        daemon = config.daemon().wait_ready()
        alert = wait_until("the first browsing is told", lambda: self.told(config, len(past)))[0]
        wait_until("it fires in Alertmanager", lambda: self.firing(alert["id"]))
        self.rule(config, "expected", alert["id"], "quarter-end call-backs", "--for", "3d")
        wait_until("the ruling is applied",
                   lambda: daemon.metric("centinela_control_records_total", APPLIED) == 1)
        self.assertEqual(daemon.metric("centinela_rulings_total", 'ruling="expected"'), 1)
        last = wait_until("the alert is closed by it", lambda: [
            each for each in self.alerts(config) if each["id"] == alert["id"] and each["state"] == "closed"])[-1]
        self.assertEqual(last["ruling"], "expected")
        wait_until("its firing ends", lambda: not self.firing(alert["id"]))
        # The same again by the same person is withheld; by another it is told.
        told_before = len(Real.broker.consume(config.input))
        Real.broker.produce(config.input, self.browse(thief["principal"], 2000, 6))
        wait_until("the second browsing is withheld",
                   lambda: daemon.metric("centinela_alerts_suppressed_total") == 1)
        Real.broker.produce(config.input, self.browse(other, 3000, 6))
        stranger = wait_until("a colleague's browsing is told", lambda: self.told(config, told_before))
        self.assertNotIn(alert["entity"]["id"], {each["entity"]["id"] for each in stranger})
        self.assertIn("expected", daemon.get("/status")[1])
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_the_log_has_the_ruling_for_a_replay(self):
        """the topic read by `replay` gives the alerts of the daemon, rulings and silences with it"""
        config = self.config("same")
        Real.broker.produce(config.input, [line(canary(1, "u-1")), line(canary(2, "u-2"))])
        daemon = config.daemon().wait_ready()
        first, second = wait_until("two canaries are told", lambda: len(self.alerts(config)) == 2
                                   and self.alerts(config))
        self.rule(config, "benign", first["id"], "an audit of the canaries")
        self.rule(config, "malicious", second["id"], "confirmed by the team lead")
        self.rule(config, "malicious", second["id"], "said twice")
        self.rule(config, "benign", "0" * 32, "an alert that nobody knows")
        wait_until("four rulings are read", lambda: daemon.metric("centinela_control_records_total") == 4)
        for outcome, count in (("applied", 2), ("repeated", 1), ("unknown_alert", 1)):
            label = f'kind="verdict",outcome="{outcome}"'
            self.assertEqual(daemon.metric("centinela_control_records_total", label), count, outcome)
        wait_until("the precision is known", lambda: "centinela_alert_precision_ratio{" in daemon.get("/metrics")[1])
        self.assertEqual(daemon.metric("centinela_alert_precision_ratio"), 0.5)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        lines = [record.value for record in Real.broker.consume(config.input)]
        replayed = config.replay(lines)[0]
        closed = [each for each in map(json.loads, replayed) if each["state"] == "closed"]
        self.assertEqual([(each["id"], each["ruling"]) for each in closed][0], (first["id"], "benign"))
        said = {(each["id"], each["state"], each.get("ruling")) for each in self.alerts(config)}
        self.assertTrue(said <= {(each["id"], each["state"], each.get("ruling"))
                                 for each in map(json.loads, replayed)})

    def test_tagged_silences_are_rulings(self):
        """silences of amtool that are tagged become control records and end the firing; an untagged one only mutes"""
        config = self.config("silenced")
        Real.broker.produce(config.input, [line(canary(number, f"u-{number}")) for number in range(4)])
        daemon = config.daemon().wait_ready()
        told = wait_until("four canaries are told", lambda: len(self.alerts(config)) == 4 and self.alerts(config))
        ids = [alert["id"] for alert in told]
        wait_until("they fire", lambda: all(self.firing(each) for each in ids))
        self.silence("maintenance, not for Centinela", f"episode={ids[3]}")
        self.silence("centinela:fp test data of ana@example.com", f"episode={ids[0]}")
        expected, ends = self.silence("centinela:expected migration", f"entity={told[1]['entity']['id']}", hours=48)
        self.silence("centinela:ack looking into it", f"episode={ids[2]}")
        wait_until("three rulings are applied",
                   lambda: daemon.metric("centinela_control_records_total", APPLIED) == 3)
        for tag in ("fp", "expected", "ack"):
            self.assertEqual(daemon.metric("centinela_silences_total", f'tag="{tag}"'), 1, tag)
        records = {record["alert"]: record for record in self.controls(config)}
        self.assertEqual({each: records[each]["ruling"] for each in records},
                         {ids[0]: "benign", ids[1]: "expected", ids[2]: "ack"})
        self.assertEqual(records[ids[1]]["expires"][:19], rfc3339(ends)[:19])
        self.assertRegex(records[ids[0]]["id"], r"^r-[0-9a-f]{16}$")
        wait_until("what was ruled on fires no more", lambda: not any(self.firing(each) for each in ids[:3]))
        self.assertTrue(self.firing(ids[3]), "an untagged silence mutes, and nothing else")
        closed = {each["id"]: each["ruling"] for each in self.alerts(config) if each["state"] == "closed"}
        self.assertEqual(closed, {ids[0]: "benign", ids[1]: "expected"})
        # The comment is the analyst's; it stays in the log for the auditor and goes nowhere else.
        for place in (daemon.log_text(), daemon.get("/metrics")[1], daemon.get("/status")[1]):
            self.assertNotIn("ana@example.com", place)
            self.assertIsNone(re.search("u-[0-3]\\b", place))
        # After a restart nothing that was ruled on fires again, and so its silences say nothing again.
        count = len(self.controls(config))
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        again = config.daemon(name="again").wait_ready()
        wait_until("what still fires is told again",
                   lambda: again.metric("centinela_alertmanager_posts_total", "accepted") >= 1)
        self.assertEqual(again.metric("centinela_alerts_active"), 1)
        self.assertEqual(len(self.controls(config)), count)
        self.assertEqual(again.metric("centinela_control_records_total", APPLIED), 3)
        self.assertEqual(again.end(), 0, again.log_text())
