"""Vietnamese words of time, as on a phone, and how they go together."""

from __future__ import annotations

from core.when.grammar import Rule
from core.when.language import Entry, Language
from core.when.meanings import (
    Bad,
    Choice,
    Date,
    Lasting,
    Later,
    Month,
    Number,
    Part,
    Rhythm,
    Unit,
    Weekdays,
    Weekend,
    Which,
)
from core.when.reading import DayPart, Reason
from core.when.rules_day import date_of, month_from, named_day, nth_of_month
from core.when.rules_repeat import every_few, lasting, nth_every, per_rhythm
from core.when.rules_time import half_past_hour, less_minutes
from core.when.rules_weekday import three_in_one, weekday_dash, weekday_numbers, weekday_that

_NUMBERS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]

WORDS: list[Entry] = [
    *(("number", Number(n), word) for n, word in enumerate(_NUMBERS, start=1)),
    ("number", Number(7), "bẩy"),
    ("ten", 10, "mười"),
    ("mươi", None, "mươi"),
    ("digit", 1, "mốt"),
    ("digit", 4, "tư"),
    ("digit", 5, "lăm, nhăm"),
    # Days.
    ("day", Later(0, Unit.MINUTE), "bây giờ, ngay bây giờ"),
    ("day", Later(0, Unit.DAY), "hôm nay, bữa nay, ngày hôm nay, nay, hnay, h nay, hum nay"),
    ("day", Later(1, Unit.DAY), "mai*, ngày mai, bữa mai, hôm mai, ngày hôm sau, hôm sau"),
    ("day", Later(2, Unit.DAY), "mốt, ngày mốt, ngày kia, bữa mốt, hôm mốt"),
    ("day", Choice(Later(1, Unit.DAY), Later(2, Unit.DAY)), "mai mốt"),
    ("day", Later(-1, Unit.DAY), "hôm qua, bữa qua, ngày hôm qua, hqua"),
    ("day", Later(-2, Unit.DAY), "hôm kia, bữa kia, hôm trước"),
    ("day", Date(24, 12), "đêm noel"),
    ("day", Date(25, 12), "noel, giáng sinh"),
    ("day", Date(1, 1), "tết tây, tết dương lịch"),
    ("negation", None, "trừ, không, đừng, ngoại trừ, ko, khỏi"),
    ("thứ", None, "thứ, t+, thứ+, th+"),
    ("weekday", 0, "thứ hai"),
    ("weekday", 1, "thứ ba"),
    ("weekday", 2, "thứ tư, thứ bốn"),
    ("weekday", 3, "thứ năm"),
    ("weekday", 4, "thứ sáu"),
    ("weekday", 5, "thứ bảy, thứ bẩy"),
    ("weekday", 6, "chủ nhật, chúa nhật, cn, c nhật"),
    ("which_after", Which.THIS, "này, nay"),
    ("which_after", Which.NEXT, "tới"),
    ("which_after", Which.FOLLOWING, "sau, kế, kế tiếp, tiếp, tiếp theo"),
    ("which_after", Which.COMING, "sắp tới, tới đây, gần nhất"),
    ("which_after", Which.AFTER_NEXT, "sau nữa, tới nữa"),
    ("which_after", Which.LAST, "vừa rồi, trước, rồi, vừa qua"),
    ("day", Weekend(), "cuối tuần"),
    ("weekend", None, "cuối tuần"),
    ("later", None, "nữa, sau"),
    ("after", None, "sau"),
    ("ago", None, "trước"),
    ("edge", True, "cuối"),
    ("edge", False, "đầu"),
    ("first", 1, "đầu tiên, đầu"),
    ("first", -1, "cuối cùng, cuối"),
    ("unit", Unit.MINUTE, "phút"),
    ("unit", Unit.HOUR, "tiếng, giờ"),
    ("unit", Unit.DAY, "ngày, hôm, bữa"),
    ("unit", Unit.WEEK, "tuần"),
    ("unit", Unit.MONTH, "tháng"),
    ("unit", Unit.YEAR, "năm"),
    ("ngày", None, "ngày, hôm, ngay"),
    ("lunar", None, "tết, âm lịch, âm, rằm"),
    ("mùng", None, "mùng, mồng"),
    ("tháng", None, "tháng, th"),
    ("t", None, "t+"),
    ("month", 1, "tháng giêng"),
    ("month", 4, "tháng tư"),
    ("năm", None, "năm"),
    # Times.
    ("h", "spelled", "giờ"),
    ("h", None, "+g, +gi, h"),
    ("ampm", False, "+sa"),
    ("ampm", True, "+ch"),
    ("fixed", 720, "giữa trưa, đúng ngọ"),
    ("fixed", 1440, "nửa đêm"),
    ("part", Part(DayPart.MORNING), "sáng, buổi sáng, sáng sớm, rạng sáng, sớm"),
    ("part", Part(DayPart.NOON), "trưa, buổi trưa"),
    ("part", Part(DayPart.AFTERNOON), "chiều, buổi chiều, xế chiều"),
    ("part", Part(DayPart.EVENING), "tối, buổi tối"),
    ("part", Part(DayPart.NIGHT), "đêm, khuya, ban đêm"),
    *(
        ("part", Part(part, day), f"{word} {when}")
        for part, word in zip(DayPart, ["sáng", "trưa", "chiều", "tối", "đêm"], strict=True)
        for day, words in [(0, "nay, hôm nay"), (1, "mai, ngày mai"), (-1, "qua, hôm qua")]
        for when in words.split(", ")
    ),
    ("minute", None, "phút, +p, +ph, phut"),
    ("hour", None, "tiếng, tiếng đồng hồ, giờ đồng hồ"),
    ("rưỡi", None, "rưỡi, rưởi, ruỡi, ruởi"),
    ("half", None, "nửa"),
    ("quarter", 15, "mười lăm phút, khắc"),
    ("kém", None, "kém"),
    ("bound", None, "sau, trước"),
    # What holds a phrase together.
    ("at", None, "lúc, vào lúc, vào, tầm, khoảng, cỡ, chừng, lúc khoảng, vào khoảng, vào đúng, đúng"),
    ("from", None, "từ, bắt đầu từ, bắt đầu lúc"),
    ("to", None, "đến, tới, cho đến, cho tới, đến lúc"),
    ("until", None, "đến, tới, cho đến, cho tới, đến ngày, tới ngày, cho đến ngày"),
    ("until_end", None, "đến hết, tới hết, hết, cho đến hết, cho tới hết, đến hết ngày, hết ngày"),
    ("start", None, "từ, bắt đầu, bắt đầu từ, kể từ, bắt đầu từ ngày, kể từ ngày, từ ngày"),
    ("and", None, "và, với"),
    ("solar", None, "tây, dương lịch, dl"),
    ("cách", None, "cách"),
    ("or", None, "hoặc, hay, hoặc là, hay là"),
    ("on", None, "vào, lúc, vào lúc, ngày, hôm, vào ngày, của, đúng, trong"),
    ("for", None, "trong, trong vòng, kéo dài, tập trong, suốt, liên tục, liên tiếp"),
    ("per", None, "một, mỗi, /, trên, trong, trong một"),
    # Repetition.
    ("every", None, "mỗi, mọi, hàng, hằng, các, các ngày, vào các, mỗi ngày"),
    ("rhythm", Rhythm(Unit.DAY), "hàng ngày, hằng ngày, mỗi ngày, mọi ngày, ngày nào cũng"),
    (
        "rhythm",
        Rhythm(Unit.WEEK),
        ("hàng tuần, hằng tuần, mỗi tuần, tuần nào cũng, lặp lại hàng tuần, lặp lại"),
    ),
    ("rhythm", Rhythm(Unit.WEEK, 2), "cách tuần, tuần cách tuần"),
    ("rhythm", Rhythm(Unit.DAY, 2), "cách ngày, ngày cách ngày"),
    ("rhythm", Rhythm(Unit.MONTH), "hàng tháng, hằng tháng, mỗi tháng"),
    ("weekdays_word", (0, 1, 2, 3, 4), "ngày thường, ngày trong tuần, các ngày trong tuần, ngày làm việc"),
    ("session", None, "buổi, lần, ca, tiết"),
    # Money.
    ("thousand", 1_000, "nghìn, ngàn, ngìn"),
    ("hundred", 100, "trăm"),
    ("hundred_thousand", 100_000, "xị, lít, loét"),
    ("million", 1_000_000, "triệu, tr*, củ"),
    ("currency", "VND", "đồng, +d"),
    # What is polite, or says what is clear anyway.
    ("toward", None, "sang, qua"),
    ("price_word", None, "giá, phí, học phí, tiền, giá tiền"),
    (
        "filler",
        None,
        (
            "đặt, lịch, đặt lịch, tập, buổi tập, cho, với, ở, tại, nhé, nha, nhá, ạ, ơi, giúp, hẹn, "
            "book, pt, của, cùng, dạy, thêm, xếp, vậy, nhe, luôn, lên lịch, tạo lịch, buổi hẹn, nè, dùm, "
            "giùm, session, đi tập, có lịch, được không, được ko, lịch tập"
        ),
    ),
    (
        "label",
        None,
        (
            "quận, q, phòng, tầng, lầu, số, sân, cơ sở, cs, chi nhánh, phường, đường, hẻm, ngõ, toà, "
            "tòa, block, căn, nhà, cổng"
        ),
    ),
    ("title", None, "anh, chị, em, cô, chú, bác, bạn, ông, bà, thầy, khách, hv, học viên, a, c, e"),
]


