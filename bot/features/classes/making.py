"""Making a class: a typed line becomes a card, what is missing is asked, one tap plans it or a run of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import clash, timing, typed
from bot.features.classes import reading, screens
from bot.features.classes.buttons import Field
from bot.features.classes.draft import ClassDraft, fresh
from bot.features.leading import NewClassOn
from bot.features.series.draft import SeriesDraft
from bot.features.series.reading import how_many
from bot.reading import read_line, read_price
from bot.screen import Screen, lines
from bot.visit import Visit
from core.draft import Draft
from core.errors import InThePast, NotValid
from core.group_class import LONGEST_NAME
from core.ports import Books
from core.use_cases.classes import planning
from core.when.reading import Day, When
from core.zones import wall, zone


async def start_empty(visit: Visit) -> None:
    """/class: everything is asked, or what is typed after it is read."""
    rest = "" if visit.tapped else visit.text.partition(" ")[2].strip()
    if rest:
        await _start(visit, await reading.read(visit, rest))
    else:
        await _begin(visit, ClassDraft(place_id=visit.me.place_id))


async def start_on_day(visit: Visit, button: NewClassOn) -> None:
    day = None if button.day is None else timing.day_of(button.day).toordinal()
    await _begin(visit, ClassDraft(place_id=visit.me.place_id, on_day=day))


async def read_class(visit: Visit, text: str) -> bool:
    """A trainer's line that names a class; with somebody from the list in it, it is a session of theirs."""
    if visit.trainer is None or not reading.names_a_class(text):
        return False
    meant = await reading.read(visit, text)
    if meant.when is None or (meant.has_client and "seats" not in meant.fields):
        return False
    await _start(visit, meant)
    return True


async def _start(visit: Visit, meant: reading.Meant) -> None:
    s = replace(ClassDraft(place_id=visit.me.place_id), **meant.fields)
    await proceed(visit, fresh(visit.me, visit.now, s), s, when=meant.when)


async def _begin(visit: Visit, s: ClassDraft) -> None:
    await proceed(visit, fresh(visit.me, visit.now, s), s)


async def proceed(
    visit: Visit,
    draft: Draft,
    s: ClassDraft,
    *,
    field: Field | None = None,
    when: When | None = None,
    lead: Markup | None = None,
) -> None:
    """Saves what is known and shows the next question, or the card."""
    step = field or s.missing
    shown: Screen
    if step is Field.CARD:
        try:
            s, shown = await visit.read(partial(_card, visit, draft, s))
        except (InThePast, NotValid) as wrong:
            over = isinstance(wrong, InThePast)
            lead = visit.w("That time is over.") if over else visit.w("None of these times is ahead.")
            step = Field.WHEN
    draft = await visit.save(replace(draft, step=step, fields=s.row(), parked=False))
    if step is not Field.CARD:
        shown = await visit.read(partial(_question, visit, draft, s, step, when))
    await visit.show(replace(shown, text=lines(lead, shown.text)) if lead else shown)


async def _card(visit: Visit, draft: Draft, s: ClassDraft, books: Books) -> tuple[ClassDraft, Screen]:
    """What is in the way is kept as it was shown: only that may be booked over."""
    dates = await planning.plan(books, s.wanted(visit.me), visit.now)
    found = [c for d in dates for c in d.conflicts]
    s = replace(s, shown=tuple(sorted({id_ for d in dates for id_ in d.slots})))
    names = await clash.names_of(books, found)
    place = await books.places.find(s.place_id)
    return s, screens.card(draft.key, s, dates, place, visit.me, names, visit.calendar)


async def _question(
    visit: Visit, draft: Draft, s: ClassDraft, field: Field, when: When | None, books: Books
) -> Screen:
    w, me, key = visit.w, visit.me, draft.key
    match field:
        case Field.NAME:
            return screens.ask_name(key, s, w)
        case Field.WHEN if s.readings:
            return screens.ask_reading(key, s, me, visit.calendar)
        case Field.WHEN:
            if when is None and s.on_day is not None:
                day = timing.day_of(s.on_day)
                when = Day(day, day)
            options = await timing.choices(books, when, me, None, w, visit.now)
            return screens.ask_when(key, s, options, me, visit.calendar)
        case Field.WEEKS:
            return screens.ask_weeks(key, s, w)
        case Field.PLACE:
            return screens.places(key, s, await books.places.of_trainer(me.id), w)
        case _:
            return screens.ask_number(key, s, field, me, w)


