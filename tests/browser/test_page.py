"""The page itself: quick, in every width and light, for keyboards and screen readers."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

CUT = """[...document.querySelectorAll(".bar button")]
  .filter((key) => key.offsetParent && key.getBoundingClientRect().right > innerWidth + 1)
  .map((key) => key.id || key.textContent)"""
SIZES = {"wide": (1440, 900), "narrow": (360, 740)}


async def paint(visitor):
    """First contentful paint, in milliseconds after the visit began."""
    return await visitor.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")


async def test_first_paint_comes_quickly(visit):
    painted = []
    for _ in range(5):
        async with visit() as visitor:
            painted.append(await paint(visitor))
    print(f"first paint: {sorted(painted)} ms, the aim is 300")
    # The figure is for people: on a busy machine a test only finds a page that waits for something.
    assert min(painted) < 1500


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "vi"])
async def test_axe_finds_no_serious_fault(visit, room, size, theme, language):
    await room.to_opening(language)
    async with visit(SIZES[size], theme, language) as visitor:
        page = visitor.page
        found = [await serious(page)]
        await page.locator("#add-phone").click()
        found.append(await serious(page))
        await page.keyboard.press("Escape")
        await page.locator(".phone.active [aria-haspopup], .phone.active .owner .tool").first.click()
        found.append(await serious(page))
        await page.keyboard.press("Escape")
        await page.locator("#open-drawer").click()
        found.append(await serious(page))
        assert (found, visitor.wrong) == ([[], [], [], []], [])


async def serious(page):
    results = await Axe().run(page)
    return [
        (fault["id"], fault["nodes"][0]["html"][:120])
        for fault in results.response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", [(1440, 900), (1000, 800), (719, 800), (360, 740), (320, 640)])
async def test_nothing_is_wider_than_the_screen(visit, size):
    async with visit(size) as visitor:
        assert await visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await visitor.page.evaluate(CUT) == []


async def test_narrow_screen_shows_one_phone_with_a_switch_that_counts(visit, room):
    async with visit(SIZES["narrow"]) as visitor:
        switch = visitor.page.locator("#switch")
        await expect(visitor.phone("lan")).to_be_hidden()
        await visitor.types("huy", "Lan tomorrow 6pm")
        await visitor.presses("huy", "Create")
        await expect(switch.locator(".count")).to_have_text("1")

        await switch.get_by_role("button", name="Lan Anh").click()
        await expect(visitor.phone("huy")).to_be_hidden()
        await expect(visitor.last("lan")).to_contain_text("Tomorrow, Thu 16 Oct · 18:00–19:00")
        await expect(switch.locator(".count")).to_have_count(0)


async def test_theme_is_switched_and_kept(visitor):
    root, theme = visitor.page.locator("html"), visitor.page.locator("#theme")
    for expected in ("light", "dark"):
        await theme.click()
        await expect(root).to_have_attribute("data-theme", expected)
    await visitor.page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")
    assert await visitor.page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


async def test_language_switch_tells_the_story_in_vietnamese(visitor):
    await visitor.page.locator("#language").click()
    await expect(visitor.page.locator("#to-next")).to_have_text("Sự kiện tới")
    await expect(visitor.last("huy")).to_contain_text("Thứ Tư", timeout=60_000)
    await expect(visitor.page.locator(".scene").first).to_contain_text("Một ngày")


async def test_a_session_is_booked_by_keyboard_alone(visitor):
    page = visitor.page
    await visitor.phone("huy").get_by_role("textbox").focus()
    await page.keyboard.type("Lan tomorrow 6pm")
    await page.keyboard.press("Enter")
    create = visitor.last("huy").get_by_role("button", name="Create")
    await create.focus()
    await page.keyboard.press("Enter")

    await expect(visitor.last("huy")).to_contain_text("Booked. Lan Anh has been told.")
    assert await page.evaluate("document.activeElement.closest('.message') !== null")


async def test_commands_are_found_by_slash_and_arrows(visitor):
    page, menu = visitor.page, visitor.phone("huy").locator(".menu")
    await visitor.phone("huy").get_by_role("textbox").press_sequentially("/w")
    await expect(menu.get_by_role("button")).to_have_count(1)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")

    await expect(visitor.phone("huy").locator(".message.mine").last).to_contain_text("/week")


async def test_demo_that_ends_is_said(visitor):
    await visitor.page.route("**/api/events", lambda route: route.abort())
    await visitor.page.reload()
    await expect(visitor.page.locator("#status")).to_contain_text("does not answer")
    visitor.wrong.clear()