def _teens(ten: int, rest: Number | int) -> Number | None:
    ones = rest.value if isinstance(rest, Number) else rest
    return Number(ten + ones) if ones < 10 else None


def _tens(tens: Number, rest: Number | int | None) -> Number | None:
    if tens.width or not 2 <= tens.value <= 9:
        return None
    ones = rest.value if isinstance(rest, Number) else rest or 0
    return Number(tens.value * 10 + ones) if ones < 10 else None


def _day_number(number: Number) -> int | None:
    return number.value if number.width <= 2 else None


def _first_days(number: Number | int) -> int | None:
    day = number.value if isinstance(number, Number) else number
    return day if 1 <= day <= 10 else None


def _so_much_later(number: Number, unit: Unit) -> Later | None:
    """In Vietnamese "20 tháng sau" is the 20th of next month."""
    return None if unit is Unit.MONTH and number.value > 12 else Later(number.value, unit)


def _one_weekday(days: tuple[int, ...]) -> int | None:
    return days[0] if len(days) == 1 else None


def _next_weekday(before: tuple[int, ...] | Number, number: Number | int) -> tuple[int, ...] | None:
    days = weekday_numbers(before) if isinstance(before, Number) else before
    return weekday_numbers(number, days) if days else None


def _several_dashed(days: tuple[int, ...]) -> Weekdays | None:
    """As in "thứ 2-6": from Monday to Friday, or the two."""
    return weekday_dash(days[0], None, days[1]) if len(days) == 2 else _several(days)


