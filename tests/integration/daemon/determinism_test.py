"""The same records give the same alerts: from a file, in batches of any size, and through a broker."""

from events import history, with_bad_lines
from support import Config, DaemonTest, Real

RECORDS = 40_000


class Determinism(DaemonTest):
    def test_file_and_broker_agree(self):
        """a file twice, with batches of 1 and of 4096, and through a broker: byte-equal alerts and dead letters"""
        config = Config("determinism", topics=False)
        lines = with_bad_lines(history()[:RECORDS])
        alerts, dead, summary = config.replay(lines)
        self.assertGreater(len(alerts), 50, "too few alerts to prove anything")
        self.assertGreater(len(dead), 30)
        for sets in ((), ("engine.batch_size=1",), ("engine.batch_size=4096",)):
            again, dead_again, _ = config.replay(lines, *sets)
            self.assertEqual(again, alerts, f"replay with {sets}")
            self.assertEqual(dead_again, dead, f"replay with {sets}")

        for topic in (config.input, config.alerts, config.dead):
            Real.broker.create(topic)
        Real.broker.produce(config.input, lines)
        daemon = config.daemon("engine.batch_size=333").wait_ready()
        daemon.wait_read(summary["read"])
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        self.assertEqual(config.all_alert_lines()[:len(alerts)], alerts, "through the broker")
        letters = Real.broker.consume(config.dead)
        self.assertEqual([int(letter.header("__connect.errors.offset")) for letter in letters],
                         [letter["line"] for letter in dead])
        self.assertEqual([letter.header("centinela-error-code").decode() for letter in letters],
                         [letter["reason"] for letter in dead])
        self.assertEqual([letter.value for letter in letters], [lines[letter["line"]] for letter in dead])
