"""A word to everybody: typed, looked at as they will see it, then sent in everybody's own day."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from bot.buttons import Rows, key
from bot.dialogue import begin
from bot.features.admin.bookings import DIALOGUE
from bot.features.admin.buttons import SendNews, WriteNews
from bot.going import Go, back
from bot.notices import Telling
from bot.screen import Screen, lines, units
from bot.texts import Words
from bot.visit import Visit
from core.act import Act
from core.draft import Draft
from core.ports import Books
from core.use_cases import overseeing
from core.use_cases.overseeing import LONGEST_NEWS

NEWS, SEEN = "news", "seen"


async def ask(visit: Visit, button: WriteNews) -> None:
    await begin(visit, DIALOGUE, NEWS)
    await visit.show(_question(visit))


def _question(visit: Visit) -> Screen:
    w = visit.w
    text = w("<b>📣 What shall everybody know?</b> Type it as one message; you see it before it is sent.")
    return Screen(text, [back(visit, "admin")])


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(visit))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """Kept with the dialogue, so that the tap that sends it says exactly this."""
    if units(Markup.escape(text)) > LONGEST_NEWS:
        await visit.say(Screen(visit.w("That is too long for one message. Please shorten it.")))
        return
    saved = await begin(visit, DIALOGUE, SEEN, text=text)
    await visit.say(await _preview(visit, saved))


async def _preview(visit: Visit, draft: Draft) -> Screen:
    w = visit.w
    count = await visit.read(lambda books: books.oversight.reachable())
    head = w("<b>This is what they get.</b> At night it waits for the morning.")
    to = w.many("📣 Send to {n} person", "📣 Send to {n} people", count)
    rows: Rows = [
        [key(w.plain("Drop it"), Go("admin"))],
        [key(str(to), SendNews(draft.key))],
        [key(w.plain("✏️ Write anew"), WriteNews())],
    ]
    return Screen(lines(head, "", news(draft.fields["text"], w)), rows)


async def look_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _preview(visit, draft))


async def send(visit: Visit, button: SendNews) -> None:
    """Only what was seen last; a draft that is gone was sent, or dropped."""
    draft = await visit.read(lambda books: books.drafts.by_key(button.draft))
    if draft is None or draft.person_id != visit.person.id or draft.step != SEEN:
        await visit.toast(visit.w.plain("This was sent or dropped already."), alert=True)
        return
    act = Act(f"news:{draft.key}:{draft.last_update_id}", visit.person.id, visit.now, admin=True)
    count = await visit.write(partial(_sent, visit, draft, act))
    w = visit.w
    said = w.many("📣 On its way to {n} person.", "📣 On its way to {n} people.", count)
    await visit.show(Screen(said, [back(visit, "admin")]))


async def _sent(visit: Visit, draft: Draft, act: Act, books: Books) -> int:
    count = await overseeing.announce(books, draft.fields["text"], act)
    await visit.close(books, draft)
    return count


def news(text: str, w: Words) -> Markup:
    return lines(w("📣 <b>From the team of this calendar</b>"), "", Markup.escape(text))


async def told(telling: Telling) -> Screen | None:
    return Screen(news(telling.facts["text"], telling.w))
