"""The card of a series to be booked: all its days at a glance, the clashes with what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from babel.dates import format_date
from markupsafe import Markup

from bot import cards, clash
from bot.buttons import Key, Rows, in_rows, key
from bot.features.series import buttons as b
from bot.features.series.draft import SeriesDraft
from bot.saying import Calendar, clock, day_name, money
from bot.saying_repeats import repeats
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices
from core.money import Money
from core.occurrences import said
from core.people import Client, Place, Trainer
from core.progress import Progress
from core.use_cases.series_plan import Beyond, Occurrence, Plan

#: So many clashes have their buttons at once; the next come up as these are decided.
_AT_ONCE = 5
#: So many are explained.
_EXPLAINED = 10
_NUMBERS = (8, 10, 12, 24, 36)
_HOURS = (6, 7, 8, 9, 17, 18, 19, 20)


@dataclass(frozen=True, slots=True)
class Shown:
    """A series with what is said of it."""

    plan: Plan
    client: Client
    place: Place | None
    trainer: Trainer
    #: The trainer's own clients who are in the way, by id.
    names: Mapping[int, str]


def card(draft: str, s: SeriesDraft, shown: Shown, calendar: Calendar) -> Screen:
    w, plan = calendar.w, shown.plan
    text = lines(
        w("<b>New series</b>"),
        w("👤 {name}", name=shown.client.name),
        w("🔁 {rule}", rule=repeats(s.rule, s.starts.time(), s.length, w)),
        cards.place_line(shown.place, w),
        _price(s, shown, w),
        w("📝 {note}", note=s.note) if s.note else None,
        "",
        *_days(plan.occurrences, calendar),
        *_clashes(s, shown, calendar),
        _credits(plan, w),
        w("<i>I did not get “{words}”.</i>", words=s.unknown) if s.unknown else None,
        w("<i>{name} is not on Telegram yet: you tell them.</i>", name=shown.client.name)
        if shown.client.person_id is None
        else None,
    )
    last = [key(w.plain("🔢 How many"), b.AskSeries(draft, "number")), _discard(draft, w)]
    return Screen(text, [*_create(draft, plan, w), *_decisions(draft, s, plan, calendar), last])


def _days(found: Sequence[Occurrence], calendar: Calendar) -> list[Markup]:
    """A line a month: the days on which it takes place, a sign where something is in the way."""
    w = calendar.w
    kept = [o for o in found if not o.skipped]
    by_month = groupby(kept, lambda o: calendar.local(o.period.start).date().replace(day=1))
    body = [
        w(
            "<b>{month}:</b> {days}",
            month=format_date(month, "LLLL", locale=w.language),
            days=", ".join(_day(o, calendar) for o in those),
        )
        for month, those in by_month
    ]
    first, last = kept[0].period.start, kept[-1].period.start
    head = w.many(
        "🗓 {n} session, {first}",
        "🗓 {n} sessions, {first} – {last}",
        len(kept),
        first=calendar.day(calendar.local(first).date()),
        last=calendar.day(calendar.local(last).date()),
    )
    return [head, *body]


def _day(one: Occurrence, calendar: Calendar) -> str:
    sign = "⚠️" if one.conflicts else ""
    return f"{sign}{calendar.local(one.period.start).day}"


def _clashes(s: SeriesDraft, shown: Shown, calendar: Calendar) -> list[Markup]:
    """What is in the way of which, and what becomes of it."""
    w = calendar.w
    found = [o for o in shown.plan.occurrences if o.conflicts]
    moved = [o for o in shown.plan.occurrences if o.number in dict(s.others) and not o.conflicts]
    if not found and not moved:
        return []
    rows = [_clash(one, shown, calendar) for one in found[:_EXPLAINED]]
    more = len(found) - _EXPLAINED
    rows += [w("… and {n} more", n=more)] if more > 0 else []
    rows += [w("🗓 {when}: another time", when=calendar.period(o.period)) for o in moved]
    return [Markup(), *rows]


def _clash(one: Occurrence, shown: Shown, calendar: Calendar) -> Markup:
    w = calendar.w
    why = Markup(" ").join(clash.for_trainer(one.conflicts, shown.names, calendar).split("\n"))
    fate = w("booked anyway") if one.anyway else w("left out")
    return w("{when}: {why} → <i>{fate}</i>", when=calendar.moment(one.period.start), why=why, fate=fate)


def _price(s: SeriesDraft, shown: Shown, w: Words) -> Markup | None:
    uses = shown.plan.credits
    if uses is not None and shown.plan.in_package:
        return w("📦 {name}", name=uses.contract.name)
    cost = shown.trainer.usual_price if s.price is None else Money(s.price, shown.trainer.currency)
    return w("💰 {price} each", price=money(cost, w)) if cost and cost.amount else None


def _credits(plan: Plan, w: Words) -> Markup | None:
    """Said where the package does not reach."""
    if plan.credits is None or not plan.beyond_package:
        return None
    beyond, left = len(plan.beyond_package), len(plan.in_package)
    if not left:
        return lines("", w("📦 <b>{name}</b> cannot take these sessions.", name=plan.credits.contract.name))
    said_ = w.many("{n} session fits", "{n} sessions fit", left)
    text = w("📦 <b>{name}:</b> {left} in it, {beyond} would be outside.", **_named(plan, said_, beyond))
    return lines("", text, w("<b>How many shall it be?</b>"))


def _named(plan: Plan, left: Markup, beyond: int) -> dict[str, object]:
    return {"name": plan.credits.contract.name if plan.credits else "", "left": left, "beyond": beyond}


def _create(draft: str, plan: Plan, w: Words) -> Rows:
    """One tap; where the package does not reach, two ways to go."""
    wanted, inside, beyond = len(plan.wanted), len(plan.in_package), len(plan.beyond_package)
    if not beyond:
        label = w.plain("✅ Create {n}", n=wanted)
        return [[key(label, b.CreateSeries(draft, Beyond.ASK))]] if wanted else []
    rows = []
    if inside:
        rows.append([key(w.plain("✅ {n} in the package", n=inside), b.CreateSeries(draft, Beyond.LEAVE))])
    label = w.plain("✅ All {n}, {beyond} paid singly", n=wanted, beyond=beyond)
    return [*rows, [key(label, b.CreateSeries(draft, Beyond.SINGLY))]]


def _decisions(draft: str, s: SeriesDraft, plan: Plan, calendar: Calendar) -> Rows:
    w = calendar.w
    decided = {number for number, _ in (*s.others, *s.over)}
    open_ones = [o for o in plan.occurrences if o.conflicts and o.number not in decided]
    rows = []
    for one in open_ones[:_AT_ONCE]:
        day = calendar.day(calendar.local(one.period.start).date())
        row = [key(w.plain("{day}: other time", day=day), b.OtherTime(draft, one.number))]
        if one.may_be_anyway:
            row.append(key(w.plain("{day}: anyway", day=day), b.AnywayOne(draft, one.number)))
        rows.append(row)
    back = [o for o in plan.occurrences if o.number in decided][:_AT_ONCE]
    keys = [_leave_out(draft, o, calendar) for o in back]
    return [*rows, *in_rows(keys, 2)]


def _leave_out(draft: str, one: Occurrence, calendar: Calendar) -> Key:
    day = calendar.day(calendar.local(one.period.start).date())
    return key(calendar.w.plain("{day}: leave out", day=day), b.LeaveOut(draft, one.number))


def _discard(draft: str, w: Words) -> Key:
    return key(w.plain("Discard"), b.DiscardSeries(draft))


# Questions in the card's place.


def which(draft: str, s: SeriesDraft, w: Words) -> Screen:
    keys = []
    for number, fields in enumerate(s.readings):
        one = SeriesDraft.of({**s.row(), **fields, "readings": []})
        label = repeats(one.rule, one.starts.time(), one.length, w)
        keys.append([key(label, b.PickReading(draft, number))])
    return Screen(w("<b>Which one do you mean?</b>"), [*keys, [_discard(draft, w)]])


def phrase(draft: str, client: Client, w: Words) -> Screen:
    text = lines(
        w("🔁 <b>How often does {name} come?</b>", name=client.name),
        w("Type it as you say it: “Mon Wed Fri 18:00, 12 weeks”, “every Tuesday 7am, 10 sessions”."),
    )
    return Screen(text, [[_discard(draft, w)]])


def often(draft: str, s: SeriesDraft, client: Client, w: Words) -> Screen:
    """Weekdays to be switched on and off; anything else can be typed."""
    chosen, interval = s.weekdays, said(s.rule).interval
    days = [
        key(f"{'✓ ' if day in chosen else ''}{day_name(day, w)}", b.ToggleDay(draft, day)) for day in range(7)
    ]
    weeks = [
        key(f"{'✓ ' if n == interval else ''}{label}", b.PickInterval(draft, n))
        for n, label in ((1, w.plain("every week")), (2, w.plain("every 2nd week")))
    ]
    text = lines(
        w("🔁 <b>How often?</b>"),
        w("👤 {name} · {rule}", name=client.name, rule=repeats(s.rule, s.starts.time(), s.length, w)),
        w("Tap the days, or type it: “Mon Wed Fri 18:00, 12 weeks”."),
    )
    on = key(w.plain("Next ›"), b.AskSeries(draft, "card"))
    return Screen(text, [*in_rows(days, 4), weeks, [on], [_discard(draft, w)]])


def number(draft: str, s: SeriesDraft, left: int, w: Words) -> Screen:
    text = lines(
        w("🔢 <b>How many sessions?</b>"),
        w("🔁 {rule}", rule=repeats(s.rule, s.starts.time(), s.length, w)),
        w("Tap, or type it: “12 weeks”, “until 20 December”."),
    )
    keys = [key(str(n), b.PickNumber(draft, n)) for n in _NUMBERS]
    package = w.plain("📦 The {n} that are left", n=left)
    first = [key(package, b.PickNumber(draft, 0))] if left > 0 else []
    known = s.count is not None or s.until is not None
    back = [key(w.plain("‹ Back"), b.AskSeries(draft, "card"))] if known or left > 0 else [_discard(draft, w)]
    return Screen(text, [first, *in_rows(keys, 5), back])


def time_of_day(draft: str, w: Words) -> Screen:
    keys = [key(f"{hour:02}:00", b.PickSeriesTime(draft, hour * 60)) for hour in _HOURS]
    text = w("🕕 <b>What time?</b> Type it (“18:00–19:00”) or tap:")
    return Screen(text, [*in_rows(keys, 4), [_discard(draft, w)]])


def package(draft: str, open_ones: Sequence[Progress], w: Words) -> Screen:
    keys = [
        [key(f"{p.contract.name} · {left}", b.PickSeriesPackage(draft, p.contract.id))]
        for p in open_ones
        for left in [w.plain("{n} left", n=p.tally.left)]
    ]
    keys.append([key(w.plain("Outside, paid singly"), b.PickSeriesPackage(draft, None))])
    return Screen(w("<b>Which package?</b>"), [*keys, [_discard(draft, w)]])


def other(draft: str, one: Occurrence, found: Choices, calendar: Calendar) -> Screen:
    w = calendar.w
    keys = []
    for period in found.periods:
        local = calendar.local(period.start)
        same = local.date() == calendar.local(one.period.start).date()
        label = clock(local) if same else calendar.moment(period.start)
        keys.append(key(label, b.PickSeriesTime(draft, int(period.start.timestamp()))))
    text = lines(w("🗓 <b>{when}</b>", when=calendar.period(one.period)), found.why)
    return Screen(text, [*in_rows(keys, 3), [key(w.plain("‹ Back"), b.AskSeries(draft, "card"))]])


def closed(w: Words) -> Screen:
    return Screen(w("This series is closed. Type it anew, like “Lan Mon Wed 18:00, 12 weeks”."))


def discarded(w: Words) -> Screen:
    return Screen(w("Left out. Nothing was booked."))
