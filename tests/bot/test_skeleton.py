"""A typed line becomes a session, a stored notice and a message to the client."""

from functools import partial

from core.act import Act
from core.use_cases.inviting import add_client, invite
from tests.world import world


async def test_a_typed_line_is_booked_and_both_are_told(database):
    async with world(database) as w:
        huy, lan = w.phone("Huy"), w.phone("Lan Anh")
        huy.start()
        await w.settle()
        await w.press(huy, "I am a trainer")
        act = partial(Act, by=huy.user_id, at=w.clock.now())
        client = await w.bot.store.write(lambda b: add_client(b, huy.user_id, "Lan Anh", act("add")))
        await w.bot.store.write(lambda b: invite(b, client.id, "secret", act("invite")))
        lan.start("secret")
        await w.settle()

        await w.says(huy, "Lan tomorrow 18:00")
        assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in huy.last.text
        await w.press(huy, "Create")

        assert huy.last.text.startswith("Booked. Lan Anh has been told.")
        assert "Session with Coach Huy" in lan.last.text
        assert "Thu 16 Oct · 18:00–19:00" in lan.last.text
        assert w.telegram.journal.errors() == []
