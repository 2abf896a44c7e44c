"""Writes tables as .xlsx or .csv: a program of its own, so that long work holds nobody up.

Reads JSON lines: the kind and the sheets with their columns, then rows sheet by sheet. Writes the file to
its standard output.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it says nothing of its types
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # the same

#: What spreadsheets take for the beginning of a formula.
_ACTIVE = (*"=+-@\t\r\n", *"＝＋－＠")
Rows = Sequence[Sequence[Any]]
_WIDTHS = {"moment": 16, "day": 12, "money": 14, "whole": 9, "share": 9, "text": 18}


@dataclass(frozen=True, slots=True)
class Column:
    """`type`: text, moment, day, money, whole or share; `total`: what stands below is added up."""

    title: str
    type: str = "text"
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`currency`: the number of the column by which money is told apart."""

    name: str
    columns: Sequence[Column]
    total: str
    currency: int | None = None
    digits: int = 0


def xlsx(sheets: Sequence[Sheet], rows: Iterable[tuple[int, Rows]]) -> bytes:
    """Real dates and numbers, a filter, a header that stays, totals below; rows are written as they come."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        pages = [_Page(book, sheet) for sheet in sheets]
        for number, more in rows:
            pages[number].add(more)
        for page in pages:
            page.finish()
    return target.getvalue()


class _Page:
    """One sheet while it is written; `rows` so far, and what is added up of them by currency."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(sheet.name[:31])
        self.rows = 0
        self.added = defaultdict[str, Counter[int]](Counter)
        money = "#,##0" + ("." + "0" * sheet.digits if sheet.digits else "")
        looks = {"moment": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "money": money, "whole": "0"}
        formats = {kind: {"num_format": look} for kind, look in looks.items()} | {
            "share": {"num_format": "0 %"},
            "text": {},
        }
        self.looks = {kind: book.add_format(look) for kind, look in formats.items()}
        self.sums = {kind: book.add_format(look | {"bold": True, "top": 1}) for kind, look in formats.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for at, column in enumerate(sheet.columns):
            self.page.set_column(at, at, _WIDTHS[column.type], self.looks[column.type])
            self.page.write_string(0, at, column.title, head)
        self.page.freeze_panes(1, 0)

    def add(self, rows: Rows) -> None:
        columns, by = self.sheet.columns, self.sheet.currency
        for row in rows:
            self.rows += 1
            added = self.added["" if by is None else row[by]]
            for at, value in enumerate(row):
                self._cell(self.rows, at, value, columns[at].type)
                if columns[at].total:
                    added[at] += value or 0

    def finish(self) -> None:
        """One line of totals for each currency; with only one, it follows the filter."""
        sheet, last = self.sheet, self.rows + 1
        self.page.autofilter(0, 0, max(1, self.rows), len(sheet.columns) - 1)
        for n, (name, sums) in enumerate(sorted(self.added.items())):
            self.page.write_string(last + n, 0, sheet.total, self.sums["text"])
            if sheet.currency is not None:
                self.page.write_string(last + n, sheet.currency, name, self.sums["text"])
            for at, column in enumerate(sheet.columns):
                if column.total:
                    formula = self._sum(at, last, name if len(self.added) > 1 else None)
                    self.page.write_formula(last + n, at, formula, self.sums[column.type], sums[at])

    def _cell(self, row: int, at: int, value: Any, kind: str) -> None:
        if value is None:
            return
        if kind in ("moment", "day"):
            self.page.write_datetime(row, at, datetime.fromisoformat(value), self.looks[kind])
        elif kind == "text":
            self.page.write_string(row, at, str(value))
        else:
            self.page.write_number(row, at, value, self.looks[kind])

    def _sum(self, at: int, last: int, currency: str | None) -> str:
        own = xl_col_to_name(at)
        if currency is None or self.sheet.currency is None:
            return f"=SUBTOTAL(109,{own}2:{own}{last})"
        by = xl_col_to_name(self.sheet.currency)
        return f'=SUMIFS({own}2:{own}{last},{by}2:{by}{last},"{currency}")'


def as_csv(sheet: Sheet, rows: Iterable[Sequence[Any]]) -> bytes:
    """With a mark of its encoding, which Excel needs; texts that look like formulas are made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(column.title) for column in sheet.columns])
    writer.writerows(
        [_plain(value, c.type) for value, c in zip(row, sheet.columns, strict=True)] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Any, kind: str) -> Any:
    if isinstance(value, str):
        if kind == "moment":
            return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M")
        return date.fromisoformat(value[:10]).isoformat() if kind == "day" else harmless(value)
    return "" if value is None else value


def harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would carry out."""
    return f"'{text}" if text.lstrip(" \xa0\u3000").startswith(_ACTIVE) else text


def main() -> None:
    """Others come first: this can wait."""
    os.nice(10)
    head = json.loads(sys.stdin.readline())
    sheets = [Sheet(**(s | {"columns": [Column(**c) for c in s["columns"]]})) for s in head["sheets"]]
    parts = map(json.loads, sys.stdin)
    if head["kind"] == "xlsx":
        made = xlsx(sheets, parts)
    else:
        made = as_csv(sheets[0], (row for _, rows in parts for row in rows))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
