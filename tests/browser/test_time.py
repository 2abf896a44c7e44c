"""The time bar, the way back, the scenes, the drawer, and how quick a tap is."""

import pytest
from playwright.async_api import expect

from bot.demo.scenes import SCENES

pytestmark = pytest.mark.asyncio(loop_scope="session")

TAPS = """async (times) => {
  const log = document.querySelector(".phone .log");
  const taken = [];
  for (let n = 0; n < times; n += 1) {
    const all = [...log.querySelectorAll(".message")];
    const message = all.filter((m) => m.querySelectorAll(".keys").length > 2).at(-1);
    const key = [...message.querySelectorAll(".key")].find((k) => k.textContent === (n % 2 ? "‹" : "›"));
    const started = performance.now();
    const changed = new Promise((done) => new MutationObserver((_, observer) => {
      if (message.isConnected || !log.querySelector(`[data-id="${message.dataset.id}"]`)) return;
      observer.disconnect();
      done(performance.now() - started);
    }).observe(log, { childList: true }));
    key.click();
    taken.push(await changed);
    await new Promise((done) => setTimeout(done, 500));
  }
  return taken.sort((a, b) => a - b);
}"""


async def test_tap_changes_its_bubble_quickly(visitor):
    taken = await visitor.page.evaluate(TAPS, 40)
    print(f"tap to changed bubble: median {taken[20]:.0f} ms, p95 {taken[37]:.0f} ms, the aim is 60")
    # The figure is for people; what is found here is a tap that waits for something.
    assert taken[20] <= 60


async def test_time_bar_names_what_comes_and_walks_there(visitor):
    page = visitor.page
    first = page.locator("#upcoming li").first
    await expect(first).to_have_text("Reminder to Thảo and Huy17:00")
    await expect(page.locator("#upcoming li")).to_have_count(3)

    await page.locator("#to-next").click()
    await expect(page.locator("#clock")).to_contain_text("17:00")
    await expect(visitor.last("huy")).to_contain_text("Tomorrow 17:00")
    await page.get_by_role("button", name="+1 h", exact=True).click()
    await expect(page.locator("#clock")).to_contain_text("18:00")


async def test_undo_leads_back_before_a_tap_and_before_time_passed(visitor):
    page, undo = visitor.page, visitor.page.locator("#undo")
    await page.wait_for_timeout(1000)
    count = await visitor.phone("huy").locator(".message").count()
    await visitor.types("huy", "Lan tomorrow 6pm")
    await expect(visitor.last("huy")).to_contain_text("New session")
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#clock")).to_contain_text("Thu 16 Oct")

    await undo.click()
    await page.get_by_role("dialog").get_by_role("button", name="Lan tomorrow 6pm").first.click()
    await expect(page.locator("#clock")).to_contain_text("Wed 15 Oct")
    await expect(visitor.phone("huy").locator(".message")).to_have_count(count)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
@pytest.mark.parametrize("language, size", [("en", (1440, 900)), ("vi", (360, 740))])
async def test_scene_plays_to_its_end(visit, room, scene, language, size, monkeypatch):
    monkeypatch.setattr(room.player, "pace", 0.1)
    await room.to_opening(language)
    async with visit(size, "light", language) as visitor:
        page = visitor.page
        if size[0] < 1160:
            await page.locator("#open-guide").click()
        await page.locator(".scene", has_text=scene.title.in_(language)).click()
        await expect(page.locator("#player .primary")).to_be_visible(timeout=60_000)
        await expect(page.locator("#player")).to_contain_text(scene.title.in_(language))
        assert (room.player.as_json()["state"], visitor.wrong) == ("done", [])

        await page.locator("#player .primary").click()
        await expect(page.locator("#player")).to_be_hidden()


async def test_scene_is_paused_skipped_and_stopped(visitor, room, monkeypatch):
    monkeypatch.setattr(room.player, "pace", 1)
    page = visitor.page
    await page.locator(".scene").first.click()
    await page.get_by_role("button", name="Pause").click()
    step = await page.locator("#player progress").get_attribute("value")
    await page.wait_for_timeout(3000)
    assert await page.locator("#player progress").get_attribute("value") == step
    await page.get_by_role("button", name="Next step").click()
    await expect(page.locator("#player progress")).not_to_have_attribute("value", step)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("#player")).to_be_hidden()


async def test_drawer_shows_calls_and_switches_faults(visitor):
    page = visitor.page
    await page.locator("#open-drawer").click()
    await visitor.types("huy", "/week")
    call = page.locator(".calls li", has_text="sendMessage").first
    await expect(call).to_contain_text("sendMessage")
    await call.locator("summary").click()
    await expect(call).to_contain_text('"parse_mode": "HTML"')

    fault = page.get_by_role("button", name="500 Server error")
    await fault.click()
    await expect(fault).to_have_attribute("aria-pressed", "true")
    await visitor.types("huy", "/today")
    await expect(page.locator(".calls .bad").first).to_contain_text("500")
    await fault.click()
    await expect(visitor.last("huy")).to_contain_text("Wednesday 15 October", timeout=30_000)
