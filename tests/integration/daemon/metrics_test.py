"""Every documented metric has something behind it: a daemon that lives through much moves each, or a reason is given."""

import json
import os
import re
import signal
import subprocess

from analyst import AnalystTest
from events import BAD_LINES, access, canary, history, line, until_now
from support import ROOT, Real, centinela, http, wait_until

# Series that this scenario cannot move, and why; a pattern that matches nothing of them is an error too.
UNMOVED = {
    r"centinela_(evidence|abstentions|alert_first_reasons|alerts_guarded)_total\{": "one series a detector of the catalogue",
    r"centinela_dead_letters_total\{": "one series a reason; tests/codec/hostile_records.cpp has each",
    r"centinela_alerts_total\{": "one series a route and severity",
    r"centinela_unknown_words_total$": "not of these producers; input_test has them",
    r"centinela_ceiling_withheld_total\{": "takes 13 pages of rarity a day; tests/alerting/alerter_test.cpp",
    r"centinela_state_(evictions_total|expired_total|overflow_entities|entities|bytes)\{": "a view without its entities, or that is not full",
    r"centinela_name_book_evictions_total$": "100 000 entries; tests/privacy",
    r"centinela_checkpoints_total\{result=\"failed\"\}": "needs a disk that refuses a checkpoint; tests/storage",
    r"centinela_checkpoint_blocked$": "needs a full disk; operate_test",
    r"centinela_erased_entities_total$": "operate_test",
    r"centinela_control_records_total\{kind=\"(erase|switch)\"": "what was asked for, or not; operate_test",
    r"centinela_dead_letters_total\{reason=\"crash\"\}": "needs a process that dies; tests/app/crash_book_test.cpp",
    r"centinela_io_errors_total\{": "needs a disk that refuses a checkpoint; tests/storage",
    r"centinela_kafka_lost_messages_total$": "needs a log that is cut; input_test",
    r"centinela_kafka_commits_total\{result=\"failed\"\}": "needs a coordinator that refuses",
    r"centinela_kafka_rebalances_total\{event=\"(revoked|lost)\"\}": "the scrape comes before the end; recovery_test",
    r"centinela_kafka_errors_total\{severity=\"fatal\"\}": "needs a producer that dies; tests/contract",
    r"centinela_sink_(deliveries_total\{.*failed|queue_records)": "nothing fails, and nothing waits for long",
    r"centinela_rulings_total\{ruling=\"(duplicate|other)\"\}": "tests/alerting/rulings_test.cpp",
    r"centinela_control_records_total\{kind=\"verdict\",outcome=\"unknown_ruling\"\}": "tests/alerting/rulings_test.cpp",
    r"centinela_alertmanager_posts_total\{result=\"(refused|failed)\"\}": "needs an Alertmanager that answers 400, or none; outward_test",
    r"centinela_notifier_(dropped_total|folded_alerts|queue_alerts)": "needs 2000 alerts, or a full queue; tests/sink",
    r"centinela_silences_total\{tag=\"(fp|expected)\"\}": "rulings_test",
    r"centinela_log_lines(_withheld)?_total": "debug is off, errors and floods are elsewhere",
    r"centinela_metric_series_refused_total$": "257 tenants; tests/telemetry",
    r"centinela_http_(requests_total\{code=\"(3xx|5xx)\"|connections_refused)": "tests/http",
    r"centinela_producers\{state=\"silent\"\}": "takes an hour of silence; tests/app/standing_metrics_test.cpp",
    r"centinela_kafka_uncommitted_messages$": "0 when all is committed, as it should be",
    r"centinela_kafka_consumer_lag_messages\{": "0 when all is read, as it should be",
    r"centinela_warm_up_remaining_seconds\{": "0 when warm; one series a tenant",
    r"centinela_explanation_coverage_ratio$": "0 where nothing is explained",
    r"centinela_alerts_suppressed_total$": "rulings_test",
    r"centinela_heartbeat_timestamp_seconds$": "0 never: left out until the first",
}
# On the page only after what this daemon does not live through.
ABSENT = {"centinela_restore_duration_seconds": "a restart; state_test"}
# A span of the platform's that is no access: of a preset's stream, and counted as such.
NO_ACCESS = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "GET /", "attributes": []}]}]}]})


def documented():
    with open(os.path.join(ROOT, "docs", "metrics.md"), encoding="utf-8") as file:
        return re.findall(r"(?m)^\| `((?:centinela|process)_\w+)` \|", file.read())


