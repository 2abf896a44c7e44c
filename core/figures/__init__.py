"""A trainer's figures over a period: how many, how often, how much; nothing where there is no base.

All are computed from what has happened, nothing is counted up. Days and months are the trainer's own.
"""

from __future__ import annotations

from core.figures.board import Board, board, clients
from core.figures.facts import Facts, Got, Sitting
from core.figures.spans import Span, months, near, whole

__all__ = ["Board", "Facts", "Got", "Sitting", "Span", "board", "clients", "months", "near", "whole"]
