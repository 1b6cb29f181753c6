"""From the access event to the analyst: alerts topic, Alertmanager, webhook, Prometheus and its rules."""

import json

from analyst import AnalystTest
from events import BAD_LINES, access, canary, history, line, until_now
from support import Real, http, script, wait_until


class Outward(AnalystTest):
    """What the daemon tells arrives, whoever is away meanwhile."""

    def test_attack_reaches_the_analyst(self):
        """kcat produces ten days of history and an attack: alerts topic, page at the webhook, counters and a rule"""
        config = self.config("attack")
        past = until_now([each for each in history() if b'"tenant":"acme"' in each])
        thief = json.loads(next(each for each in past if b'"type":"access"' in each and b'"BOG-AGE1"' in each))
        attack = [line(access(number, thief["principal"], minutes_ago=8 - number / 50, bytes=900))
                  for number in range(300)]
        Real.broker.produce(config.input, past + attack + BAD_LINES)
        daemon = config.daemon().wait_ready()
        prometheus = self.start_prometheus(daemon)
        told = wait_until("the attack is on the alerts topic", lambda: [
            alert for alert in map(json.loads, config.alert_lines())
            if alert["state"] in ("open", "update") and alert["route"] == "page" and alert["principal"]
            and any(int(place.split(":")[1]) >= len(past) for place in alert["evidence"])])
        alert = told[0]
        self.assertRegex(alert["summary"], r"p-[0-9a-f]{4}.* customers")
        pages = wait_until("the page is at the webhook", lambda: [
            page for page in self.webhook.alerts("/page") if page["labels"]["episode"] == alert["id"]])
        page = pages[0]
        self.assertEqual(page["labels"]["alertname"], "CentinelaAnomaly")
        self.assertEqual(page["labels"]["entity"], alert["entity"]["id"])
        self.assertIn("customers", page["annotations"]["summary"])
        query = prometheus + "/api/v1/query?query="
        scraped = wait_until("Prometheus has scraped the counters", lambda: json.loads(
            http(query + "sum(centinela_events_total)")[1])["data"]["result"])
        self.assertGreater(float(scraped[0]["value"][1]), 0)
        # A counter's first sample is no increase: more dead letters come while Prometheus looks.
        def fired():
            Real.broker.produce(config.input, BAD_LINES * 20)
            return [each for each in self.webhook.alerts("/operations")
                    if each["labels"]["alertname"] == "CentinelaDeadLettersRising"]
        operations = wait_until("a shipped rule fires and arrives", fired)
        self.assertIn("runbook_url", operations[0]["annotations"])
        self.assertEqual(daemon.end(), 0, daemon.log_text())

    def test_alertmanager_outage(self):
        """pages decided while Alertmanager is away, and while the daemon is killed, all arrive afterwards"""
        config = self.config("outage")
        daemon = config.daemon().wait_ready()
        script("alertmanager.sh", "stop", self.alertmanager_folder)
        Real.broker.produce(config.input, [line(canary(number, f"u-{number}")) for number in range(20)])
        pages = lambda: {alert["id"] for alert in map(json.loads, config.alert_lines()) if alert["route"] == "page"}
        wait_until("20 pages are on the alerts topic", lambda: len(pages()) >= 20)
        wait_until("it is warned of", lambda: "Alertmanager does not take alerts" in daemon.log_text())
        self.assertEqual(daemon.get("/readyz")[0], 200, "detection goes on")
        wait_until("the posts fail more than once", lambda:
                   daemon.metric("centinela_alertmanager_posts_total", "failed") >= 2)
        self.assertEqual(daemon.metric("centinela_alertmanager_up"), 0)
        daemon.end()
        again = config.daemon(name="again").wait_ready()
        Real.broker.produce(config.input, [line(canary(number, f"u-{number}")) for number in range(20, 25)])
        wait_until("25 pages are on the alerts topic", lambda: len(pages()) >= 25)
        self.start_alertmanager("--port", self.alertmanager.rsplit(":", 1)[1])
        wait_until("every page is at the webhook",
                   lambda: {page["labels"]["episode"] for page in self.webhook.alerts("/page")} >= pages())
        self.assertEqual(len(pages()), 25)
        self.assertIn("Alertmanager answers again", again.log_text())
        self.assertEqual(again.end(), 0, again.log_text())
