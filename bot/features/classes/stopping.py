"""A class with too few is held all the same, or cancelled; with a run what comes after it too."""

from __future__ import annotations

from functools import partial

from bot.buttons import in_rows, key
from bot.cards import reason
from bot.features.classes import buttons as b
from bot.features.classes.card import head, show
from bot.features.classes.changing import seen
from bot.features.leading import OpenClass
from bot.screen import Screen, lines
from bot.visit import Visit
from core.ports import Books
from core.use_cases.classes import changing
from core.use_cases.classes.roster import Roster

_REASONS = ("ill", "work", "travel", "urgent")


async def hold_it(visit: Visit, button: b.HoldIt) -> None:
    await visit.write(changing.keep_small, button.class_id, visit.act())
    await show(visit, button.class_id, visit.w("👍 It takes place."))


async def ask_to_cancel(visit: Visit, button: b.AskCancelClass) -> None:
    """The safe button first; a reason is said with the tap that cancels."""
    known, w = await seen(visit, button.class_id), visit.w
    group = known.group
    more = await visit.read(partial(_following, known=known))
    text = lines(
        *head(known, visit.calendar),
        w("<b>Cancel this class?</b> It costs nobody anything, and sessions of packages go back."),
        w.many("{n} person is told.", "{n} people are told.", known.taken) if known.taken else None,
        w("Tap why, or cancel it without a reason:"),
    )
    why = [
        key(reason(r, w).capitalize(), b.CancelClass(group.id, group.version, following=False, reason=r))
        for r in _REASONS
    ]
    keys = [
        [key(w.plain("Keep it"), OpenClass(group.id))],
        *in_rows(why, 2),
        [
            key(
                w.plain("✖️ Cancel it, tell all"),
                b.CancelClass(group.id, group.version, following=False, reason=None),
            )
        ],
    ]
    if more:
        all_ = b.CancelClass(group.id, group.version, following=True, reason=None)
        keys.append([key(w.plain("✖️ This and {n} after it", n=more), all_)])
    await visit.show(Screen(text, keys))


async def _following(books: Books, known: Roster) -> int:
    """How many of the run come after it."""
    if known.group.run_id is None:
        return 0
    run = await books.classes.of_run(known.group.run_id)
    return sum(g.is_planned and g.starts_at > known.group.starts_at for g in run)


async def cancel(visit: Visit, button: b.CancelClass) -> None:
    gone = await visit.write(
        changing.cancel,
        button.class_id,
        visit.act(),
        reason=button.reason,
        version=button.version,
        following=button.following,
    )
    w = visit.w
    lead = w("✖️ Cancelled. Everybody in it has been told.")
    if len(gone) > 1:
        lead = w.many(
            "✖️ {n} class is cancelled. Everybody in it has been told.",
            "✖️ {n} classes are cancelled. Everybody in them has been told.",
            len(gone),
        )
    await show(visit, button.class_id, lead)
