"""How times of day and lengths are said, in any language."""

from __future__ import annotations

from dataclasses import replace

from core.when.grammar import Rule
from core.when.meanings import Bad, Clock, Number, Part, Span, clock, halved, in_part
from core.when.reading import Reason

#: A length without "for" in front, written as a clock time ("18h 1h30"), is at most so many hours.
_LONGEST_SOFT = 4

#: "for 45" is a length; "for 6" rather an hour.
_USUAL_MINUTES = frozenset(range(20, 181, 5))

Hour = Clock | Bad | Number


def as_clock(hour: Hour) -> Clock | Bad:
    """A number alone as the hour of a clock."""
    if not isinstance(hour, Number):
        return hour
    return clock(hour.value, zero=hour.width == 2 and hour.value < 10)


def on_the_hour(hour: Number) -> Clock | Bad:
    return as_clock(hour)


def hour_and_minute(hour: Number, minute: Number) -> Clock | Bad | None:
    """Such as "6:05", "6h05"; "6h5" only with "minutes" behind it."""
    if minute.width == 1 or minute.width > 2 or hour.width > 2:
        return None
    return clock(hour.value, minute.value, zero=hour.width == 2 and hour.value < 10)


def hour_and_minutes(hour: Number, minute: Number) -> Clock | Bad | None:
    return clock(hour.value, minute.value) if minute.value < 60 else None


def dotted(parts: tuple[str, str, str]) -> Clock | Bad | None:
    """Such as "18.30"; a comma does not part hours and minutes."""
    hour, mark, minute = parts
    if mark != "." or len(minute) != 2 or len(hour) > 2 or int(minute) > 59 or int(hour) > 24:
        return None
    return clock(int(hour), int(minute), zero=len(hour) == 2 and int(hour) < 10)