async def ask_again(visit: Visit, draft: Draft) -> None:
    await proceed(visit, draft, ClassDraft.of(draft.fields), field=Field(draft.step))


# What is typed.


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """The answer to what was asked; on the card, whatever of it a line says anew."""
    s, field = ClassDraft.of(draft.fields), Field(draft.step)
    match field:
        case Field.NAME:
            name = " ".join(text.split())[:LONGEST_NAME]
            await proceed(visit, draft, replace(s, name=name))
        case Field.WEEKS:
            await weeks(visit, draft, s, text)
        case Field.SEATS | Field.MINIMUM | Field.PRICE:
            await _number(visit, draft, s, field, text)
        case Field.PLACE:
            await _place(visit, draft, s, text)
        case _:
            await _line(visit, draft, s, text)


async def _line(visit: Visit, draft: Draft, s: ClassDraft, text: str) -> None:
    """A whole class typed anew, or another time, price or number for this one."""
    meant = await reading.read(visit, text)
    if reading.names_a_class(text) and meant.when is not None:
        await _start(visit, meant)
        return
    fields = dict(meant.fields)
    if draft.step == Field.WHEN:
        fields.pop("name", None)
        if not fields.keys() & {"start", "readings"}:
            lead = None if meant.when else visit.w("I did not get “{words}”.", words=text[:100])
            await proceed(visit, draft, s, field=Field.WHEN, when=meant.when, lead=lead)
            return
    if "minimum" in fields and not fields["minimum"]:
        fields.pop("minimum")
    if fields.keys() & {"start", "readings"}:
        fields |= {"shown": None, "over": None}
        fields.setdefault("readings", ())
    await proceed(visit, draft, replace(s, **fields), when=meant.when)


async def weeks(visit: Visit, draft: Draft, s: ClassDraft, text: str) -> None:
    found = await how_many(visit, _as_series(visit, s), text)
    if found is None:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await proceed(visit, draft, s, field=Field.WEEKS, lead=lead)
        return
    count = None if found.count is None else min(found.count, planning.MOST_IN_A_RUN)
    await proceed(visit, draft, replace(s, count=count, until=found.until))


def _as_series(visit: Visit, s: ClassDraft) -> SeriesDraft:
    if s.period is None or s.rule is None:
        raise LookupError("the draft is no run")
    first = wall(s.period.start, zone(visit.me.zone)).isoformat()
    return SeriesDraft(0, rule=s.rule, first=first, minutes=60)


async def _number(visit: Visit, draft: Draft, s: ClassDraft, field: Field, text: str) -> None:
    n = await number_of(visit, field, text)
    try:
        known = None if n is None else s.with_number(field, n)
    except NotValid:
        known = None
    if known is None:
        await proceed(visit, draft, s, field=field, lead=not_that(visit, field))
    else:
        await proceed(visit, draft, known)


async def number_of(visit: Visit, field: Field, text: str) -> int | None:
    """What was typed as a number of heads, or as a price."""
    if field is not Field.PRICE:
        return 0 if field is Field.MINIMUM and reading.is_none(text) else reading.number(text)
    if text.strip() == "0":
        return 0
    price = typed.bare_price(text, visit.me.currency) or await read_price(visit, text)
    return price.amount if price else None


def not_that(visit: Visit, field: Field) -> Markup:
    if field is Field.PRICE:
        return visit.w("That is not a price I can take. Type it like 500k or 500.000.")
    if field is Field.MINIMUM:
        return visit.w("That is more than there are seats, or no number.")
    return visit.w("A class has 1 to 100 seats. Please type a number.")


async def _place(visit: Visit, draft: Draft, s: ClassDraft, text: str) -> None:
    found = (await read_line(visit, text)).places
    if len(found) == 1:
        await proceed(visit, draft, replace(s, place_id=found[0].id))
        return
    lead = visit.w("I do not know “{words}” as a place.", words=text[:100])
    await proceed(visit, draft, s, field=Field.PLACE, lead=lead)
