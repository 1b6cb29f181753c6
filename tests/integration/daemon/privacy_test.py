"""Marked names in every field: none of them leaves the daemon but where the privacy table lets it."""

import json
import os

from analyst import Webhook
from events import access, line
from support import Config, DaemonTest, Real, centinela, http, script, wait_until

MARK = "zqxnombre"


class Privacy(DaemonTest):
    def marked(self, number):
        """An access of a canary whose every text is marked: a page, whatever else it is."""
        def name(field):
            return f"{MARK}-{field}-{number}"
        return access(
            number, trace=name("trace"), labels=["canary", name("label")], tool=f"{name('server')}/{name('tool')}",
            destination=f"https://{name('host')}/{name('folder')}/{name('file')}.csv",
            principal={"id": name("principal"), "kind": "human", "role": "agent_l1", "team": "BOG-AGE1", "site": "BOG",
                       "on_behalf_of": [name("behalf")]},
            resource={"name": f"/srv/{name('folder')}/{name('file')}.pdf", "kind": "file", "class": name("class"),
                      "fields": [name("field")], "sensitivity": "special"},
            data_subjects=[name("subject")],
            query={"shape": "by_name", "limit": 1, "page": 0, "text": name("query")},
            context={"conversation": name("conversation"), "acting_for": name("acting"), "linked": [name("linked")],
                     "ticket": name("ticket"), "ticket_subject": name("ticket-subject"), "queue": name("queue"),
                     "handover_from": name("handover"), "purpose": name("purpose"), "intent": name("intent"),
                     "version": name("version"), "automation": name("automation"), "change": name("change"),
                     "incident": name("incident")},
            origin={"ip": name("ip"), "country": "ES", "device": name("device"), "app": name("app"),
                    "session": name("session"), "client": name("client")},
            producer={"name": name("producer"), "boot": 0, "sequence": 1},
            prompt=name("prompt"), id=name("event"), unknown={name("key"): name("value")})

    def records(self):
        events = [self.marked(number) for number in range(12)]
        lines = [line(event) for event in events]
        for kind in ("ticket", "assignment", "conversation", "handover", "employment"):
            lines.append(line({"type": "context", "id": f"{MARK}-{kind}", "time": events[0]["time"], "tenant": "acme",
                               "kind": kind, "principal": f"{MARK}-principal-1", "data_subject": f"{MARK}-subject-1",
                               "conversation": f"{MARK}-conversation-1", "value": {"note": f"{MARK}-note"},
                               "issued_by": "system"}))
        # What cannot be decoded, with a name at the place of the error.
        lines += [f"{MARK} is not json".encode(), line(dict(events[0], action={"x": f"{MARK}-action"})),
                  line(dict(events[0], time=f"{MARK}-time")), line(dict(events[0], principal=f"{MARK}-person")),
                  line(dict(events[0], records=f"{MARK}-count")), b'{"id":"' + MARK.encode() + b'\\ud800"}',
                  line(dict(events[0], id=MARK * 60)),
                  line(dict(events[0], time=4102444800000 * 2, id=f"{MARK}-late"))]
        return lines

    def test_no_marked_name_leaves(self):
        """marked names in every field, path segments and file names: none in logs, metrics, status, alerts, state"""
        folder = os.path.join(Real.folder, "privacy-services")
        os.makedirs(folder)
        webhook = Webhook(folder)
        self.addCleanup(webhook.end)
        path = os.path.join(folder, "alertmanager.yml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("route: {receiver: all, group_wait: 0s}\nreceivers:\n- name: all\n  webhook_configs:\n"
                       f"  - url: {webhook.url}/all\n")
        self.addCleanup(lambda: script("alertmanager.sh", "stop", folder))
        alertmanager = script("alertmanager.sh", "start", "--config", path, folder)
        config = Config("privacy", alerting=[f"  alertmanagers: ['{alertmanager}']"], lines=["log: {level: debug}"])
        lines = self.records()
        daemon = config.daemon().wait_ready()
        Real.broker.produce(config.input, lines)
        wait_until("12 pages are told", lambda: len({json.loads(alert)["id"] for alert in config.alert_lines()}) >= 12)
        wait_until("8 dead letters", lambda: len(Real.broker.consume(config.dead)) >= 8)
        wait_until("Alertmanager has them", lambda: len(json.loads(http(alertmanager + "/api/v2/alerts")[1])) >= 12)
        told = {
            "alerts topic": "\n".join(map(bytes.decode, config.alert_lines())),
            "Alertmanager": http(alertmanager + "/api/v2/alerts")[1],
            "/metrics": daemon.get("/metrics")[1],
            "/status": wait_until("the status page has counted", lambda:
                                  "12 scored" in daemon.get("/status")[1] and daemon.get("/status")[1]),
        }
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        told["log"] = daemon.log_text()
        for letter in Real.broker.consume(config.dead):
            for header in ("kafka_dlt-exception-message", "__connect.errors.exception.message", "centinela-error-code"):
                told[f"dead letter {letter.offset}, {header}"] = letter.header(header).decode()
        for where, text in told.items():
            self.assertTrue(text, where)
            self.assertNotIn(MARK, text.lower(), where)
        for root, _, names in os.walk(config.state):
            for name in names:
                self.assertNotIn(MARK, name)
                with open(os.path.join(root, name), "rb") as file:
                    self.assertNotIn(MARK.encode(), file.read(), name)
        self.assert_reveals(config, config.alert_lines()[0])
        # The token of a name is there instead: the test looked where names would be.
        self.assertRegex(told["alerts topic"], r'"entity":\{"type":"principal","id":"p-[0-9a-f]{16}"\}')

    def assert_reveals(self, config, alert):
        """Who holds the key and states a reason learns from the topic who it was; the audit file says that he asked."""
        told = centinela("reveal", "--config", config.path, "--reason", "case 4711", stdin=alert)
        self.assertEqual(told.returncode, 0, told.stderr)
        entity = json.loads(alert)["entity"]["id"]
        self.assertRegex(told.stdout.decode(), rf"(?m)^{entity}\t{MARK}-principal-\d+$")
        with open(os.path.join(config.state, "reveal-audit.jsonl"), encoding="utf-8") as file:
            self.assertEqual(json.loads(file.read())["reason"], "case 4711")
        unexplained = centinela("reveal", "--config", config.path, "--reason", " ", stdin=alert)
        self.assertEqual(unexplained.returncode, 64, unexplained.stdout)