def digits(number: Number) -> Clock | None:
    """Such as "630", "1830"."""
    if number.width not in {3, 4} or number.value % 100 > 59 or number.value >= 2400:
        return None
    at = clock(number.value // 100, number.value % 100, zero=number.width == 4 and number.value < 1000)
    return at if isinstance(at, Clock) else None


def with_half(hour: Hour, pm: bool) -> Clock | Bad | None:  # noqa: FBT001 - the meaning of "am" and "pm"
    if isinstance(hour, Number) and hour.width > 2:
        return None
    at = as_clock(hour)
    return at if isinstance(at, Bad) else halved(at, pm=pm)


def with_part(hour: Hour, part: Part) -> Clock | Bad | None:
    if isinstance(hour, Number) and hour.value > 12:
        return None
    at = as_clock(hour)
    return None if part.day is not None else at if isinstance(at, Bad) else in_part(at, part.part)


def part_with(part: Part, hour: Hour) -> Clock | Bad | None:
    return with_part(hour, part)


def fixed(minutes: int) -> Clock:
    """Noon, midnight; midnight "of Friday" may be the one at its beginning."""
    return Clock(minutes // 60, 0, (minutes, minutes - 1440) if minutes >= 1440 else (minutes,), settled=True)


def twelve(hour: Number, minutes: int) -> Clock | None:
    return fixed(minutes) if hour.value == 12 else None


def said_in_words(hour: Number, minute: Number) -> Clock | None:
    """Such as "seven thirty"; with digits it would be two numbers."""
    if hour.width or minute.width or not (1 <= hour.value <= 23 and 10 <= minute.value < 60):
        return None
    at = clock(hour.value, minute.value)
    return at if isinstance(at, Clock) else None


def spaced(hour: Number, minute: Number) -> Clock | Bad | None:
    """Such as "at 3 15"."""
    return (
        hour_and_minute(hour, minute) if minute.width == 2 and hour.value < 24 and minute.value < 60 else None
    )


def spaced_half(hour: Number, minute: Number, pm: bool) -> Clock | Bad | None:  # noqa: FBT001 - "am", "pm"
    at = spaced(hour, minute)
    return at if at is None else with_half(at, pm)


def counted_to_24(at: Clock | Bad) -> Clock | Bad | None:
    """As in "18:30 hrs"."""
    return at if isinstance(at, Bad) or at.hour > 12 or len(at.options) == 1 else None


def either(one: Hour, other: Hour) -> Clock | Bad:
    """Such as "6 or 7": asked."""
    first, second = as_clock(one), as_clock(other)
    if isinstance(first, Bad) or isinstance(second, Bad):
        return first if isinstance(first, Bad) else second
    if second.settled and not first.settled:
        first = _near(first, second)
    return replace(first, options=(*first.options, *second.options))


def _near(at: Clock, settled: Clock) -> Clock:
    closest = min(at.options, key=lambda o: abs(o - settled.options[0]))
    return replace(at, options=(closest,), settled=True)


def span(start: Hour, end: Hour) -> Span | Bad | None:
    if any(isinstance(n, Number) and (n.value > 24 or n.width > 2) for n in (start, end)):
        return None
    first, last = as_clock(start), as_clock(end)
    if isinstance(first, Bad) or isinstance(last, Bad):
        return first if isinstance(first, Bad) else last if isinstance(last, Bad) else None
    return Span(first, last)


def minutes_past(minutes: Number | int, hour: Hour) -> Clock | Bad | None:
    return _shifted(minutes, hour, +1)


def minutes_before(minutes: Number | int, hour: Hour) -> Clock | Bad | None:
    """Such as "quarter to seven"; "5 to 7" in digits is from five to seven."""
    if isinstance(minutes, Number) and minutes.width and minutes.value < 13:
        return None
    if isinstance(minutes, Number) and minutes.value not in {5, 10, 15, 20, 25}:
        return None
    return _shifted(minutes, hour, -1)


def half_hour_of(hour: Hour) -> Clock | Bad | None:
    return _shifted(30, hour, +1)


def half_past_hour(hour: Number) -> Clock | Bad | None:
    return clock(hour.value, 30) if hour.value < 24 else None


def less_minutes(hour: Number, minutes: Number | int) -> Clock | Bad | None:
    """Such as "7 giờ kém 15"."""
    return _shifted(minutes, hour, -1)


def _shifted(minutes: Number | int, hour: Hour, sign: int) -> Clock | Bad | None:
    count = minutes.value if isinstance(minutes, Number) else minutes
    at = as_clock(hour)
    if isinstance(at, Bad):
        return at
    if not 0 < count < 60 or at.minute:
        return None
    options = tuple(o + sign * count for o in at.options if o + sign * count >= 0)
    hour_now, minute_now = divmod(at.hour * 60 + sign * count, 60)
    return replace(
        at, hour=hour_now % 24 if at.hour > 12 else hour_now or 12, minute=minute_now, options=options
    )


def hour_and_half(hours: Number | None) -> int:
    return (hours.value if hours else 1) * 60 + 30


def minutes(number: Number) -> int | None:
    return number.value or None


def hours(number: Number, more: Number | None = None) -> int | None:
    """Such as "2 hours 30 minutes", "1h30"."""
    if more is not None and (more.value > 59 or more.width == 1):
        return None
    return number.value * 60 + (more.value if more else 0) or None


def part_of_hours(parts: tuple[str, str, str]) -> int | None:
    """Such as "1.5 hours", "1,5 tiếng"."""
    whole, _, tenths = parts
    return round(float(f"{whole}.{tenths}") * 60) or None if len(whole) < 3 and len(tenths) < 3 else None


def soft_hours(number: Number, more: Number | None) -> int | None:
    return hours(number, more) if number.value <= _LONGEST_SOFT else None


def none_such(_: object) -> Bad:
    return Bad(Reason.NO_SUCH_TIME)


TIME_RULES: list[Rule] = [
    ("clock", "number _h", on_the_hour),
    ("clock", "number _h number", lambda h, m: hour_and_minute(h, m) if m.glued or not m.width else None),
    ("clock", "number _h number", lambda h, m: None if m.glued else hour_and_minute(h, m), 0.7),
    (
        "clock",
        "number h number _minute",
        lambda h, word, m: hour_and_minutes(h, m) if word or m.glued else None,
    ),
    (
        "clock",
        "number h number _minute",
        lambda h, word, m: None if word or m.glued else hour_and_minutes(h, m),
        0.8,
    ),
    ("clock", "number _colon number", hour_and_minute),
    ("clock", "number _colon number _colon _number", hour_and_minute),
    ("clock", "dotted", dotted, 0.5),
    ("tight", "number", digits),
    ("clock", "clock|number|tight ampm", with_half),
    ("ampm", "_in _the? ampm", lambda pm: pm),
    ("part", "_in|at _the? part", lambda part: part),
    ("clock", "clock|number|tight part", with_part, 0.1),
    ("clock", "part clock", part_with, 0.3),
    ("clock", "fixed", fixed),
    ("clock", "number fixed", twelve),
    ("clock", "_at clock", lambda at: at),
    ("clock", "_at|from number|tight", as_clock, 0.3),
    ("clock", "_at number number", spaced, 0.5),
    ("clock", "number number ampm", spaced_half, 0.5),
    ("clock", "tight|clock _hrs", counted_to_24, 0.2),
    ("clock", "clock|number _or clock|number", either),
    ("span", "_from? clock _dash|to|until clock|number", span),
    ("span", "_from? number|tight _dash|to|until clock", span),
    ("span", "_from number|tight _dash|to|until number|tight", span, 0.5),
    ("span", "_between clock|number|tight _and|to|dash clock|number|tight", span),
    ("span", "_at? tight _dash|to tight", span, 1.0),
    ("span", "_at span", lambda at: at),
    ("length", "number _minute", minutes),
    ("length", "number _hour", hours),
    ("length", "number _hour _and? number _minute?", hours),
    ("length", "dotted _hour|h", part_of_hours),
    ("length", "_for|at length", lambda length: length, 0.1),
    ("length", "_for number _h", hours),
    ("length", "_for number _h number _minute?", hours),
    ("length", "_for number", lambda n: n.value if n.value in _USUAL_MINUTES else None, 0.5),
    ("soft", "number _h", lambda n: soft_hours(n, None)),
    ("soft", "number _h number _minute?", soft_hours),
]
