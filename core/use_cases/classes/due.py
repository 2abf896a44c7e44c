"""What time brings a class: one reminder for its trainer, the question about too few, the list at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.act import SYSTEM
from core.group_class import ClassStatus, reminders, small_due
from core.notice import Notice, NoticeKind
from core.ports import Books
from core.use_cases.classes.roster import Roster, keep, seen
from core.zones import zone


async def look_at(books: Books, class_id: int, now: datetime) -> None:
    """Whatever is due at `now`, and the next moment to look again. It asks, and decides nothing."""
    first = await books.classes.get(class_id)
    await books.lock(trainers=[first.trainer_id])
    roster = await seen(books, class_id, SYSTEM)
    group = roster.group
    if group.next_at is None or group.next_at > now:
        return
    if group.ends_at <= now and not roster.seats:
        # Nobody was in it: there is nothing to ask.
        slot = await books.slots.get(group.slot_id)
        await books.slots.save(replace(slot, takes_time=False))
        group = replace(group, status=ClassStatus.HELD)
    small = _asks_about_few(roster, now)
    if small:
        group = replace(group, asked_at=now)
    await books.notices.add([*small, *_reminders(roster, now), *_list(roster, now)])
    await keep(books, group, roster.trainer, now)


def _asks_about_few(roster: Roster, now: datetime) -> list[Notice]:
    group = roster.group
    due = small_due(group, roster.trainer)
    if due is None or now < due or not group.is_ahead(now) or not roster.is_small:
        return []
    return [_notice(roster, NoticeKind.CLASS_SMALL, str(group.minimum), {}, now)]


def _reminders(roster: Roster, now: datetime) -> list[Notice]:
    """Of several that fell due only the last, none after the start."""
    group = roster.group
    if not group.is_ahead(now):
        return []
    due = [(at, lead) for at, lead in reminders(group, roster.trainer) if at <= now]
    facts = {"start": group.starts_at.isoformat()}
    return [
        _notice(roster, NoticeKind.REMINDER, str(lead), facts | {"lead": lead}, now) for _, lead in due[-1:]
    ]


def _list(roster: Roster, now: datetime) -> list[Notice]:
    """Once; it waits in the morning's list as long as it is not filled in."""
    if not roster.group.is_planned or not roster.is_open(now):
        return []
    return [_notice(roster, NoticeKind.ATTENDANCE, "", {}, now)]


def _notice(roster: Roster, kind: NoticeKind, what: str, facts: Mapping[str, Any], now: datetime) -> Notice:
    """Keyed by what it says of which time: it is said once. In the night without a sound."""
    group, trainer = roster.group, roster.trainer
    key = f"class_{kind}:{group.id}:{int(group.starts_at.timestamp())}:{what}"
    night = trainer.quiet.around(now, zone(trainer.zone)) is not None
    facts = {"class_id": group.id, **facts}
    return Notice(0, key, trainer.id, kind, now, now, facts, silent=night)