def _several(days: tuple[int, ...]) -> Weekdays | None:
    return Weekdays(days, numeric=True) if len(days) > 1 else None


def _of_month(number: Number, of: tuple[Which, Unit]) -> Date | None:
    offset = {Which.THIS: 0, Which.NEXT: 1, Which.FOLLOWING: 1}.get(of[0])
    fitting = of[1] is Unit.MONTH and offset is not None and 1 <= number.value <= 31
    return Date(number.value, offset=offset) if fitting else None


def _next_few(number: Number, unit: Unit, which: Which) -> Lasting | None:
    """As in "2 tháng tới"."""
    return lasting(number, unit) if which is Which.NEXT and number.value <= 12 else None


def _with_gaps(number: Number, unit: Unit) -> Rhythm | None:
    """Of "cách 2 tuần", which some count with the week between and some without."""
    rhythm = every_few(number, unit)
    return rhythm._replace(doubtful=True) if rhythm else None


def _nth_monthly(day: int, n: int, unit: Unit) -> Rhythm | None:
    """As in "thứ 6 đầu tiên mỗi tháng"."""
    return nth_every(n, day, unit)


def _nth_each(day: int, n: int, rhythm: Rhythm) -> Rhythm | None:
    return nth_every(n, day, rhythm.unit)


