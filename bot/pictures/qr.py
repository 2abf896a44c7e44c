"""A QR code as a picture to scan from another phone's screen, or from the gallery of one's own."""

from __future__ import annotations

import asyncio
from io import BytesIO

import segno

#: Pixels a side, at least: sharp on a phone held upright, and after Telegram has made it a JPEG.
_SIDE = 800
#: Empty modules around the code; readers expect four.
_QUIET = 4


def drawn(text: str) -> bytes:
    """A PNG, black on white; it is read with up to 15 % of it hidden (level M)."""
    code = segno.make_qr(text, error="m", boost_error=False)
    modules, _ = code.symbol_size(border=_QUIET)
    png = BytesIO()
    code.save(png, kind="png", scale=-(-_SIDE // int(modules)), border=_QUIET)
    return png.getvalue()


async def draw(text: str) -> bytes:
    """`drawn`, without keeping the others waiting."""
    return await asyncio.to_thread(drawn, text)
