"""A recurrence: how often, from when, at what time and how far it goes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.when.days import Calendar, NoSuchDay, Stretch
from core.when.found import Found, Situation, Wronged
from core.when.meanings import Date, Days, Rhythm, Spec, Unit, Until, Weekday, Weekend, Which
from core.when.reading import Ask, At, Repeats, When
from core.when.single import MOST_CHOICES, said_days, single
from core.when.slots import Slot, at_work, slots
from core.when.stretch import month_after, months_on, nth_in
from core.zones import at_wall

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQ = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY"}
_DAY = timedelta(days=1)


def series(found: Found, situation: Situation) -> When | None:
    rhythm = _rhythm(found)
    calendar = situation.calendar
    try:
        anchor = _anchor(found, rhythm, calendar)
        readings = [
            r
            for days in _day_sets(found, rhythm, anchor, situation)
            for r in _of(found, days, anchor, situation)
        ]
    except NoSuchDay as error:
        raise Wronged(error.reason, "day", "days", "ending", "beginning") from error
    return _answer(readings, found, rhythm, situation)


def _answer(readings: list[Repeats], found: Found, rhythm: Rhythm, situation: Situation) -> When:
    choices: list[Repeats | At] = list(readings)
    if found.counts and not _has_rhythm(found):
        choices.extend(_once(found, situation))
    doubtful = (
        rhythm.doubtful
        or len(found.times) > 1
        or any(p.times != _days_a_week(readings[0]) for p in found.per_week)
    )
    if readings and not readings[0].rrule.count("BYDAY") and any(p.times > 1 for p in found.per_week):
        return Ask("", ())
    if len(choices) == 1 and not doubtful:
        return choices[0]
    return Ask("", tuple(choices[:MOST_CHOICES]))


def _has_rhythm(found: Found) -> bool:
    """Such as "Tuesday 18:00, 10 sessions" is every Tuesday."""
    return bool(found.rhythms or found.weekdays or found.per_week) or any(
        isinstance(d, Weekday) for d in found.days
    )


def _once(found: Found, situation: Situation) -> list[At]:
    """Such as "tomorrow 18:00, 10 sessions" says how many, not how often: perhaps only this one is wanted."""
    alone = Found(days=found.days, times=found.times, lengths=found.lengths, parts=found.parts)
    when = single(alone, situation)
    if isinstance(when, At):
        return [when]
    return [c for c in when.choices if isinstance(c, At)] if isinstance(when, Ask) else []


def _days_a_week(repeats: Repeats) -> int:
    return repeats.rrule.partition("BYDAY=")[2].count(",") + 1


def _rhythm(found: Found) -> Rhythm:
    """All that was said of the rhythm in one: "every other week" and "on Mon and Fri"."""
    units = [r for r in found.rhythms if not r.days or r.interval > 1]
    days = {d for r in found.rhythms for d in r.days}
    days |= {d for w in found.weekdays for d in w.days}
    # "15/10-25/10 18:00" without a rhythm is perhaps every day, and asked.
    daily = not units and not days and bool(found.stretches or any(s.unit is Unit.DAY for s in found.lasting))
    unit = Unit.WEEK if days else units[0].unit if units else Unit.DAY if daily else Unit.WEEK
    interval = max((r.interval for r in found.rhythms), default=1)
    if unit is Unit.DAY and interval == 1 and any(_is_weekday_of_rule(s, Rhythm()) for s in found.days):
        # "Tuesday mornings" are every Tuesday's.
        unit = Unit.WEEK
    nth = next((r.nth for r in found.rhythms if r.nth), None)
    return Rhythm(
        unit, interval, tuple(sorted(days)), nth=nth, doubtful=daily or any(r.doubtful for r in found.rhythms)
    )


def _anchor(found: Found, rhythm: Rhythm, calendar: Calendar) -> date:
    """The day from which on it is looked for."""
    for spec in (s.day for s in found.starts):
        return calendar.alternatives(spec)[0].first
    for stretch in found.stretches:
        return calendar.alternatives(stretch)[0].first
    days = [s for s in said_days(found) if not _is_weekday_of_rule(s, rhythm)]
    return calendar.together(days)[0].first if days else calendar.today


def _is_weekday_of_rule(spec: Spec, rhythm: Rhythm) -> bool:
    return rhythm.unit is Unit.WEEK and isinstance(spec, Weekday | Weekend) and spec.which is Which.PLAIN


def _day_sets(found: Found, rhythm: Rhythm, anchor: date, situation: Situation) -> list[Rhythm]:
    """The rhythm with its weekdays; two weekdays with a dash may be a range or the two."""
    named = set(rhythm.days)
    for spec in said_days(found):
        if _is_weekday_of_rule(spec, rhythm):
            named |= {spec.day} if isinstance(spec, Weekday) else {5, 6}
    if rhythm.unit is Unit.WEEK and not named and (said_days(found) or situation.day):
        named = {anchor.weekday()}
    sets = [rhythm._replace(days=tuple(sorted(named)))]
    dashed = [w for w in found.weekdays if w.dashed]
    if dashed and not situation.language.dash_is_range:
        ends = {dashed[0].days[0], dashed[0].days[-1]}
        sets.append(rhythm._replace(days=tuple(sorted(ends))))
    return sets if len(set(sets)) > 1 else sets[:1]


def _of(found: Found, rhythm: Rhythm, anchor: date, situation: Situation) -> list[Repeats]:
    usual = situation.habits.length
    calendar = Calendar(max(anchor, situation.calendar.today), situation.language.day_first)
    until = _until(found, calendar)
    first = _first(rhythm, anchor)
    count = _count(found, rhythm)
    if not (times := _times(found, rhythm, first, situation)):
        weekly_open = rhythm.unit is Unit.WEEK and not rhythm.days
        length = timedelta(minutes=found.lengths[0]) if found.lengths else usual
        return [Repeats(_rule(rhythm, first), None, length, count, until, None if weekly_open else first)]
    return [_at(slot, rhythm, first, situation, (count, until)) for slot in times]


def _at(
    slot: Slot, rhythm: Rhythm, first: date, situation: Situation, end: tuple[int | None, date | None]
) -> Repeats:
    length = slot.length(situation.habits.length)
    start = _wall(first, slot, situation)
    while start <= situation.now:
        first = _first(rhythm, first + _DAY)
        start = _wall(first, slot, situation)
    said = slot.end is not None and length != situation.habits.length
    return Repeats(_rule(rhythm, first), start, length, *end, first, said)


def _times(found: Found, rhythm: Rhythm, first: date, situation: Situation) -> list[Slot]:
    """The open hours that the working hours leave on every day of the rhythm."""
    left = slots(found, situation)
    days = [
        first + n * _DAY for n in range(7) if not rhythm.days or (first + n * _DAY).weekday() in rhythm.days
    ]
    for day in days:
        left = at_work(left, day, situation)
    return left


def _wall(day: date, slot: Slot, situation: Situation) -> datetime:
    days, rest = divmod(slot.start, 1440)
    return at_wall(day + days * _DAY, time(rest // 60, rest % 60), situation.zone)


def _first(rhythm: Rhythm, anchor: date) -> date:
    if rhythm.nth is not None:
        return _nth(rhythm.nth, anchor)
    if rhythm.unit is not Unit.WEEK or not rhythm.days:
        return anchor
    return next(d for n in range(7) if (d := anchor + n * _DAY).weekday() in rhythm.days)


def _nth(nth: tuple[int, int], anchor: date) -> date:
    days = (nth_in(month_after(anchor, n), *nth) for n in range(12))
    return next(d for d in days if d is not None and d >= anchor)


def _count(found: Found, rhythm: Rhythm) -> int | None:
    """Such as "10 sessions"; "for 12 weeks" on three days a week is 36 of them."""
    if found.counts:
        return found.counts[0].sessions
    weeks = [n for n, unit in found.lasting if unit is Unit.WEEK]
    days = [n for n, unit in found.lasting if unit is Unit.DAY]
    if rhythm.unit is Unit.DAY and (weeks or days):
        return max(1, (weeks[0] * 7 if weeks else days[0]) // rhythm.interval)
    if rhythm.unit is Unit.WEEK and weeks:
        return max(1, -(-weeks[0] // rhythm.interval)) * max(1, len(rhythm.days))
    return None


def _until(found: Found, calendar: Calendar) -> date | None:
    if found.untils:
        return _last_day(found.untils[0], calendar)
    for spec in found.stretches:
        if isinstance(spec, Days):
            first = calendar.alternatives(spec)[0].first
            return _last_day(Until(spec.last), Calendar(first, calendar.day_first))
    for number, unit in found.lasting:
        if unit in {Unit.MONTH, Unit.YEAR}:
            return months_on(calendar.today, number * (12 if unit is Unit.YEAR else 1))
        if unit is Unit.DAY and found.rhythms and found.rhythms[0].unit is Unit.WEEK:
            return calendar.today + timedelta(days=number - 1)
    return None


def _last_day(until: Until, calendar: Calendar) -> date:
    """Such as "until November" ends with its first day, "until the end of November" with its last."""
    found: Stretch = calendar.alternatives(until.day)[0]
    return found.last if until.whole or isinstance(until.day, Date) else found.first


def _rule(rhythm: Rhythm, first: date) -> str:
    parts = [f"FREQ={_FREQ[rhythm.unit]}"]
    if rhythm.interval > 1:
        parts.append(f"INTERVAL={rhythm.interval}")
    if rhythm.unit is Unit.WEEK and rhythm.days:
        parts.append("BYDAY=" + ",".join(_CODES[d] for d in rhythm.days))
    if rhythm.nth is not None:
        parts.append(f"BYDAY={rhythm.nth[0]}{_CODES[rhythm.nth[1]]}")
    elif rhythm.unit is Unit.MONTH:
        parts.append(f"BYMONTHDAY={first.day}")
    return ";".join(parts)
