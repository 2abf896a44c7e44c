"""The card of a session to be booked, and the questions that stand in its place."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import cards, clash
from bot.buttons import Key, Rows, in_rows, key
from bot.features.book import buttons as b
from bot.features.book import packages
from bot.features.book.draft import SessionDraft
from bot.features.book.packages import Whom
from bot.saying import Calendar, length, money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices
from core.booking import Kind
from core.conflicts import Conflict
from core.people import Client, Place, Trainer
from core.period import Period


def card(
    draft: str, s: SessionDraft, whom: Whom, place: Place | None, trainer: Trainer, calendar: Calendar
) -> Screen:
    """What was understood, with a button for each field; what was not understood comes first."""
    w, period, client = calendar.w, s.period, whom.client
    if period is None:
        raise LookupError("no time yet")
    logged = period.end <= calendar.now
    text = lines(
        w("<b>Log a session</b>") if logged else w("<b>New session</b>"),
        packages.client_line(whom, period, w),
        w("🗓 <b>{when}</b> ({length})", when=calendar.period_named(period), length=length(period.length, w)),
        cards.kind_line(Kind(s.kind), w),
        cards.place_line(place, w),
        packages.price_line(s, whom, trainer, w),
        w("📝 {note}", note=s.note) if s.note else None,
        w("<i>It is over: it will be logged as completed.</i>") if logged else None,
        w("<i>{name} has no reminders: not on Telegram yet.</i>", name=client.name)
        if client.person_id is None and not logged
        else None,
    )
    if s.unknown:
        return _with_leftover(draft, s, text, w)
    create = w.plain("✅ Log it") if logged else w.plain("✅ Create")
    return Screen(
        text,
        [
            [key(create, b.Create(draft))],
            *_fields(draft, whom, w),
            [key(w.plain("Discard"), b.Discard(draft))],
        ],
    )


def _with_leftover(draft: str, s: SessionDraft, text: Markup, w: Words) -> Screen:
    words = " ".join(s.unknown)
    rows = [
        [
            key(w.plain("📝 Add as note"), b.Leftover(draft, True)),
            key(w.plain("Leave out"), b.Leftover(draft, False)),
        ],
        [key(w.plain("Discard"), b.Discard(draft))],
    ]
    return Screen(lines(text, "", w("I did not get “{words}”.", words=words)), rows)


def _fields(draft: str, whom: Whom, w: Words) -> Rows:
    labels = {
        "client": w.plain("👤 Client"),
        "when": w.plain("🗓 Time"),
        "place": w.plain("📍 Place"),
        "kind": w.plain("💪 Kind"),
        "price": w.plain("💰 Price"),
        "note": w.plain("📝 Note"),
    }
    if whom.open:
        labels["package"] = w.plain("📦 Package")
    keys = [key(label, b.AskField(draft, field)) for field, label in labels.items()]
    return in_rows([*keys, key(w.plain("🔁 Repeat"), b.RepeatIt(draft))], 3)


def back(draft: str, s: SessionDraft, w: Words) -> Rows:
    """Back to the card where there is one; else out of it."""
    if s.client_id is not None and s.period is not None:
        return [[key(w.plain("‹ Back"), b.AskField(draft, "card"))]]
    return [[key(w.plain("Discard"), b.Discard(draft))]]


def who(draft: str, s: SessionDraft, clients: Sequence[Client], w: Words, *, several: bool) -> Screen:
    """Asks for the client: a known one, or the typed name as a new one."""
    keys = [key(c.name, b.PickClient(draft, c.id)) for c in clients[:20]]
    rows = in_rows(keys, 2)
    if s.new_name:
        rows.insert(0, [key(w.plain("➕ Add {name}", name=s.new_name), b.AddNamed(draft))])
        text = w("<b>Who?</b> “{name}” is not on your list.", name=s.new_name)
    elif several:
        text = w("<b>Who?</b> There is more than one:")
    elif keys:
        text = w("<b>Who?</b> Type the name or tap:")
    else:
        text = w("<b>Who?</b> Type the name of your client:")
    return Screen(text, [*rows, *back(draft, s, w)])


def when(draft: str, s: SessionDraft, found: Choices, trainer: Trainer, calendar: Calendar) -> Screen:
    keys = [_time_key(draft, p, calendar) for p in found.periods]
    keys += [key(calendar.day(d), b.PickDay(draft, d.toordinal())) for d in found.days]
    several = [[key(calendar.w.plain("🔁 As a series"), b.TakeSeries(draft))]] if s.repeats else []
    return Screen(found.why, [*in_rows(keys, 2), *several, *back(draft, s, calendar.w)])


def _time_key(draft: str, period: Period, calendar: Calendar) -> Key:
    minutes = int(period.length.total_seconds()) // 60
    return key(calendar.label(period.start), b.PickTime(draft, int(period.start.timestamp()), minutes))


def places(draft: str, s: SessionDraft, found: Sequence[Place], w: Words) -> Screen:
    keys = [key(p.name, b.PickPlace(draft, p.id)) for p in found] + [
        key(w.plain("No place"), b.PickPlace(draft, None))
    ]
    text = w("<b>Where?</b> Tap a place; new ones are made in /settings.")
    return Screen(text, [*in_rows(keys, 2), *back(draft, s, w)])


def kinds(draft: str, s: SessionDraft, w: Words) -> Screen:
    keys = [key(cards.kind_name(k, w), b.PickKind(draft, k)) for k in Kind if k is not Kind.CLASS]
    return Screen(w("<b>What kind of session?</b>"), [*in_rows(keys, 1), *back(draft, s, w)])


def price(draft: str, s: SessionDraft, trainer: Trainer, w: Words) -> Screen:
    keys = [key(w.plain("Free of charge"), b.PickPrice(draft, 0))]
    if trainer.usual_price is not None:
        usual = w.plain("Usual: {price}", price=money(trainer.usual_price, w))
        keys.insert(0, key(usual, b.PickPrice(draft, trainer.usual_price.amount)))
    return Screen(w("<b>How much?</b> Type it (“500k”) or tap:"), [*in_rows(keys, 1), *back(draft, s, w)])


def note(draft: str, s: SessionDraft, w: Words) -> Screen:
    return Screen(w("<b>Note?</b> Type what you want to remember; only you see it."), back(draft, s, w))


def taken(
    draft: str,
    s: SessionDraft,
    found: Sequence[Conflict],
    names: dict[int, str],
    free: Sequence[Period],
    calendar: Calendar,
) -> Screen:
    """Who is in the way, three times near it, and the trainer's own decision."""
    w, period = calendar.w, s.period
    head = w("🗓 <b>{when}</b>", when=calendar.period_named(period)) if period else None
    near = [_near_key(draft, p, period, calendar) for p in free]
    last = [key(w.plain("Other time"), b.AskField(draft, "when"))]
    if all(c.anyway_allowed for c in found):
        last.append(key(w.plain("Book anyway"), b.Anyway(draft)))
    text = lines(head, clash.for_trainer(found, names, calendar), w("Free near it:") if near else None)
    return Screen(text, [near, last, *back_to_start(draft, w)])


def back_to_start(draft: str, w: Words) -> Rows:
    return [[key(w.plain("Discard"), b.Discard(draft))]]


def _near_key(draft: str, free: Period, wanted: Period | None, calendar: Calendar) -> Key:
    """Only the time of day, where the day is the wanted one."""
    local = calendar.local(free.start)
    same_day = wanted is not None and local.date() == calendar.local(wanted.start).date()
    label = f"{local:%H:%M}" if same_day else calendar.moment(free.start)
    return key(label, b.PickTime(draft, int(free.start.timestamp()), int(free.length.total_seconds()) // 60))


def closed(w: Words) -> Screen:
    return Screen(w("This card is closed. Type the session anew, like “Lan tomorrow 18:00”."))


def discarded(w: Words) -> Screen:
    return Screen(w("Left out. Nothing was booked."))
