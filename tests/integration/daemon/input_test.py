"""What comes in besides plain JSON, and what becomes of what cannot be read."""

import json
import os
import struct

from events import access, canary, line
from support import Config, DaemonTest, Real, wait_until

ENVELOPE = {"specversion": "1.0", "id": "e-1", "source": "/crm", "type": "com.example.access"}


class Input(DaemonTest):
    def test_dead_letters(self):
        """a dead letter keeps key, value and headers, and says why for tools of Spring and of Connect"""
        config = Config("letters")
        Real.broker.produce(config.input, [line(access(1))])
        Real.broker.kcat("-P", "-t", config.input, "-K", "|", "-H", "app=crm", "-H", "tenant=acme",
                         stdin=b"customer-key|not json at all\n")
        Real.broker.kcat("-P", "-t", config.input, stdin=b'{"type":"access","id":"no-key"}\n')
        Real.broker.kcat("-P", "-t", config.input, "-Z", "-K", "|", stdin=b"tomb|\n")
        daemon = config.daemon().wait_ready()
        daemon.wait_read(4)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        first, second, third = Real.broker.consume(config.dead)
        headers = Real.broker.headers(config.dead)[0]
        self.assertEqual((first.key, first.value), (b"customer-key", b"not json at all"))
        self.assertEqual(list(headers)[:2], ["app", "tenant"], "its own headers first")
        self.assertEqual(headers["app"], b"crm")
        for name, value in (("kafka_dlt-original-topic", config.input.encode()),
                            ("kafka_dlt-original-partition", struct.pack(">i", 0)),
                            ("kafka_dlt-original-offset", struct.pack(">q", 1)),
                            ("kafka_dlt-original-consumer-group", config.name.encode()),
                            ("kafka_dlt-exception-fqcn", b"centinela.Error"),
                            ("__connect.errors.topic", config.input.encode()),
                            ("__connect.errors.partition", b"0"),
                            ("__connect.errors.offset", b"1"),
                            ("__connect.errors.stage", b"VALUE_CONVERTER"),
                            ("centinela-error-code", b"not_an_object")):
            self.assertEqual(headers[name], value, name)
        self.assertNotIn(b"not json at all", headers["kafka_dlt-exception-message"])
        self.assertEqual((second.key, second.value), (None, b'{"type":"access","id":"no-key"}'))
        self.assertEqual((third.key, third.value), (b"tomb", None))

    def test_poison_too_large_for_its_topic(self):
        """a dead letter that its topic does not take is told without its value, and nothing waits for it"""
        config = Config("poison")
        path = os.path.join(config.folder, "large")
        with open(path, "wb") as file:
            file.write(b"x" * 1_030_000)
        Real.broker.kcat("-P", "-t", config.input, "-X", "message.max.bytes=1048000", path)
        Real.broker.produce(config.input, [line(canary(1, "u-1"))])
        daemon = config.daemon().wait_ready()
        wait_until("the canary behind it is told", config.alert_lines)
        self.assertEqual(daemon.end(), 0, daemon.log_text())
        letter, = Real.broker.consume(config.dead)
        self.assertIsNone(letter.value)
        self.assertEqual(letter.header("centinela-value-omitted-bytes"), b"1030000")
        self.assertEqual(Real.broker.committed(config.name), 2)

    def test_envelopes(self):
        """CloudEvents in binary, structured and batched mode, and a schema-registry prefix, are events"""
        config = Config("envelopes")
        kcat = Real.broker.kcat
        headers = [option for name, value in {"ce_" + key: value for key, value in ENVELOPE.items()}.items()
                   for option in ("-H", f"{name}={value}")]
        produced = [canary(number, f"u-{number}") for number in range(5)]
        kcat("-P", "-t", config.input, *headers, "-H", "content-type=application/json", stdin=line(produced[0]) + b"\n")
        kcat("-P", "-t", config.input, "-H", "content-type=application/cloudevents+json",
             stdin=line(dict(ENVELOPE, datacontenttype="application/json", data=produced[1])) + b"\n")
        batch = [dict(ENVELOPE, id=f"e-{number}", data=produced[number]) for number in (2, 3)]
        kcat("-P", "-t", config.input, "-H", "content-type=application/cloudevents-batch+json", stdin=line(batch) + b"\n")
        path = os.path.join(config.folder, "prefixed")
        with open(path, "wb") as file:
            file.write(b"\x00\x00\x00\x00\x07" + line(produced[4]))
        kcat("-P", "-t", config.input, path)
        daemon = config.daemon().wait_ready()
        told = wait_until("five pages", lambda: (lines := config.alert_lines()) and len(lines) >= 5 and lines)
        self.assertEqual([letter.value for letter in Real.broker.consume(config.dead)], [])
        evidence = [json.loads(alert)["evidence"] for alert in told[:5]]
        self.assertEqual(evidence, [["0:0"], ["0:1"], ["0:2:0"], ["0:2:1"], ["0:3"]])
        self.assertEqual(len({json.loads(alert)["entity"]["id"] for alert in told}), 5, "five principals")
        self.assertEqual(daemon.end(), 0, daemon.log_text())
