# ruff: noqa: INP001  # It runs on its own, elsewhere.
"""Records how recurring-ical-events reads ics.jsonl; it needs an older dateutil than we have.

python -m venv other && other/bin/pip install recurring-ical-events==3.8.2
other/bin/python read_recurring.py < ics.jsonl > recurring.jsonl && rm -r other
"""

import json
import sys

import icalendar
import recurring_ical_events


def text(component, name):
    value = component.get(name)
    return None if value is None else str(value)


for line in sys.stdin:
    case = json.loads(line)
    calendar = icalendar.Calendar.from_ical(case["ics"])
    events = [
        {
            "uid": text(event, "UID"),
            "sequence": int(event["SEQUENCE"]),
            "start": event.start.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "end": event.end.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "summary": text(event, "SUMMARY"),
            "location": text(event, "LOCATION"),
            "description": text(event, "DESCRIPTION"),
            "status": text(event, "STATUS"),
            "url": text(event, "URL"),
        }
        for event in recurring_ical_events.of(calendar).all()
    ]
    said = {"name": case["name"], "method": text(calendar, "METHOD"), "events": events}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
