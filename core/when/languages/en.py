"""English words of time, and how they go together."""

from __future__ import annotations

from core.when.grammar import Rule
from core.when.language import Entry, Language
from core.when.meanings import (
    Bad,
    Clock,
    Date,
    Later,
    Month,
    Number,
    Part,
    Rhythm,
    Spec,
    Unit,
    Weekday,
    Weekdays,
    Weekend,
    Which,
)
from core.when.reading import DayPart
from core.when.rules_day import nth_of_month
from core.when.rules_repeat import every_part
from core.when.rules_time import half_hour_of, hour_and_half, minutes_before, minutes_past, said_in_words
from core.when.rules_weekday import weekday_that

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
]  # fmt: skip

_DAYS = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]

WORDS: list[Entry] = [
    *(("number", Number(n), word) for n, word in enumerate(_UNITS + _TEENS, start=1)),
    *(("tens", n * 10, word) for n, word in enumerate(_TENS, start=2)),
    *(("ordinal", n, word) for n, word in enumerate(_ORDINALS, start=1)),
    ("ordinal_tens", 20, "twentieth"),
    ("ordinal_tens", 30, "thirtieth"),
    ("th", None, "+st, +nd, +rd, +th"),
    ("number", Number(2), "couple, couple of, a couple, a couple of"),
    ("number", Number(3), "few, a few"),
    # Days.
    ("day", Later(0, Unit.MINUTE), "now, right now"),
    ("day", Later(0, Unit.DAY), "today*, todays, tday"),
    (
        "day",
        Later(1, Unit.DAY),
        "tomorrow*, tmrw*, tmr*, tmw, tomorow, tommorow, tommorrow, tomorrows, tomo, next day",
    ),
    ("day", Later(2, Unit.DAY), "day after tomorrow*, day after tmrw, overmorrow"),
    ("day", Later(-1, Unit.DAY), "yesterday*, yday"),
    ("day", Date(24, 12), "christmas eve, xmas eve"),
    ("day", Date(25, 12), "christmas, xmas, christmas day"),
    ("day", Date(31, 12), "new year's eve, nye"),
    ("day", Date(1, 1), "new year, new year's, new year's day, new years"),
    ("negation", None, "not, except, but not, never, without, no"),
    ("weekdays", Weekdays((0, 2, 4)), "mwf, m / w / f, m w f"),
    ("weekdays", Weekdays((1, 3)), "tth, t / th, tu / th, t th"),
    ("part", Part(DayPart.EVENING, 0), "tonight*, tonite"),
    ("weekday", 0, "monday*, mon"),
    ("weekday", 1, "tuesday*, tue, tues, teusday, tuesdy"),
    ("weekday", 2, "wednesday*, wed*, weds*, wednsday, wensday, wednes"),
    ("weekday", 3, "thursday*, thu, thur*, thurs*, thrusday, thursdy"),
    ("weekday", 4, "friday*, fri*"),
    ("weekday", 5, "saturday*, sat, satuday, saterday"),
    ("weekday", 6, "sunday*, sun"),
    *(("plural", n, f"{day}days") for n, day in enumerate(_DAYS)),
    ("month", 1, "january*, jan*"),
    ("month", 2, "february*, feb*"),
    ("month", 3, "march*, mar"),
    ("month", 4, "april*, apr*"),
    ("month", 5, "may"),
    ("month", 6, "june*, jun*"),
    ("month", 7, "july*, jul*"),
    ("month", 8, "august*, aug*"),
    ("month", 9, "september*, sep*, sept*"),
    ("month", 10, "october*, oct*"),
    ("month", 11, "november*, nov*"),
    ("month", 12, "december*, dec*"),
    ("which", Which.THIS, "this*, current"),
    ("which", Which.NEXT, "next*, nxt, following"),
    ("which", Which.COMING, "coming, this coming, upcoming, this upcoming"),
    ("which", Which.LAST, "last, past, previous"),
    ("after_next", None, "after next"),
    ("week_after", Which.WEEK_AFTER, "week"),
    ("day", Weekend(), "weekend*, wknd, the weekend, wkend"),
    ("weekend", None, "weekend*, wknd, weekends, wkend"),
    ("later", None, "later, from now, from today, time"),
    ("ago", None, "ago, back"),
    ("edge", True, "end"),
    ("edge", False, "beginning, start"),
    ("last", -1, "last"),
    ("unit", Unit.MINUTE, "minute, minutes, min, mins"),
    ("unit", Unit.HOUR, "hour, hours, hr, hrs, +h"),
    ("unit", Unit.DAY, "day, days"),
    ("unit", Unit.WEEK, "week*, weeks*, wk, wks, +w"),
    ("unit", Unit.MONTH, "month*, months*"),
    ("unit", Unit.YEAR, "year, years"),
    ("fortnight", None, "fortnight"),
    # Times.
    ("h", None, "o'clock*, oclock*, o clock"),
    ("hrs", None, "hrs, hours"),
    ("ampm", False, "+a"),
    ("ampm", True, "+p"),
    ("fixed", 720, "noon*, midday, noonish, noontime"),
    ("fixed", 1440, "midnight"),
    ("part", Part(DayPart.MORNING), "morning*, morn"),
    ("part", Part(DayPart.NOON), "lunchtime, lunch time"),
    ("part", Part(DayPart.AFTERNOON), "afternoon*, afternoonish, arvo"),
    ("part", Part(DayPart.EVENING), "evening*"),
    ("part", Part(DayPart.NIGHT), "night*"),
    *(("plural_part", Part(part), f"{part.value}s") for part in DayPart if part is not DayPart.NOON),
    ("minute", None, "minute*, minutes*"),
    ("hour", None, "hour*, hours*, hr, hrs"),
    ("ish", None, "+ish, ish"),
    ("half", None, "half, half an, half a"),
    ("and_half", None, "and a half, and half"),
    ("quarter", 15, "quarter, a quarter, qtr"),
    ("three_quarters", 45, "three quarters"),
    ("past", None, "past, after"),
    ("before", None, "to, before, till"),
    ("bound", None, "after, before, by, later than, earlier than, not before, no later than"),
    # What holds a phrase together.
    ("at", None, "at*, at about, at around, from about"),
    ("on", None, "on, on the, for the"),
    ("in", None, "in, in the, within, during the, during, of the"),
    ("the", None, "the"),
    ("of", None, "of, of the, in, in the"),
    ("from", None, "from*, starting from, starting at, start at, starts at"),
    ("between", None, "between, in between, btw, betw"),
    ("to", None, "to*, till*, til, until*, untill, 'til, thru, through, upto, up to"),
    ("until", None, "until*, till*, til, untill, 'til, thru, through, up to, ending, ends, ending on"),
    (
        "start",
        None,
        ("starting*, starts, start, beginning, from, starting in, starting on, as of, commencing"),
    ),
    ("through", None, "through, thru"),
    ("and", None, "and"),
    ("or", None, "or"),
    ("for", None, "for*, lasting, for about, for up to, for the, for the next, over the next, for another"),
    ("a", None, "a, an"),
    ("per", None, "per*, a, each, every, /"),
    ("next_unit", None, "for the next, for next, over the next"),
    # Repetition.
    ("every", None, "every*, each, ev, evry, all"),
    ("other", 2, "other, second, 2nd, alternate"),
    ("rhythm", Rhythm(Unit.DAY), "daily, everyday, every single day"),
    ("rhythm", Rhythm(Unit.WEEK), "weekly*"),
    ("rhythm", Rhythm(Unit.WEEK, 2), "fortnightly, every fortnight, once a fortnight"),
    ("rhythm", Rhythm(Unit.WEEK, 2, doubtful=True), "biweekly, bi weekly"),
    ("rhythm", Rhythm(Unit.MONTH), "monthly"),
    (
        "weekdays_word",
        (0, 1, 2, 3, 4),
        ("weekdays*, weekday*, workdays, working days, work days, business days"),
    ),
    ("weekdays_word", (5, 6), "weekends"),
    ("times", 1, "once"),
    ("times", 2, "twice"),
    ("times", 3, "thrice"),
    (
        "session",
        None,
        (
            "session*, sessions*, times, time, occurrences, classes, lessons, workouts, trainings, "
            "appointments"
        ),
    ),
    # What is polite, or says what is clear anyway.
    ("price_word", None, "price, fee, cost, costs, rate"),
    (
        "filler",
        None,
        (
            "please, pls, plz, book, schedule, add, new, create, set, put, with, w, for, at, on, in, "
            "the, a, an, of, and, session, training, pt, appointment, workout, gym session, class, around, "
            "about, approx, approximately, roughly, exactly, sharp, ish, is, it, hi, hey, ok, okay, "
            "thanks, thx, can, you, we, i, do, lets, let's, make, just, only, me, my"
        ),
    ),
    (
        "label",
        None,
        (
            "room, studio, district, branch, floor, gate, court, hall, unit, number, level, zone, "
            "apt, street, building, tower, block, st, dist, d, q, p"
        ),
    ),
    ("title", None, "mr, mrs, ms, miss, coach, client, dr"),
]


