"""The plan of two who train together: either changes it, the other one hears of it; then the first series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from markupsafe import Markup

from bot import dialogue, preferences
from bot.buttons import Key, key
from bot.feature import Feature, Step, Tap, Who
from bot.features.coordination import buttons as b
from bot.features.coordination import screens
from bot.features.series import entry
from bot.notices import Telling
from bot.screen import Screen, lines
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.draft import Draft
from core.errors import NotFound, NotValid
from core.notice import NoticeKind
from core.people import Place, PlaceKind, Side
from core.ports import Books
from core.use_cases import coordinating
from core.use_cases.coordinating import FIELDS, INJURIES, Plan
from core.use_cases.requesting import LONGEST_ANSWER

DIALOGUE = "plan"
_CHIPS = {
    "goals": {*preferences.GOALS},
    "experience": {*preferences.EXPERIENCE},
    "times": {*preferences.PARTS, *(f"d{n}" for n in range(7))},
    "place": {*preferences.HOME},
}


async def _seen(visit: Visit, client_id: int) -> Plan:
    return await visit.read(coordinating.seen, client_id, visit.person.id, visit.now)


async def _places(visit: Visit, plan: Plan) -> Sequence[Place]:
    return await visit.read(lambda books: books.places.of_trainer(plan.trainer.id))


async def open_plan(visit: Visit, button: b.OpenPlan) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await _show(visit, await _seen(visit, button.client_id), below=button.below)


async def _show(visit: Visit, plan: Plan, lead: Markup | None = None, *, below: bool = False) -> None:
    screen = screens.card(plan, visit.calendar_for(plan.trainer.zone), lead)
    await (visit.say(screen) if below else visit.show(screen))


async def ask_field(visit: Visit, button: b.AskField) -> None:
    plan = await _seen(visit, button.client_id)
    if not _may_change(plan, button.field):
        await _show(visit, plan)
        return
    await dialogue.begin(visit, DIALOGUE, button.field, client_id=plan.client.id)
    await visit.show(screens.question(plan, button.field, await _places(visit, plan), visit.w))


def _may_change(plan: Plan, field: str) -> bool:
    """Injuries are the client's own to tell."""
    return field in FIELDS or (field == INJURIES and plan.side is Side.CLIENT)


async def ask_again(visit: Visit, draft: Draft) -> None:
    plan = await _seen(visit, draft.fields["client_id"])
    await visit.say(screens.question(plan, draft.step, await _places(visit, plan), visit.w))


async def pick(visit: Visit, button: b.PickField) -> None:
    """Of goals and times several can be on: the question stays open; the other ones are answers."""
    plan, field = await _seen(visit, button.client_id), button.field
    there = screens.value(plan, field) if _may_change(plan, field) else None
    if field == "place" and button.name.startswith("p"):
        names = {f"p{place.id}": place.name for place in await _places(visit, plan)}
        await _change(visit, plan.client.id, field, names.get(button.name, there))
    elif button.name not in _CHIPS.get(field, ()):
        await _show(visit, plan)
    elif field in ("goals", "times"):
        value = preferences.toggled(there, button.name)
        changed = await visit.write(coordinating.change, plan.client.id, field, value, visit.act())
        await visit.show(screens.question(changed, field, await _places(visit, plan), visit.w))
    else:
        await _change(visit, plan.client.id, field, preferences.code(button.name))


async def empty(visit: Visit, button: b.EmptyField) -> None:
    await _change(visit, button.client_id, button.field, None)


async def _change(
    visit: Visit, client_id: int, field: str, value: str | None, lead: Markup | None = None
) -> None:
    act, draft = visit.act(), visit.draft

    async def work(books: Books) -> Plan:
        plan = await coordinating.change(books, client_id, field, value, act)
        if draft is not None and draft.dialogue == DIALOGUE:
            await visit.close(books, draft)
        return plan

    await _show(visit, await visit.write(work), lead or visit.w("✅ Noted. The other one hears of it."))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    client_id, field = draft.fields["client_id"], draft.step
    plan, value, lead = await _seen(visit, client_id), preferences.typed(text), None
    if field == "times":
        value = await preferences.understood(visit, text, plan.trainer)
        lead = preferences.read_back(value, visit.w)
    elif field == "goals":
        value = preferences.with_typed(plan.intake.goals, text)
    if not 1 <= len(value) <= LONGEST_ANSWER:
        raise NotValid(field)
    await _change(visit, client_id, field, value, lead)


# The first series.


async def first_series(visit: Visit, button: b.FirstSeries) -> None:
    """With the days, the time and the place that were agreed on, as far as they are known."""
    plan = await _seen(visit, button.client_id)
    if plan.side is not Side.TRAINER:
        raise NotFound
    known: dict[str, object] = {"client_id": plan.client.id, "place_id": await _place_id(visit, plan)}
    found = preferences.rhythm(plan.intake.times)
    if found is not None:
        known |= _first(found, visit)
    left = max((one.tally.left for one in plan.packages), default=0)
    await entry.begin(visit, known, found.days if found else (), count=left or None)


def _first(found: preferences.Rhythm, visit: Visit) -> dict[str, object]:
    """From tomorrow on; without a time only the day, and the time is asked."""
    today = visit.calendar.today
    day = next(d for d in _days_from(today + timedelta(days=1)) if d.weekday() in found.days)
    start = datetime.combine(day, found.start).isoformat() if found.start else day.isoformat()
    return {"first": start, "minutes": found.minutes or visit.me.length_minutes}


def _days_from(day: date) -> list[date]:
    return [day + timedelta(days=n) for n in range(7)]


async def _place_id(visit: Visit, plan: Plan) -> int | None:
    """The place that was agreed on, when it is one of the trainer's; the client's home is none of them."""
    if not plan.intake.place:
        return visit.me.place_id
    places = [place for place in await _places(visit, plan) if place.kind is not PlaceKind.HOME]
    return next((place.id for place in places if place.name == plan.intake.place), None)


# Told.


async def changed(telling: Telling) -> Screen | None:
    """All that was changed within a few minutes, as it is then."""
    reader = telling.reader.id
    plan = await coordinating.seen(telling.books, telling.facts["client_id"], reader, telling.now)
    w = telling.w
    lead = w("🤝 <b>{name} has changed your plan.</b>", name=plan.client.name)
    if plan.side is Side.CLIENT:
        lead = w("🤝 <b>Coach {name} has changed your plan.</b>", name=plan.trainer.name)
    shown = screens.card(plan, telling.calendar(plan.trainer.zone))
    return replace(shown, text=lines(lead, "", shown.text), rows=[_open(plan, telling)])


def _open(plan: Plan, telling: Telling) -> list[Key]:
    return [key(telling.w.plain("🤝 Plan together"), b.OpenPlan(plan.client.id, below=True))]


async def present(visit: Visit, event: Event) -> bool:
    if event.kind != "plan_changed" or event.client_id is None:
        return False
    await _show(visit, await _seen(visit, event.client_id))
    return True


feature = Feature(
    name="coordination",
    help=N_(
        "[🤝 Plan together] keeps goals, times and place of the two of you, and leads to the first series."
    ),
    who=Who.ANYONE,
    taps=(
        Tap(b.OpenPlan, open_plan),
        Tap(b.AskField, ask_field),
        Tap(b.PickField, pick),
        Tap(b.EmptyField, empty),
        Tap(b.FirstSeries, first_series, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:{field}": Step(ask_again, answer) for field in (*FIELDS, INJURIES)},
    notices={NoticeKind.PLAN_CHANGED: changed},
    present=present,
)
