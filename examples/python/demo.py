"""Writes the accesses of a small support desk to standard output, or to Kafka.

    python3 demo.py > events.jsonl
    python3 demo.py --kafka localhost:9092
"""

import argparse

import centinela_events

CUSTOMERS = [{"id": f"c-{number}", "name": name} for number, name in
             enumerate(["Ana", "Bo", "Chen", "Dana"])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kafka", help="bootstrap servers; standard output if not given")
    options = parser.parse_args()
    sink = centinela_events.kafka_sink(options.kafka) if options.kafka else None
    producer = centinela_events.Producer("support-desk", sink=sink)

    @producer.accesses("read", resource={"name": "crm.customers", "kind": "table",
                                         "class": "contact", "sensitivity": "personal"},
                       data_subjects=lambda customer: [customer["id"]])
    def open_customer(identifier):
        return next(one for one in CUSTOMERS if one["id"] == identifier)

    agent = {"id": "u-42", "kind": "human", "role": "agent_l1", "team": "BOG-AGE1"}
    for customer in CUSTOMERS:
        ticket = {"ticket": f"t-{customer['id']}", "ticket_subject": customer["id"],
                  "conversation": f"k-{customer['id']}", "acting_for": customer["id"]}
        with centinela_events.acting(principal=agent, context=ticket):
            open_customer(customer["id"])
    with centinela_events.acting(principal=agent):
        with producer.access("export", resource={"name": "crm.customers", "kind": "table"},
                             destination="laptop") as event:
            event["records"] = len(CUSTOMERS)
    producer.heartbeat()
    if options.kafka:
        sink.flush()


if __name__ == "__main__":
    main()
