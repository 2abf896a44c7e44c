"""Parts that are read right alone are read right together: in any order, with or without diacritics."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from core.money import Money
from core.period import Period
from core.when import folded, read
from core.when.reading import At, Reading, Repeats
from core.when.text import normal, tokens
from core.zones import at_wall
from tests.core.when.notation import HABITS, NOW, ZONE

TODAY = NOW.date()
CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
VIETNAMESE = ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"]


class Said(NamedTuple):
    """Some words and what they mean."""

    text: str
    value: object


def days(lang: str) -> st.SearchStrategy[Said]:
    """Days from tomorrow on, each said in a form of the language."""
    return st.integers(1, 300).flatmap(lambda n: st.sampled_from(_day_forms(lang, TODAY + timedelta(days=n))))


def _day_forms(lang: str, day: date) -> list[Said]:
    ahead = (day - TODAY).days
    weekday, week = day.weekday(), (day - TODAY + timedelta(days=TODAY.weekday())).days // 7
    forms = [f"{day.day}/{day.month}/{day.year}", f"{day.year}-{day.month:02}-{day.day:02}"]
    if lang == "vi":
        forms += [
            f"{day.day}/{day.month}",
            f"ngày {day.day} tháng {day.month}",
            f"{VIETNAMESE[weekday]} {day.day}/{day.month}",
        ]
        forms += (
            [f"{ahead} ngày nữa"] + ["mai", "ngày mai"] * (ahead == 1) + ["ngày kia", "mốt"] * (ahead == 2)
        )
        forms += [f"{VIETNAMESE[weekday]} tuần sau"] * (week == 1) + [VIETNAMESE[weekday]] * (ahead < 7)
        forms += [f"T{weekday + 2}" if weekday < 6 else "CN"] * (ahead < 7)
    else:
        month = day.strftime("%B")
        forms += [f"{day.day} {month}", f"{month[:3]} {day.day}", f"{ENGLISH[weekday]} {day.day} {month[:3]}"]
        forms += [f"in {ahead} days"] + ["tomorrow", "tmrw"] * (ahead == 1)
        forms += [f"{ENGLISH[weekday]} next week"] * (week == 1) + [
            ENGLISH[weekday],
            ENGLISH[weekday][:3],
        ] * (ahead < 7)
    swapped = lang == "en" and day.day <= 12 and day.day != day.month
    return [Said(form, day) for form in forms if not (swapped and "/" in form)]


def clocks(lang: str) -> st.SearchStrategy[Said]:
    return st.tuples(st.integers(6, 20), st.sampled_from([0, 15, 30, 45])).flatmap(
        lambda hm: st.sampled_from(_clock_forms(lang, time(*hm)))
    )


def _clock_forms(lang: str, at: time) -> list[Said]:
    h, m = at.hour, at.minute
    minutes, twelve = (f"{m:02}" if m else ""), (h - 1) % 12 + 1
    forms = [f"{h:02}:{m:02}"] + [f"{h}h{minutes}", f"{h}:{m:02}"] * (h > 12)
    if lang == "vi":
        part = "sáng" if h < 11 else "trưa" if h < 13 else "chiều" if h < 18 else "tối"
        forms += [f"{twelve}h{minutes} {part}", f"{twelve} giờ {minutes} {part}".replace("  ", " ")]
        forms += [f"{twelve} rưỡi {part}"] * (m == 30) + [f"lúc {h} giờ"] * (m == 0 and h > 12)
    else:
        half = "am" if h < 12 else "pm"
        colon = f":{minutes}" if m else ""
        forms += [f"{twelve}{colon}{half}", f"{twelve}{colon} {half}", f"at {twelve}{colon}{half.upper()}"]
    return [Said(form, at) for form in forms]


def typed(text: str, plain: bool) -> str:
    return folded(text) if plain else text


def joined(parts: list[str], gap: str) -> str:
    return gap.join(parts)


languages = st.sampled_from(["en", "vi"])
gaps = st.sampled_from([" ", "  ", ", ", " , "])


@st.composite
def phrases(
    draw: Callable[..., object], *kinds: Callable[[str], st.SearchStrategy[Said]]
) -> tuple[str, str, list[object]]:
    """A language, a text of one part of each kind in any order, and what the parts mean."""
    lang = draw(languages)
    parts = [draw(kind(lang)) for kind in kinds]
    order = draw(st.permutations(parts))
    text = typed(joined([p.text for p in order], draw(gaps)), draw(st.booleans()))
    return (
        lang,
        draw(st.sampled_from([text, text.lower(), unicodedata.normalize("NFD", text)])),
        [p.value for p in parts],
    )


def understood(lang: str, text: str) -> Reading:
    return read(text, lang=lang, now=NOW, zone=ZONE, habits=HABITS)


def an_hour(day: object, at: object) -> Period:
    assert isinstance(day, date)
    assert isinstance(at, time)
    return Period.of(at_wall(day, at, ZONE), timedelta(hours=1))


@settings(deadline=None)
@given(phrases(days, clocks))
def test_a_day_and_a_time(phrase: tuple[str, str, list[object]]) -> None:
    lang, text, (day, at) = phrase

    reading = understood(lang, text)

    assert reading.when == At(an_hour(day, at)), text
    assert reading.unknown == ()


def clients(_: str) -> st.SearchStrategy[Said]:
    names = [("Lan Anh", 0), ("lan", 0), ("Ân", 1), ("Minh", 2), ("Thảo", 3), ("bình", 4)]
    return st.sampled_from([Said(name, HABITS.clients[n]) for name, n in names])


def places(_: str) -> st.SearchStrategy[Said]:
    names = [("Gold's Gym", 0), ("gold", 0), ("Gold's Gym District 1", 0), ("home", 1), ("California", 2)]
    return st.sampled_from([Said(name, HABITS.places[n]) for name, n in names])


def prices(lang: str) -> st.SearchStrategy[Said]:
    vietnamese = ["500 nghìn", "500 ngàn", "500.000đ"] if lang == "vi" else ["VND 500,000", "500k vnd"]
    return st.sampled_from(
        [Said(form, Money(500_000)) for form in ["500k", "500.000", "500,000", *vietnamese]]
    )


def lengths(lang: str) -> st.SearchStrategy[Said]:
    forms = (
        ["90 phút", "1 tiếng rưỡi", "trong 90 phút"]
        if lang == "vi"
        else ["90 min", "for 90 minutes", "for 1.5 hours"]
    )
    return st.sampled_from([Said(form, timedelta(minutes=90)) for form in forms])


@settings(deadline=None)
@given(phrases(clients, days, clocks, places, prices))
def test_client_day_time_place_and_price_in_any_order(phrase: tuple[str, str, list[object]]) -> None:
    lang, text, (client, day, at, place, price) = phrase

    reading = understood(lang, text)

    assert reading.when == At(an_hour(day, at)), text
    assert (reading.clients, reading.places, reading.price) == ((client,), (place,), price), text
    assert reading.unknown == ()


@settings(deadline=None)
@given(phrases(days, clocks, lengths))
def test_a_length_makes_the_end(phrase: tuple[str, str, list[object]]) -> None:
    lang, text, (day, at, length) = phrase
    assert isinstance(length, timedelta)

    reading = understood(lang, text)

    assert reading.when == At(Period.of(an_hour(day, at).start, length), length_said=True), text


def ranges(lang: str) -> st.SearchStrategy[Said]:
    lasting = st.sampled_from([30, 45, 60, 75, 90, 120])
    return st.tuples(st.integers(13, 20), st.sampled_from([0, 30]), lasting).flatmap(
        lambda r: st.sampled_from(_range_forms(lang, time(r[0], r[1]), r[2]))
    )


def _range_forms(lang: str, start: time, lasting: int) -> list[Said]:
    end = (datetime.combine(TODAY, start) + timedelta(minutes=lasting)).time()
    day = [f"{t.hour}h{t.minute:02}" if t.minute else f"{t.hour}h" for t in (start, end)]
    colon = [f"{t.hour}:{t.minute:02}" for t in (start, end)]
    pm = [f"{t.hour - 12}" + (f":{t.minute:02}" if t.minute else "") for t in (start, end)]
    forms = ["-".join(day), " - ".join(day), "-".join(colon), "–".join(colon)]
    if lang == "vi":
        forms += [" đến ".join(day), f"từ {day[0]} đến {day[1]}", f"từ {day[0]} tới {day[1]}"]
    else:
        forms += [
            f"{pm[0]}-{pm[1]}pm",
            f"{pm[0]}pm-{pm[1]}pm",
            f"from {pm[0]} to {pm[1]}pm",
            f"{pm[0]}pm to {pm[1]}pm",
        ]
        forms += [f"between {pm[0]} and {pm[1]}pm", f"{pm[0]}pm till {pm[1]}"]
    return [Said(form, (start, timedelta(minutes=lasting))) for form in forms]


@settings(deadline=None)
@given(phrases(days, ranges))
def test_a_range(phrase: tuple[str, str, list[object]]) -> None:
    lang, text, (day, span) = phrase
    assert isinstance(span, tuple)
    assert isinstance(day, date)

    reading = understood(lang, text)

    period = Period.of(at_wall(day, span[0], ZONE), span[1])
    assert reading.when == At(period, length_said=span[1] != HABITS.length), text


def weekdays(lang: str) -> st.SearchStrategy[Said]:
    return st.sets(st.integers(0, 6), min_size=2, max_size=5).flatmap(
        lambda chosen: st.sampled_from(_weekday_forms(lang, sorted(chosen)))
    )


def _weekday_forms(lang: str, chosen: list[int]) -> list[Said]:
    if lang == "vi":
        short = [f"T{d + 2}" if d < 6 else "CN" for d in chosen]
        names = [VIETNAMESE[d] for d in chosen]
        forms = [
            " ".join(short),
            ", ".join(short),
            "/".join(short),
            f"mỗi {' '.join(short)}",
            ", ".join(names),
        ]
        if len(chosen) > 2 and chosen[-1] < 6:
            numbers = [str(d + 2) for d in chosen]
            forms += [
                f"thứ {'-'.join(numbers)}",
                f"thứ {','.join(numbers)}",
                f"thứ {' '.join(numbers)}",
                f"T{''.join(numbers)}",
            ]
    else:
        short, names = [ENGLISH[d][:3] for d in chosen], [ENGLISH[d] for d in chosen]
        forms = [
            " ".join(short),
            "/".join(short),
            ", ".join(names),
            f"every {', '.join(names[:-1])} and {names[-1]}",
        ]
        forms += [" and ".join(f"{n}s" for n in names)]
    return [Said(form, [CODES[d] for d in chosen]) for form in forms]


def counts(lang: str) -> st.SearchStrategy[Said]:
    word = "buổi" if lang == "vi" else "sessions"
    return st.integers(2, 40).map(lambda n: Said(f"{n} {word}", n))


@settings(deadline=None)
@given(phrases(weekdays, clocks, counts))
def test_a_recurrence(phrase: tuple[str, str, list[object]]) -> None:
    lang, text, (chosen, at, count) = phrase
    assert isinstance(at, time)
    assert isinstance(chosen, list)

    when = understood(lang, text).when

    assert isinstance(when, Repeats), text
    assert (when.rrule, when.count) == (f"FREQ=WEEKLY;BYDAY={','.join(chosen)}", count), text
    ahead = (TODAY + timedelta(days=n) for n in range(8))
    starts = (at_wall(d, at, ZONE) for d in ahead if CODES[d.weekday()] in chosen)
    assert when.start == next(s for s in starts if s > NOW), text


@settings(deadline=None)
@given(phrases(days, clocks), st.sampled_from(["25:00", "31/2", "18h75", "19h-18h"]))
def test_what_cannot_be_is_never_booked(phrase: tuple[str, str, list[object]], wrong: str) -> None:
    lang, text, _ = phrase

    assert not isinstance(understood(lang, f"{text} {wrong}").when, At | Repeats)


WORDS = """
mai thứ 6 tuần sau tối sáng 18h 6h30 20/10 T2 T4 500k Lan ngày tháng năm đến từ mỗi buổi
12 rưỡi kém tomorrow next friday 6pm from to until every other half past quarter oct
25th at on - : / . , ' ( ) + & x h t p 0 00 99 1tr2 $ noon ish couple of 2-4-6 hàng cuối
đầu nữa trước 15-25/10 phút tiếng lunar tết in weeks hours tuần 999999999 99999 months
years years ago 💪 '’ ₫
"""
words = st.sampled_from(WORDS.split())


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=1000),
        st.lists(words, max_size=70).map(" ".join),
        st.lists(words, max_size=40).map("".join),
    ),
    languages,
)
def test_no_text_raises_and_nothing_typed_is_dropped(text: str, lang: str) -> None:
    reading = understood(lang, text)

    said = normal(" ".join(word.text for word in reading.words))
    for token in tokens(normal(text)):
        assert token.kind == "mark" or token.text in said