RULES: list[Rule] = [
    ("number", "ten number|digit", _teens),
    ("number", "number _mươi number|digit?", _tens),
    # "6 giờ rưỡi", "5 rưỡi", "7 giờ kém 15".
    ("clock", "number _h? _rưỡi", half_past_hour),
    ("clock", "number _h? _kém number _minute?", less_minutes),
    ("clock", "number _h? _kém quarter", less_minutes),
    ("length", "number _hour|h _rưỡi", lambda n: n.value * 60 + 30 if n.value < 24 else None),
    ("length", "_half _hour", lambda: 30),
    ("day", "_half _hour _later", lambda: Later(30, Unit.MINUTE)),
    # The moon's calendar is not this one.
    ("ordinal", "_ngày? _mùng number|digit _lunar", lambda _: 0),
    ("day", "day _lunar", lambda _: Bad(Reason.NO_SUCH_DAY)),
    # "thứ 6", "T6", "thứ 2-4-6", "T2,4,6", "T246", "thứ 6 tuần sau", "thứ 6 tới".
    ("numbered", "_thứ number", weekday_numbers),
    ("numbered", "_thứ dotted", weekday_numbers),
    # One list has one kind of mark, so that "thứ 2 6/7" is a date.
    ("numbered", "numbered _and|plus? number|digit", _next_weekday, 0.2),
    ("slashed", "_thứ number _slash number", _next_weekday),
    ("slashed", "slashed _slash number", _next_weekday),
    ("dashed", "_thứ number _dash number", _next_weekday),
    ("dashed", "dashed _dash number", _next_weekday),
    ("weekday", "numbered", _one_weekday),
    ("weekdays", "numbered|slashed", _several),
    ("weekdays", "dashed", _several_dashed),
    ("weekdays", "number", three_in_one, 1.5),
    ("day", "weekday which_after", lambda day, which: weekday_that(which, day)),
    ("day", "_on day", lambda day: day, 0.3),
    ("day", "weekend which_after", lambda _, which: Weekend(which)),
    ("unit_of", "unit which_after", lambda unit, which: (which, unit)),
    ("day", "_in|for? number unit _later", _so_much_later),
    ("day", "_after number unit", _so_much_later, 0.3),
    ("day", "unit _rưỡi _later", lambda _: None),
    # "ngày 20 tháng 10", "mùng 5", "20 t10".
    ("ordinal", "_ngày number", _day_number),
    ("ordinal", "_ngày? _mùng number|digit", _first_days),
    ("month", "_tháng number", month_from),
    ("day", "number|ordinal _t number", lambda day, month: date_of(day, month_from(month)), 0.5),
    ("day", "number _solar", named_day),
    ("day", "day _solar", lambda day: day),
    ("day", "_mùng day", lambda day: day if isinstance(day, Date) else None),
    (
        "day",
        "number which_after",
        lambda n, which: Date(n.value, offset=0) if which is Which.THIS else None,
        0.5,
    ),
    ("year", "_năm number", lambda n: n.value if n.width == 4 else None),
    ("lasting", "_for number unit which_after", _next_few),
    ("lasting", "number unit which_after", _next_few, 0.2),
    ("rhythm", "_cách number unit", _with_gaps),
    ("rhythm", "weekday first _of? _every unit", _nth_monthly),
    ("rhythm", "weekday first rhythm", _nth_each),
    ("perweek", "number _session rhythm", per_rhythm),
    ("day", "weekday first _of? month_of", lambda day, n, month: nth_of_month(n, day, month)),
    ("month_of", "month", Month),
    ("day", "_ngày? number _of? unit_of", _of_month),
]


VIETNAMESE = Language("vi", WORDS, RULES, day_first=True, dash_is_range=False)
