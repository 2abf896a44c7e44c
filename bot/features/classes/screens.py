"""A class that is being made: its card, and the question for each thing that is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from markupsafe import Markup

from bot import clash
from bot.buttons import Rows, in_rows, key
from bot.features.classes import buttons as b
from bot.features.classes.buttons import Field
from bot.features.classes.draft import ClassDraft
from bot.saying import Calendar, length, money
from bot.saying_repeats import repeats
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices
from core.money import Money
from core.people import Place, Trainer
from core.period import Period
from core.use_cases.classes.planning import Date
from core.zones import wall, zone

#: So many of a run are named.
_NAMED = 8


def card(
    draft: str,
    s: ClassDraft,
    dates: Sequence[Date],
    place: Place | None,
    trainer: Trainer,
    names: Mapping[int, str],
    calendar: Calendar,
) -> Screen:
    w = calendar.w
    clashing = [d for d in dates if d.conflicts]
    kept = [d for d in dates if not d.is_left_out]
    text = lines(
        w("🤸 <b>{name}</b>", name=s.name),
        _when(s, trainer, calendar),
        _run(s, dates, kept, calendar),
        w.many("👥 {n} seat", "👥 {n} seats", s.seats or 0),
        price_line(Money(max(0, s.price), trainer.currency), w),
        minimum_line(s.minimum, w),
        w("📍 {place}", place=place.name) if place else None,
        listed_line(listed=s.listed, w=w),
        *_clashes(clashing, names, calendar, alone=s.rule is None),
    )
    return Screen(text, [*_create(draft, clashing, kept, w), *_fields(draft, s, w)])


def _when(s: ClassDraft, trainer: Trainer, calendar: Calendar) -> Markup:
    period = s.period
    if period is None:
        return Markup()
    if s.rule is not None:
        start = wall(period.start, zone(trainer.zone)).time()
        return calendar.w("🔁 <b>{when}</b>", when=repeats(s.rule, start, period.length, calendar.w))
    return calendar.w(
        "🗓 <b>{when}</b> ({length})",
        when=calendar.period_named(period),
        length=length(period.length, calendar.w),
    )


def _run(s: ClassDraft, dates: Sequence[Date], kept: Sequence[Date], calendar: Calendar) -> Markup | None:
    """How many there are of a run, and from when to when."""
    if s.rule is None or not dates:
        return None
    first, last = (calendar.day(calendar.local(d.period.start).date()) for d in (dates[0], dates[-1]))
    count = calendar.w.many("{n} class", "{n} classes", len(kept))
    return calendar.w("{count}, {first} – {last}", count=count, first=first, last=last)


def price_line(price: Money | None, w: Words) -> Markup:
    if price is None or not price.amount:
        return w("💰 free of charge")
    return w("💰 {price} a head", price=money(price, w))


def minimum_line(minimum: int, w: Words) -> Markup | None:
    if not minimum:
        return None
    return w.many(
        "⚖️ at least {n} person, else I ask you the evening before",
        "⚖️ at least {n} people, else I ask you the evening before",
        minimum,
    )


def listed_line(*, listed: bool, w: Words) -> Markup:
    return w("👁 your clients and the directory can see it") if listed else w("🔒 by invitation only")


def _clashes(
    clashing: Sequence[Date], names: Mapping[int, str], calendar: Calendar, *, alone: bool
) -> list[Markup]:
    if not clashing:
        return []
    w = calendar.w
    if alone:
        return [Markup(), clash.for_trainer(clashing[0].conflicts, names, calendar)]
    told: list[Markup] = [Markup(), w("<b>Not free, so left out:</b>")]
    if not any(d.is_left_out for d in clashing):
        told = [Markup(), w("<b>Not free, booked all the same:</b>")]
    for at in clashing[:_NAMED]:
        told.append(w("• {when}", when=calendar.period(at.period)))
        told.append(clash.for_trainer(at.conflicts, names, calendar))
    rest = len(clashing) - _NAMED
    return [*told, *([w.many("… and {n} more", "… and {n} more", rest)] if rest > 0 else [])]


def _create(draft: str, clashing: Sequence[Date], kept: Sequence[Date], w: Words) -> Rows:
    keys = []
    if kept:
        label = w.plain("✅ Create {n}", n=len(kept)) if len(kept) > 1 else w.plain("✅ Create")
        keys.append(key(label, b.Create(draft)))
    if any(d.is_left_out for d in clashing):
        keys.append(key(w.plain("Create anyway"), b.CreateAnyway(draft)))
    return [keys]


def _fields(draft: str, s: ClassDraft, w: Words) -> Rows:
    names = {
        Field.NAME: w.plain("🤸 Name"),
        Field.WHEN: w.plain("🗓 Time"),
        Field.SEATS: w.plain("👥 Seats"),
        Field.PRICE: w.plain("💰 Price"),
        Field.PLACE: w.plain("📍 Place"),
        Field.MINIMUM: w.plain("⚖️ Minimum"),
    }
    keys = [key(label, b.AskField(draft, field)) for field, label in names.items()]
    seen = key(w.plain("🔒 Invitation only"), b.ShowTo(draft, listed=False))
    if not s.listed:
        seen = key(w.plain("👁 Show it"), b.ShowTo(draft, listed=True))
    return [*in_rows(keys, 3), [seen, key(w.plain("Discard"), b.Discard(draft))]]


# Questions.


def _back(draft: str, s: ClassDraft, w: Words) -> Rows:
    """To the card once there is one."""
    if s.missing is Field.CARD:
        return [[key(w.plain("‹ Back"), b.AskField(draft, Field.CARD))]]
    return [[key(w.plain("Discard"), b.Discard(draft))]]


def ask_name(draft: str, s: ClassDraft, w: Words) -> Screen:
    return Screen(w("<b>What is the class called?</b> Type it, like “Yoga”."), _back(draft, s, w))


def ask_when(draft: str, s: ClassDraft, options: Choices, trainer: Trainer, calendar: Calendar) -> Screen:
    w = calendar.w
    keys = [
        key(
            calendar.moment(p.start),
            b.PickTime(draft, int(p.start.timestamp()), int(p.length.total_seconds()) // 60),
        )
        for p in options.periods
    ]
    hint = w("<i>One or many: “Sat 9:00-10:00”, “every Sat 9:00 for 8 weeks”.</i>")
    all_ = [] if s.period else [key(w.plain("🤸 All classes"), b.MyClasses())]
    return Screen(lines(options.why, hint), [*in_rows(keys, 2), all_, *_back(draft, s, w)])


def ask_reading(draft: str, s: ClassDraft, trainer: Trainer, calendar: Calendar) -> Screen:
    """What was typed can be several things."""
    w = calendar.w
    keys = [
        key(_reading(s.read_as(one), trainer, calendar), b.PickReading(draft, n))
        for n, one in enumerate(s.readings)
    ]
    return Screen(w("<b>Which one do you mean?</b>"), [*in_rows(keys, 1), *_back(draft, s, w)])


def _reading(s: ClassDraft, trainer: Trainer, calendar: Calendar) -> str:
    period = s.period or Period(calendar.now, calendar.now + timedelta(hours=1))
    if s.rule is None:
        return calendar.period(period)
    start = wall(period.start, zone(trainer.zone)).time()
    return repeats(s.rule, start, period.length, calendar.w)


def ask_weeks(draft: str, s: ClassDraft, w: Words) -> Screen:
    keys = [key(w.plain("{n} weeks", n=n), b.PickNumber(draft, Field.WEEKS, n)) for n in (4, 8, 12)]
    text = w("<b>For how long?</b> Tap, or type it: “10 weeks”, “until 20 December”.")
    return Screen(text, [keys, *_back(draft, s, w)])


def ask_number(draft: str, s: ClassDraft, field: Field, trainer: Trainer, w: Words) -> Screen:
    text, keys = question(field, trainer, w)
    rows = in_rows([key(label, b.PickNumber(draft, field, n)) for label, n in keys], 4)
    return Screen(text, [*rows, *_back(draft, s, w)])


def question(field: Field, trainer: Trainer, w: Words) -> tuple[Markup, list[tuple[str, int]]]:
    """The words, and what can be tapped."""
    match field:
        case Field.SEATS:
            return w("<b>How many can join?</b> Tap, or type a number."), [
                (str(n), n) for n in (4, 6, 8, 10, 12, 15)
            ]
        case Field.MINIMUM:
            text = w("<b>How many does it need at least?</b> With fewer I ask you the evening before.")
            return text, [(w.plain("No minimum"), 0), *((str(n), n) for n in (2, 3, 4, 5))]
        case _:
            usual = (100_000, 150_000, 200_000) if trainer.currency == "VND" else ()
            tapped = [(money(Money(n, trainer.currency), w), n) for n in usual]
            keys = [(w.plain("Free of charge"), 0), *tapped]
            return w("<b>What does it cost a head?</b> Type it (“150k”) or tap:"), keys


def places(draft: str, s: ClassDraft, found: Sequence[Place], w: Words) -> Screen:
    keys = [key(p.name, b.PickNumber(draft, Field.PLACE, p.id)) for p in found]
    keys.append(key(w.plain("No place"), b.PickNumber(draft, Field.PLACE, 0)))
    text = w("<b>Where?</b> Tap a place; new ones are made in /settings.")
    return Screen(text, [*in_rows(keys, 2), *_back(draft, s, w)])


def closed(w: Words) -> Screen:
    return Screen(w("This card is closed. Type the class anew, like “Yoga class Sat 9:00 8 seats 150k”."))


def discarded(w: Words) -> Screen:
    return Screen(w("Left out. Nothing was planned."))
