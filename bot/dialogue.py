"""Small dialogues: one question about one thing, answered by one typed line."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from bot.visit import Visit
from core.draft import Draft


async def begin(visit: Visit, dialogue: str, step: str, **fields: Any) -> Draft:
    """Opens it, or opens it anew about another thing; a different one that was open is parked."""
    known = await visit.read(lambda books: books.drafts.named(visit.person.id, dialogue))
    draft = known or Draft(0, secrets.token_hex(8), visit.person.id, dialogue, step, visit.now)
    return await visit.save(replace(draft, step=step, fields=fields, parked=False))


async def leave(visit: Visit, dialogue: str) -> None:
    """Back without an answer: what is typed next is not taken for one."""
    if visit.draft is not None and visit.draft.dialogue == dialogue:
        await visit.close()
