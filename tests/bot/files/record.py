"""Writes the calendars that other readers are asked about: `python -m tests.bot.files.record > ics.jsonl`."""

import json
import sys

from tests.bot.files.calendars import cases

for name, _, content in cases():
    sys.stdout.write(json.dumps({"name": name, "ics": content.decode()}, ensure_ascii=False) + "\n")
