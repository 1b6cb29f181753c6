"""The analyst's side: the shipped alertmanager.yml and rules behind the daemon, and a webhook for the pager."""

import json
import os
import re
import subprocess
import sys

from support import ROOT, SCRIPTS, Config, DaemonTest, Real, script


class Webhook:
    def __init__(self, folder):
        self.log = os.path.join(folder, "webhook.log")
        self.process = subprocess.Popen([sys.executable, os.path.join(SCRIPTS, "webhook_receiver.py"), "--log", self.log],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def posts(self):
        with open(self.log, encoding="utf-8") as file:
            return [json.loads(text) for text in file.read().splitlines()]

    def alerts(self, path):
        return [alert for post in self.posts() if post["path"] == path for alert in post["body"]["alerts"]]

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class AnalystTest(DaemonTest):
    """The shipped alertmanager.yml and rules, with our webhook in them and shorter waits."""

    def setUp(self):
        self.folder = os.path.join(Real.folder, self._testMethodName)
        os.makedirs(self.folder)
        self.webhook = Webhook(self.folder)
        self.addCleanup(self.webhook.end)
        self.alertmanager_config = os.path.join(self.folder, "alertmanager.yml")
        self.copy("alertmanager.yml", self.alertmanager_config, ("http://127.0.0.1:8080", self.webhook.url),
                  ("group_wait: 30s", "group_wait: 1s"), ("group_wait: 10s", "group_wait: 1s"))
        self.alertmanager_folder = os.path.join(self.folder, "alertmanager")
        self.addCleanup(lambda: script("alertmanager.sh", "stop", self.alertmanager_folder))
        self.alertmanager = self.start_alertmanager()

    @staticmethod
    def copy(name, path, *replaced):
        with open(os.path.join(ROOT, "config", name), encoding="utf-8") as file:
            text = file.read()
        for old, new in replaced:
            assert old in text, f"{name} has no '{old}' any more"
            text = text.replace(old, new)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def start_alertmanager(self, *options):
        return script("alertmanager.sh", "start", "--config", self.alertmanager_config, *options,
                      self.alertmanager_folder)

    def start_prometheus(self, daemon):
        rules = os.path.join(self.folder, "rules")
        os.makedirs(rules)
        with open(os.path.join(ROOT, "config", "rules", "centinela.yml"), encoding="utf-8") as file:
            text = re.sub(r"\[(10|15)m\]", "[10s]", re.sub(r"(?m)^(\s+for:) \S+$", r"\1 0s", file.read()))
        with open(os.path.join(rules, "centinela.yml"), "w", encoding="utf-8") as file:
            file.write(text)
        config = os.path.join(self.folder, "prometheus.yml")
        self.copy("prometheus.yml", config, ("127.0.0.1:9464", daemon.url.removeprefix("http://")),
                  ("127.0.0.1:9093", self.alertmanager.removeprefix("http://")), ("interval: 15s", "interval: 1s"))
        folder = os.path.join(self.folder, "prometheus")
        self.addCleanup(lambda: script("prometheus.sh", "stop", folder))
        return script("prometheus.sh", "start", "--config", config, folder)

    def config(self, name, **more):
        more.setdefault("lines", ["detection: {warm_up_principals: 5}"])
        return Config(name, alerting=[f"  alertmanagers: ['{self.alertmanager}']"], **more)
