// Records how npm's ical.js reads the calendars of ics.jsonl, which `python -m tests.bot.files.record` writes first:
//   npm install --no-package-lock && node read_ics.mjs < ics.jsonl > icaljs.jsonl && rm -r node_modules
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const text = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { name, ics } = JSON.parse(line);
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      summary: event.summary,
      location: event.location,
      description: event.description,
      status: text(component, "status"),
      url: text(component, "url"),
    };
  });
  console.log(JSON.stringify({ name, method: text(calendar, "method"), events }));
}
