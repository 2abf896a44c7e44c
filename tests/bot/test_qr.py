"""The picture of a QR code, read back as a phone reads it."""

import asyncio
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from bot.pictures import qr
from core.vietqr import memo, payload

SHORT = payload("970436", "007100")
LONG = payload("970436", "0" * 19, 10_000_000_000, memo("Nguyễn Thị Đỗ Quyên", "1510 1234567"))


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png), formats=["PNG"]).convert("L")


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
def test_the_picture_is_read_back_as_what_was_drawn(text):
    assert read(opened(qr.drawn(text))) == [text]


@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
def test_the_picture_is_large_and_light_with_a_quiet_zone(text):
    png = qr.drawn(text)
    picture = opened(png)
    assert picture.width == picture.height
    assert 800 <= picture.width < 900
    assert len(png) < 5_000
    left, top, right, bottom = picture.point(lambda light: 255 - light).getbbox()
    # A corner's mark is seven modules wide.
    module = next(n for n in range(picture.width) if picture.getpixel((left + n, top))) // 7
    assert (left, top, picture.width - right, picture.height - bottom) == (4 * module,) * 4
    assert [code.ec_level for code in zxingcpp.read_barcodes(picture)] == ["M"]


def test_the_picture_survives_being_a_small_photo_with_a_thumb_on_it():
    picture = opened(qr.drawn(LONG))
    middle = picture.width // 2
    picture.paste(255, (middle, middle, middle + picture.width // 8, middle + picture.width // 8))
    photo = BytesIO()
    picture.resize((320, 320)).save(photo, "JPEG", quality=40)
    assert read(Image.open(photo)) == [LONG]


async def test_drawing_lets_the_others_go_on():
    drawing = asyncio.create_task(qr.draw(SHORT))
    await asyncio.sleep(0)
    assert not drawing.done()
    assert await drawing == qr.drawn(SHORT)
