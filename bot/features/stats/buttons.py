"""Buttons of the figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button
from core.figures import Span


class Topic(StrEnum):
    """What is explained together."""

    SESSIONS = "sessions"
    MONEY = "money"
    TIME = "time"
    CLIENTS = "clients"
    CANCELS = "cancels"


class Chart(StrEnum):
    INCOME = "income"
    HEAT = "heat"
    ATTENDANCE = "attendance"


@dataclass(frozen=True)
class ShowStats(Button, prefix="es"):
    span: Span = Span.MONTH


@dataclass(frozen=True)
class Explain(Button, prefix="ex"):
    span: Span
    topic: Topic


@dataclass(frozen=True)
class ShowCancels(Button, prefix="ec"):
    """Who cancels most, and when."""

    span: Span


@dataclass(frozen=True)
class ShowChart(Button, prefix="ep"):
    span: Span
    chart: Chart


@dataclass(frozen=True)
class TurnLight(Button, prefix="er"):
    """The same picture, dark in place of light or the other way round."""

    span: Span
    chart: Chart


@dataclass(frozen=True)
class MyFigures(Button, prefix="eq"):
    """A client's own."""


@dataclass(frozen=True)
class ExplainMine(Button, prefix="ey"):
    """What a client's own numbers mean."""