def _tens(tens: int, rest: Number) -> Number | None:
    return Number(tens + rest.value) if rest.value < 10 and not rest.width else None


def _teen_ordinal(tens: int, ordinal: int) -> int | None:
    return tens + ordinal if ordinal < 10 else None


def _ordinal(number: Number) -> int | None:
    return number.value if 0 < number.width <= 2 else None


def _week_from(number: Number | None, unit: Unit, day: int) -> Weekday | None:
    single = number is None or number.value == 1
    return Weekday(day, Which.WEEK_AFTER) if single and unit is Unit.WEEK else None


def _two_weeks_from(number: Number, unit: Unit, day: int) -> Weekday | None:
    """Of "two weeks on Friday", which is also how long a series is."""
    return _fortnight_from(day) if number.value == 2 and unit is Unit.WEEK else None


def _fortnight_from(day: int) -> Weekday:
    return Weekday(day, Which.WEEK_AFTER, weeks=2)


def _words_before(minutes: Number, hour: Clock | Bad | Number) -> Clock | Bad | None:
    """As in "five to six", which is also a range; in digits it is rather one."""
    return None if minutes.width else minutes_before(minutes, hour)


def _half_of_day(day: Spec, pm: bool) -> tuple[Spec, Part] | None:  # noqa: FBT001 - the meaning of "am", "pm"
    """As in "tomorrow am"; behind a number it is an hour's."""
    part = Part(DayPart.AFTERNOON if pm else DayPart.MORNING)
    return (day, part) if isinstance(day, Weekday | Later) else None