class Metrics(AnalystTest):
    def values(self, daemon):
        found = {}
        for text in daemon.get("/metrics")[1].splitlines():
            series = re.match(r"(\w+(?:\{[^}]*\})?) (\S+)$", text)
            if series and "_bucket{" not in text:
                found[series.group(1)] = float(series.group(2))
        return found

    def live_through_much(self, config, daemon):
        """Rulings, a silence, late and repeated events, gaps, bad records, bad requests, a good and a bad reload."""
        made = [line(access(7000 + number, "u-gap", producer={"name": "crm-2", "sequence": number, "boot": 1},
                            minutes_ago=4 - number / 100)) for number in (1, 2, 3, 30, 31)]
        late = line(access(7100, "u-late", minutes_ago=24 * 60))
        Real.broker.produce(config.input, made + [made[0], late] + BAD_LINES + [line(canary(7200, "u-bait"))])
        told = wait_until("the canary is told", lambda: [
            alert for alert in map(json.loads, config.alert_lines()) if "canary" in json.dumps(alert["reasons"])])
        for ruling in ("benign", "expected", "malicious"):
            done = centinela("verdict", "--config", config.path, "--ruling", ruling,
                             stdin=f"{told[-1]['id']} a test\n{'0' * 32} nobody's\n{told[-1]['id']} again\n".encode())
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        now = json.loads(made[0])["time"]
        Real.broker.produce(config.input, [json.dumps({"type": "control", "id": f"c-{kind}", "time": now, "kind": kind,
                                                       "principal": "u-x"}) for kind in ("erase", "switch", "else")])
        # A minute of disorder is granted to the producer with the gap.
        Real.broker.produce(config.input, [line(access(7300 + number, "u-gap", minutes_ago=-number * 1.5,
                                                       producer={"name": "crm-2", "sequence": 32 + number, "boot": 1}))
                                           for number in range(3)])
        Real.broker.produce(config.input, [line(canary(7400, "u-bait-2"))])
        second = wait_until("a second canary is told", lambda: [
            alert for alert in map(json.loads, config.alert_lines()) if alert["id"] != told[-1]["id"]
            and alert["state"] == "open" and "canary" in json.dumps(alert["reasons"])])[-1]
        wait_until("it fires", lambda: second["id"] in http(self.alertmanager + "/api/v2/alerts")[1])
        subprocess.run(["amtool", "silence", "add", "--alertmanager.url", self.alertmanager, "--author", "ana", "--duration",
                        "1h", "--comment", "centinela:ack mine", f"episode={second['id']}"], check=True,
                       capture_output=True, timeout=60)
        self.assertEqual(daemon.get("/no-such-path")[0], 404)
        wait_until("the silence is a ruling", lambda: daemon.metric("centinela_rulings_total", 'ruling="ack"') == 1)

    def test_each_documented_metric_is_fed(self):
        """each metric of docs/metrics.md is moved by a daemon that lives through much, or is listed with a reason"""
        config = self.config("metrics")
        past = until_now([each for each in history() if b'"tenant":"acme"' in each])
        thief = json.loads(next(each for each in past if b'"type":"access"' in each and b'"BOG-AGE1"' in each))
        attack = [line(access(number, thief["principal"], minutes_ago=8 - number / 50, bytes=900))
                  for number in range(300)]
        Real.broker.produce(config.input, past + attack + [NO_ACCESS])
        daemon = config.daemon().wait_ready()
        daemon.process.send_signal(signal.SIGHUP)
        wait_until("it is reloaded", lambda: "configuration reloaded" in daemon.log_text())
        self.live_through_much(config, daemon)
        wait_until("all is committed", lambda: daemon.metric("centinela_kafka_uncommitted_messages") == 0)
        before = daemon.metric("centinela_kafka_errors_total")
        Real.broker.stop()
        wait_until("the outage is counted", lambda: daemon.metric("centinela_kafka_errors_total") > before)
        values = self.values(daemon)
        Real.broker.start()
        absent, still = [], []
        for name in documented():
            series = [each for each in values if re.fullmatch(name + r"(_count)?(\{.*)?", each)]
            if not series:
                absent.append(name)
            still += [each for each in series if values[each] == 0]
        self.assertEqual(absent, list(ABSENT), "documented, and not on the page")
        unexplained = [each for each in still if not any(re.match(pattern, each) for pattern in UNMOVED)]
        self.assertEqual(unexplained, [], "documented, and never moved: feed it, remove it, or give a reason in UNMOVED")
        stale = [pattern for pattern in UNMOVED if not any(re.match(pattern, each) for each in values)]
        self.assertEqual(stale, [], "reasons for series that are not there")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
