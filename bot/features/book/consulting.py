"""A consultation: shorter, at its own price or free of charge, and never on a package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.features.book.draft import SessionDraft
from bot.visit import Visit
from core.booking import Kind
from core.period import Period
from core.when.reading import At, Reading

_WORDS = re.compile(r"\b(?:consultations?|consult|tư vấn|tu van)\b", re.IGNORECASE)


async def read(visit: Visit, s: SessionDraft, reading: Reading) -> tuple[SessionDraft, list[str]]:
    """What a line says of it, and the words that are still not understood."""
    if (rest := _taken_out(reading.unknown)) is None:
        return s, list(reading.unknown)
    said = isinstance(reading.when, At) and reading.when.length_said
    return await as_consultation(visit, s, length_said=said), rest


def _taken_out(unknown: Sequence[str]) -> list[str] | None:
    """What is left of the words that were not understood; nothing when none of them says consultation."""
    rest = [" ".join(_WORDS.sub(" ", piece).split()) for piece in unknown]
    return None if list(unknown) == rest else [piece for piece in rest if piece]


async def as_consultation(visit: Visit, s: SessionDraft, *, length_said: bool) -> SessionDraft:
    """With what the trainer has set for it, where nothing else was said."""
    profile = await visit.read(lambda books: books.profiles.find(visit.me.id))
    price = profile.consultation_price if profile is not None else None
    s = replace(s, kind=Kind.CONSULTATION.value, contract_id=None, single=True)
    s = replace(s, price=(price or 0) if s.price is None else s.price)
    if profile is None or length_said:
        return s
    if s.period is None:
        return replace(s, minutes=profile.consultation_minutes)
    return s.at(Period.of(s.period.start, timedelta(minutes=profile.consultation_minutes)))


def another_kind(s: SessionDraft, kind: Kind) -> SessionDraft:
    """Its price and length were the consultation's: they are said anew, or are the usual ones."""
    if s.kind == Kind.CONSULTATION.value:
        s = replace(s, price=None, single=False, minutes=None)
    return replace(s, kind=kind.value)
