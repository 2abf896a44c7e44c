"""Where TRAINER_SIGNUP is approve: a trainer waits with a calendar that works, an admin lets them in."""

from dataclasses import replace

from bot.features.profile.buttons import LetIn
from core.act import Act
from core.profile import Standing
from core.use_cases import standing
from core.use_cases.inviting import add_client, invite
from tests.bot.story import story
from tests.world import world


async def starts(w, name, payload=None):
    phone = w.phone(name)
    phone.start(payload)
    await w.settle()
    return phone


def by_approval(w, *admins):
    changes = {"trainer_signup": "approve", "admin_ids": tuple(a.user_id for a in admins)}
    w.bot.services.settings = w.bot.services.settings.model_copy(update=changes)


async def standing_of(w, phone):
    return (await w.bot.store.read(lambda b: b.profiles.get(phone.user_id))).standing


async def has_set(w, phone, value):
    async def work(books):
        profile = await books.profiles.get(phone.user_id)
        await books.profiles.save(replace(profile, standing=value, listed=True))

    await w.bot.store.write(work)


async def test_trainer_waits_until_an_admin_lets_them_in(database):
    async with world(database) as w:
        admin, huy, lan = await starts(w, "Admin"), await starts(w, "Huy"), await starts(w, "Lan")
        by_approval(w, admin)
        await w.press(huy, "I am a trainer")
        assert huy.last.text.startswith("⏳ An admin looks at your sign-up.")
        assert admin.last.text.startswith("🙋 Huy wants to train here.")
        assert admin.last.rows == [["✅ Let in", "Not now"]]

        await w.says(huy, "500k")
        await w.says(huy, "Gold's Gym")
        await w.says(huy, "Minh tomorrow 18:00")
        await w.press(huy, "Add Minh")
        await w.press(huy, "Create")
        assert huy.last.text.startswith("Booked.")
        await w.says(huy, "/settings")
        await w.press(huy, "Profile")
        await w.press(huy, "Show me")
        assert huy.last.text.startswith("👁 Switched on.")
        await w.says(lan, "/trainers")
        assert lan.last.text.startswith("No coach can be found here yet.")

        await w.press(admin, "Let in")
        assert admin.last.text == "✅ Huy is in, and knows."
        assert huy.last.text.startswith(
            "🎉 An admin has let you in.\nPeople who look for a coach find you now."
        )
        await w.says(lan, "/trainers")
        assert "Huy · from 500k" in lan.buttons()
        assert w.telegram.journal.errors() == []


async def test_home_says_that_one_waits(sqlite_url):
    async with world(sqlite_url) as w:
        admin, huy = await starts(w, "Admin"), await starts(w, "Huy")
        by_approval(w, admin)
        await w.press(huy, "I am a trainer")
        await w.says(huy, "/start")

        assert "⏳ An admin looks at your sign-up." in huy.last.text


async def test_admin_and_everybody_where_it_is_open_are_in_at_once(sqlite_url):
    async with world(sqlite_url) as w:
        admin, huy = await starts(w, "Admin"), await starts(w, "Huy")
        await w.press(huy, "I am a trainer")
        by_approval(w, admin)
        await w.press(admin, "I am a trainer")

        assert await standing_of(w, huy) is Standing.ADMITTED
        assert await standing_of(w, admin) is Standing.ADMITTED
        assert not any("wants to train" in m.text for m in admin.received)


async def test_not_now_leaves_them_waiting_and_says_nothing_to_them(sqlite_url):
    async with world(sqlite_url) as w:
        admin, huy = await starts(w, "Admin"), await starts(w, "Huy")
        by_approval(w, admin)
        await w.press(huy, "I am a trainer")
        heard = len(huy.received)
        await w.press(admin, "Not now")

        assert admin.last.text == "Huy goes on waiting. You can let them in later."
        assert len(huy.received) == heard
        await w.press(admin, "Let in")
        assert await standing_of(w, huy) is Standing.ADMITTED


async def test_two_admins_let_in_once(sqlite_url):
    async with world(sqlite_url) as w:
        first, second, huy = await starts(w, "A"), await starts(w, "B"), await starts(w, "Huy")
        by_approval(w, first, second)
        await w.press(huy, "I am a trainer")
        await w.press(first, "Let in")
        await w.press(second, "Let in")

        assert second.last.text == "✅ Huy is in, and knows."
        assert len([m for m in huy.received if "let you in" in m.text]) == 1


async def test_old_button_does_not_let_in_one_who_was_paused(sqlite_url):
    async with world(sqlite_url) as w:
        admin, huy = await starts(w, "Admin"), await starts(w, "Huy")
        by_approval(w, admin)
        await w.press(huy, "I am a trainer")
        await has_set(w, huy, Standing.PAUSED)
        await w.press(admin, "Let in")

        assert await standing_of(w, huy) is Standing.PAUSED
        assert admin.last.text == "⏸ Huy is paused. /admin shows all coaches."


async def test_nobody_but_an_admin_lets_in(sqlite_url):
    async with world(sqlite_url) as w:
        admin, huy = await starts(w, "Admin"), await starts(w, "Huy")
        by_approval(w, admin)
        await w.press(huy, "I am a trainer")
        huy.taps_data(LetIn(huy.user_id).pack())
        await w.settle()
        assert await standing_of(w, huy) is Standing.WAITING

        by_approval(w)
        await w.press(admin, "Let in")
        assert await standing_of(w, huy) is Standing.WAITING


async def test_paused_takes_nobody_new_and_keeps_those_who_are_there(sqlite_url):
    async with story(sqlite_url) as s:
        store, binh = s.w.bot.store, await starts(s.w, "Bình")
        client = await store.write(lambda b: add_client(b, s.huy.user_id, "Bình", s.act(s.huy)))
        await store.write(lambda b: invite(b, client.id, "for-binh", s.act(s.huy)))
        act = Act("pause", 1, s.w.clock.now(), admin=True)
        await store.write(lambda b: standing.pause(b, s.huy.user_id, act))
        await s.w.settle()
        assert s.huy.last.text.startswith("⏸ An admin has paused your page")

        binh.start("for-binh")
        await s.w.settle()
        assert binh.last.text.startswith("This coach takes nobody new here at the moment.")
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.press(s.huy, "Create")
        assert "Session with Coach Huy" in s.lan.last.text

        again = Act("admit", 1, s.w.clock.now(), admin=True)
        await store.write(lambda b: standing.admit(b, s.huy.user_id, again))
        binh.start("for-binh")
        await s.w.settle()
        assert binh.last.text.startswith("Welcome, Bình!")


async def test_invitation_of_one_who_waits_is_kept_for_later(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        store = s.w.bot.store
        await store.write(lambda b: invite(b, s.client_id, "secret", s.act(s.huy)))
        await has_set(s.w, s.huy, Standing.WAITING)
        s.lan.start("secret")
        await s.w.settle()
        assert s.lan.last.text.startswith("This coach takes nobody new here at the moment.")

        await has_set(s.w, s.huy, Standing.ADMITTED)
        s.lan.start("secret")
        await s.w.settle()
        assert s.lan.last.text.startswith("Welcome, Lan Anh!")
