"""What is passed on, with the sender's name above it; and that it could not be."""

from __future__ import annotations

from markupsafe import Markup

from bot.buttons import Rows, key
from bot.features.talking.buttons import Mute, Reply, Talk
from bot.features.talking.pair import Pair, pair
from bot.notices import Telling
from bot.screen import Media, Screen, lines
from bot.texts import Words
from core.errors import Unheard
from core.use_cases.relaying import Form


async def relayed(telling: Telling) -> Screen | None:
    """With the sender's name; nothing when they have parted, or it was muted, before it could be told."""
    facts, w = telling.facts, telling.w
    try:
        known = await pair(telling.books, facts["client_id"], telling.reader.id)
    except Unheard:
        return None
    if known.is_muted:
        return None
    name = w("💬 <b>{name}:</b>", name=known.called(w))
    text = lines(name, Markup("{}").format(facts["text"])) if facts["text"] else name
    form = Form(facts.get("form", Form.TEXT))
    media = Media(form.value, facts["file_id"]) if form is not Form.TEXT else None
    return Screen(text, _below(known, w), media=media)


async def not_relayed(telling: Telling) -> Screen | None:
    """Which message it was nobody knows any more."""
    w = telling.w
    try:
        known = await pair(telling.books, telling.facts["client_id"], telling.reader.id)
    except Unheard:
        return None
    text = w(
        "💬 A message of yours to {name} could not be delivered. Please write it again, or in another way.",
        name=known.called(w),
    )
    return Screen(text, [[key(w.plain("💬 Write"), Talk(known.client.id))]])


def _below(known: Pair, w: Words) -> Rows:
    id_ = known.client.id
    return [[key(w.plain("↩️ Answer"), Reply(id_)), key(w.plain("🔕 Mute"), Mute(id_))]]