def _of_month(number: int | Number, of: tuple[Which, Unit]) -> Date | None:
    day = number.value if isinstance(number, Number) else number
    offset = {Which.THIS: 0, Which.NEXT: 1, Which.COMING: 1}.get(of[0])
    return Date(day, offset=offset) if of[1] is Unit.MONTH and offset is not None and 1 <= day <= 31 else None


RULES: list[Rule] = [
    ("number", "tens", Number),
    ("number", "tens _dash? number", _tens),
    ("ordinal", "tens _dash? ordinal", _teen_ordinal),
    ("ordinal", "ordinal_tens", lambda n: n),
    ("ordinal", "number _th", _ordinal),
    # "seven thirty", "half past six", "a quarter to seven", "twenty to six".
    ("clock", "number _dash? number", said_in_words, 0.5),
    ("number", "number _ish", lambda n: n),
    ("part", "which part", lambda which, part: part._replace(day=0) if which is Which.THIS else None),
    ("rhythmic_part", "plural_part", every_part),
    ("clock", "number _minute? _past clock|number", minutes_past),
    ("clock", "quarter _past clock|number", minutes_past),
    ("clock", "_half _past clock|number", half_hour_of),
    ("clock", "_half number", half_hour_of, 1.0),
    ("clock", "number _minute _before clock|number", minutes_before),
    ("clock", "number _before clock", _words_before),
    ("clock", "_at number _before number", _words_before),
    ("clock", "number _before clock", minutes_before, 1.0),
    ("clock", "number _before number", minutes_before, 1.0),
    ("clock", "quarter _before clock|number", minutes_before),
    ("length", "_half _hour", lambda: 30),
    ("length", "_a _hour", lambda: 60),
    ("length", "number|a _hour _and_half", hour_and_half),
    ("length", "number _and_half _hour", hour_and_half),
    ("length", "three_quarters _of? _a? _hour", lambda n: n),
    # "next Friday", "this coming Friday", "Friday after next", "Friday week".
    ("day", "which _the? weekday", lambda which, day: weekday_that(day, which)),
    ("day", "_on day", lambda day: day, 0.3),
    ("day", "weekday _after_next", lambda day: Weekday(day, Which.AFTER_NEXT)),
    ("day", "weekday week_after", weekday_that, 0.5),
    ("day", "number|a unit _from|on weekday", _week_from),
    ("day", "number unit _from|on weekday", _two_weeks_from, 1.5),
    ("day", "_a? _fortnight _from|on weekday", _fortnight_from),
    ("day", "weekday _fortnight", _fortnight_from),
    ("day", "_in _a? _fortnight", lambda: Later(2, Unit.WEEK)),
    ("day_half", "day ampm", _half_of_day),
    ("day", "which weekend", lambda which, _: Weekend(which)),
    ("unit_of", "which unit", lambda which, unit: (which, unit)),
    ("unit_of", "unit _after_next", lambda unit: (Which.AFTER_NEXT, unit)),
    ("after_now", "number|a unit _later", lambda n, unit: (n, unit)),
    ("day", "_in number|a unit", lambda n, unit: Later(n.value if n else 1, unit)),
    ("day", "_in _half _hour", lambda: Later(30, Unit.MINUTE)),
    # "the first Monday of December", "the 20th of next month".
    ("day", "ordinal|last weekday _of month_of", nth_of_month),
    ("month_of", "month", Month),
    ("day", "_the? ordinal|number _of unit_of", _of_month),
    (
        "day",
        "which day",
        lambda which, day: day if which is Which.NEXT and isinstance(day, Date) else None,
        0.5,
    ),
]


ENGLISH = Language("en", WORDS, RULES, day_first=False, dash_is_range=True)
