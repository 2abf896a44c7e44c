"""Workbooks and tables are read back as they were meant: dates, numbers, totals, nothing that acts."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from bot.files.workbook import Column, Sheet, as_csv, harmless, xlsx
from bot.files.writing import NotWritten, write

SHEET = Sheet(
    "Sessions",
    [
        Column("Start", "moment"),
        Column("Client"),
        Column("Price", "money", total=True),
        Column("Currency"),
        Column("Share", "share"),
    ],
    "Total",
    3,
)
ROWS = [
    ["2025-10-20T18:00:00", "Lan Ánh", 500_000, "VND", 0.5],
    ["2025-10-21T06:30:00", '=HYPERLINK("http://x")', 450_000, "VND", None],
    ["2025-10-22T06:30:00", "+84 90", -50_000, "VND", 1],
]


def opened(content: bytes, *, formulas: bool = False):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas)["Sessions"]


def test_dates_and_numbers_are_real():
    page = opened(xlsx([SHEET], [(0, ROWS)]))
    assert page["A2"].value.isoformat() == "2025-10-20T18:00:00"
    assert page["A2"].number_format == "yyyy-mm-dd hh:mm"
    assert page["C2"].value == 500_000
    assert page["C2"].number_format == "#,##0"
    assert page["E2"].number_format == "0 %"
    assert page["E3"].value is None


def test_the_header_stays_and_filters():
    page = opened(xlsx([SHEET], [(0, ROWS)]))
    assert [cell.value for cell in page[1]] == ["Start", "Client", "Price", "Currency", "Share"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E4"


def test_totals_stand_below_and_follow_the_filter():
    content = xlsx([SHEET], [(0, ROWS)])
    assert opened(content)["A5"].value == "Total"
    assert opened(content)["C5"].value == 900_000
    assert opened(content, formulas=True)["C5"].value == "=SUBTOTAL(109,C2:C4)"
    assert opened(content)["E5"].value is None


def test_two_currencies_are_never_added_up():
    rows = [*ROWS, ["2025-10-23T06:30:00", "Bo", 30, "USD", None]]
    page = opened(xlsx([SHEET], [(0, rows)]))
    assert [(page[f"C{n}"].value, page[f"D{n}"].value) for n in (6, 7)] == [(30, "USD"), (900_000, "VND")]


def test_nothing_in_a_workbook_is_a_formula_of_somebody_s():
    page = opened(xlsx([SHEET], [(0, ROWS)]), formulas=True)
    assert page["B3"].value == '=HYPERLINK("http://x")'
    assert page["B3"].data_type == "s" or page["B3"].quotePrefix
    assert page["B3"].hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "+84 90", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://x"])
def test_a_text_in_a_workbook_stays_a_text(text):
    page = opened(xlsx([SHEET], [(0, [["2025-10-20T18:00:00", text, 1, "VND", None]])]), formulas=True)
    assert page["B2"].data_type in ("s", "inlineStr")
    assert page["B2"].value.replace("_x000D_", "\r") == text
    assert page["B2"].hyperlink is None


def test_an_empty_sheet_has_its_header_only():
    page = opened(xlsx([SHEET], [(0, [])]))
    assert page.max_row <= 2
    assert page["A1"].value == "Start"


@pytest.mark.parametrize(
    "text, kept",
    [
        ("=1+1", "'=1+1"),
        ("+84 90", "'+84 90"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("\xa0=1", "'\xa0=1"),
        ("＝1+1", "'＝1+1"),
        ("Lan = An", "Lan = An"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_carry_out_is_made_harmless(text, kept):
    assert harmless(text) == kept


def test_csv_has_its_mark_and_plain_numbers():
    content = as_csv(SHEET, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == ["Start", "Client", "Price", "Currency", "Share"]
    assert read[1] == ["2025-10-20 18:00", "Lan Ánh", "500000", "VND", "0.5"]
    assert [row[1] for row in read[2:]] == ['\'=HYPERLINK("http://x")', "'+84 90"]
    assert read[3][2] == "-50000"


async def pages(*parts):
    for part in parts:
        yield part


async def test_another_program_writes_the_same():
    content = await write("xlsx", [SHEET], pages((0, ROWS[:1]), (0, ROWS[1:])))
    assert opened(content)["C5"].value == 900_000
    assert await write("csv", [SHEET], pages((0, ROWS))) == as_csv(SHEET, ROWS)


async def test_a_program_that_fails_is_noticed():
    with pytest.raises(NotWritten):
        await write("xlsx", [SHEET], pages((0, [["not a date", "x", 1, "VND", None]])))


async def test_reading_that_fails_ends_the_program():
    async def broken():
        yield 0, ROWS
        raise LookupError

    with pytest.raises(LookupError):
        await write("xlsx", [SHEET], broken())
