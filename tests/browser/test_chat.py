"""Each kind of message and of button, as people know them from their phones."""

import io

import pytest
import pytest_asyncio
import telegram as ptb
from PIL import Image
from playwright.async_api import expect
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHARE = (
    "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcoach_calendar_bot%3Fstart%3Dabc&text=Train%20with%20me"
)


@pytest_asyncio.fixture(loop_scope="session")
async def bot(served, room):
    url, _ = served
    async with ptb.Bot(room.telegram.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


def lan(visitor):
    return visitor.room.story.people["lan"]


async def test_entities_are_rendered_and_never_parsed_as_html(visitor, bot):
    html = (
        "<b>bold</b> <i>italic</i> <u>under</u> <s>gone</s> <code>code</code> <pre>pre</pre>"
        '<a href="https://example.org/">link</a> &lt;img src=x onerror=alert(1)&gt;'
    )
    await bot.send_message(lan(visitor), html, parse_mode="HTML")
    last = visitor.last("lan")

    for tag, text in {
        "strong": "bold",
        "em": "italic",
        "u": "under",
        "s": "gone",
        "pre": "pre",
        "a": "link",
    }.items():
        await expect(last.locator(f".text {tag}").first).to_have_text(text)
    await expect(last).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(last.locator("img")).to_have_count(0)


async def test_spoiler_quote_and_time_open_on_a_tap(visitor, bot):
    long = "\n".join(f"line {n}" for n in range(9))
    html = (
        f"<tg-spoiler>secret</tg-spoiler><blockquote expandable>{long}</blockquote>"
        '<tg-time unix="1760612400">tomorrow 18:00</tg-time>'
    )
    await bot.send_message(lan(visitor), html, parse_mode="HTML")
    last, phone = visitor.last("lan"), visitor.phone("lan")

    await last.locator(".spoiler").click()
    await expect(last.locator(".spoiler")).to_have_class("spoiler shown")
    await last.get_by_role("button", name="Show more").click()
    await expect(last.locator("blockquote")).not_to_have_class("folded")
    await last.locator(".moment").click()
    await expect(phone.locator(".toast")).to_contain_text("16 October 2025 at 18:00 (Asia/Ho_Chi_Minh)")


async def test_phone_shows_times_in_its_own_zone(visitor, bot):
    phone = visitor.phone("lan")
    await phone.get_by_role("button", name="This phone").click()
    await visitor.page.get_by_label("Time zone").select_option("Europe/Berlin")
    await visitor.page.keyboard.press("Escape")

    await expect(phone.locator(".strip .hour")).to_have_text("05:00")
    await expect(phone.locator(".message time").last).to_have_text("03:00")


async def test_picture_is_enlarged_and_file_is_downloaded(visitor, bot):
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), "seagreen").save(picture, "PNG")
    await bot.send_photo(lan(visitor), picture.getvalue(), caption="The week")
    await bot.send_document(lan(visitor), b"BEGIN:VCALENDAR", filename="session.ics")
    phone, page = visitor.phone("lan"), visitor.page

    await phone.get_by_role("button", name="Enlarge the picture").click()
    await expect(page.locator("dialog.large img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    async with page.expect_download() as download:
        await phone.locator(".file").last.click()
    assert (await download.value).suggested_filename == "session.ics"


async def test_place_contact_and_invoice_are_cards(visitor, bot):
    await bot.send_venue(lan(visitor), 10.77, 106.7, "Gold's Gym", "123 Main St")
    await bot.send_contact(lan(visitor), "+84901234567", "Huy")
    phone = visitor.phone("lan")

    await expect(phone.locator(".venue").last).to_contain_text("Gold's Gym")
    assert "openstreetmap.org/?mlat=10.77" in await phone.locator(".venue").last.get_attribute("href")
    await expect(phone.locator(".card").last).to_contain_text("+84901234567")


async def test_buttons_copy_link_share_and_open_small_pages(visitor, bot):
    rows = [
        [Key("Copy", copy_text=ptb.CopyTextButton("CODE-1")), Key("Share", url=SHARE)],
        [Key("App", web_app=ptb.WebAppInfo("https://example.org/app"))],
    ]
    await bot.send_message(lan(visitor), "Buttons", reply_markup=Keys(rows))
    phone, page = visitor.phone("lan"), visitor.page

    await visitor.presses("lan", "Copy")
    await expect(phone.locator(".toast").last).to_have_text("Copied: CODE-1")
    assert await page.evaluate("navigator.clipboard.readText()") == "CODE-1"
    await visitor.presses("lan", "App")
    await expect(phone.locator(".toast").last).to_contain_text("small page inside the chat")
    await visitor.presses("lan", "Share")
    await page.get_by_role("dialog").get_by_role("button", name="Huy").click()
    await expect(visitor.phone("huy").locator(".letter").last).to_contain_text("Train with me")


async def test_styles_of_buttons_are_seen(visitor, bot):
    styles = ("danger", "success", "primary")
    keys = [Key(style, callback_data=style, api_kwargs={"style": style}) for style in styles]
    await bot.send_message(lan(visitor), "Sure?", reply_markup=Keys([keys]))
    for style in styles:
        await expect(visitor.last("lan").locator(f".key.{style}")).to_have_text(style)


async def test_alert_of_an_old_button_is_shown_and_closed(visitor, bot):
    await bot.send_message(
        lan(visitor), "Old", reply_markup=Keys([[Key("Old button", callback_data="gone:1")]])
    )
    await visitor.presses("lan", "Old button")
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("older message")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_have_count(0)


async def test_keyboard_picks_people_and_contacts(visitor, bot):
    request = ptb.KeyboardButtonRequestUsers(7, max_quantity=2, request_name=True)
    keys = [
        [
            ptb.KeyboardButton("Choose", request_users=request),
            ptb.KeyboardButton("Number", request_contact=True),
        ]
    ]
    await bot.send_message(lan(visitor), "Who?", reply_markup=ptb.ReplyKeyboardMarkup(keys))
    phone, page = visitor.phone("lan"), visitor.page

    await phone.locator(".keyboard").get_by_role("button", name="Choose").click()
    await page.get_by_role("searchbox").fill("thao")
    await expect(page.locator("dialog label:visible")).to_have_count(1)
    await page.get_by_label("Thảo").check()
    await page.get_by_role("dialog").get_by_role("button", name="Share").click()
    await expect(phone.locator(".message.mine .card").last).to_contain_text("Thảo")
    await phone.locator(".keyboard").get_by_role("button", name="Number").click()
    await expect(phone.locator(".message.mine .card").last).to_contain_text("+84900000000")


async def test_pinned_silent_and_edited_messages_are_marked(visitor, bot):
    sent = await bot.send_message(lan(visitor), "Quiet", disable_notification=True)
    await bot.pin_chat_message(lan(visitor), sent.message_id)
    await sent.edit_text("Quiet, changed")
    phone, last = visitor.phone("lan"), visitor.last("lan")

    await expect(phone.locator(".pinned")).to_contain_text("Quiet, changed")
    await expect(last.get_by_role("img", name="Without sound")).to_be_visible()
    await expect(last.locator(".foot")).to_contain_text("edited")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_card_of_the_day_is_pinned_above_the_chat(visit, theme):
    async with visit((390, 844), theme) as visitor:
        phone = visitor.phone("huy")
        bar = phone.locator(".pinned")
        await expect(bar).to_contain_text("Wednesday 15 October")
        card = phone.locator(".message", has=visitor.page.get_by_role("img", name="Pinned message"))
        await expect(card).not_to_be_in_viewport()
        await bar.click()
        await expect(card).to_contain_text("Wednesday 15 October")
        await expect(card).to_be_in_viewport()
        assert visitor.wrong == []


async def test_person_edits_forwards_blocks_and_comes_back(visitor):
    phone, page = visitor.phone("lan"), visitor.page
    await visitor.types("lan", "/help")
    mine = phone.locator(".message.mine").last
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await page.get_by_label("Text", exact=True).fill("/sessions")
    await page.get_by_role("button", name="Save").click()
    await expect(mine).to_contain_text("/sessions")

    await phone.get_by_role("button", name="This phone").click()
    await page.get_by_role("button", name="Block the bot").click()
    await phone.get_by_role("button", name="Restart").click()
    await expect(phone.get_by_role("textbox")).to_be_visible()


async def test_name_on_the_list_appears_by_opening_the_invitation(visitor):
    page = visitor.page
    await page.locator("#add-phone").click()
    await page.get_by_role("dialog").get_by_role("button", name="Bình").click()

    await expect(page.get_by_role("region", name="Phone of Bình")).to_contain_text("Welcome, Bình!")
    await expect(visitor.last("huy")).to_contain_text("Bình")


async def test_reading_further_up_is_not_disturbed_and_counted(visitor, bot):
    log = visitor.phone("lan").locator(".log")
    await log.evaluate("log => log.scrollTo(0, 0)")
    await bot.send_message(lan(visitor), "News")
    down = visitor.phone("lan").get_by_role("button", name="To the newest message, 1 new")
    await expect(down).to_be_visible()
    assert await log.evaluate("log => log.scrollTop") < 50
    await down.click()
    await expect(down).to_be_hidden()
