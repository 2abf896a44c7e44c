"""`make gallery`: drives the demo through its scenes and takes a picture of each step.

docs/gallery/ shows every screen in both languages, by day and by night, and the README a few of them;
docs/demo.png and docs/demo.gif are for the README alone. Few colours keep the files small.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser

from bot.demo.scenes import SCENES, tour
from bot.demo.scenes.scene import Scene
from bot.demo.showroom import Showroom
from bot.demo.telegram.phone import Phone
from tests.browser.driving import Visitor, launched, shown, visiting

DOCS = Path(__file__).parents[2] / "docs"
GALLERY = DOCS / "gallery"
LANGUAGES = ("en", "vi")
THEMES = ("light", "dark")
COLOURS = 112
#: Two or three phones, without the guide beside them, and high enough for a picture with words and buttons.
SIZE = (1158, 1180)
DESK = (1440, 900)
FILM = (900, 760)
_FRAME = 1500  # ms


#: Of a message that is higher than the chat the beginning tells more than the end.
_FROM_ITS_BEGINNING = """message => {
  const high = message.offsetHeight > message.parentElement.clientHeight;
  message.scrollIntoView({ block: high ? "start" : "end" });
}"""


@dataclass
class Album:
    """The pictures of one language in one theme, by scene and step; the last of a step counts."""

    language: str
    theme: str
    captions: dict[tuple[str, int], str] = field(default_factory=dict)

    def path(self, scene: str, step: int) -> Path:
        return GALLERY / f"{scene}-{step}-{self.language}-{self.theme}.png"


async def main() -> None:
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        async with launched() as browser, shown(Path(folder)) as (url, room):
            albums = [
                await _album(browser, url, room, language, theme)
                for language in LANGUAGES
                for theme in THEMES
            ]
            await _film(browser, url, room)
    (GALLERY / "README.md").write_text(_page(albums), encoding="utf-8")
    sizes = [path.stat().st_size for path in (*GALLERY.iterdir(), DOCS / "demo.png", DOCS / "demo.gif")]
    print(f"{len(sizes)} files, {sum(sizes) // 1024} kB, the largest {max(sizes) // 1024} kB")


async def _album(browser: Browser, url: str, room: Showroom, language: str, theme: str) -> Album:
    album = Album(language, theme)
    await room.to_opening(language)
    async with visiting(browser, url, room, SIZE, theme, language) as visitor:
        for scene in (*SCENES, tour.scene):
            await _pictures(visitor, scene, album)
    return album


async def _pictures(visitor: Visitor, scene: Scene, album: Album) -> None:
    room = visitor.room

    async def camera(phone: Phone | None) -> None:
        stage = room.player.stage
        if stage is None:
            return
        who = phone or max(map(stage.phone, scene.cast), key=lambda p: p.last.revision)
        album.captions[scene.name, stage.step] = stage.caption
        _small(await _taken(visitor, who)).save(album.path(scene.name, stage.step), optimize=True)

    room.player.camera = camera
    try:
        await room.player.play(scene)
        await room.player.ended()
    finally:
        room.player.camera = None
        await room.player.stop()


async def _taken(visitor: Visitor, phone: Phone) -> bytes:
    """Once the page shows the newest message of that phone."""
    shown = visitor.page.get_by_role("region").filter(
        has=visitor.page.get_by_role("heading", name=phone.person.name, exact=True)
    )
    newest = shown.locator(f'[data-id="{phone.messages[-1].message_id}"]')
    await newest.wait_for()
    await newest.evaluate(_FROM_ITS_BEGINNING)
    await visitor.page.wait_for_timeout(150)
    return await shown.locator(".frame").screenshot()


async def _film(browser: Browser, url: str, room: Showroom) -> None:
    """The README's picture and film: the first scene, as somebody at a desk sees it."""
    await room.to_opening("en")
    frames: list[Image.Image] = []
    async with visiting(browser, url, room, DESK) as visitor:
        await visitor.types("huy", "Lan tomorrow 6pm")
        await visitor.presses("huy", "Create")
        await visitor.last("huy").get_by_text("Booked.").wait_for()
        await visitor.page.mouse.move(0, 0)
        await visitor.page.wait_for_timeout(500)
        desk = Image.open(io.BytesIO(await visitor.page.screenshot())).convert("RGB")
        desk.quantize(128, kmeans=3, dither=Image.Dither.NONE).save(DOCS / "demo.png", optimize=True)
    await room.to_opening("en")
    async with visiting(browser, url, room, FILM) as visitor:
        # A plain ground: its gradient would take most of the film.
        await visitor.page.evaluate("document.body.style.background = '#e3ece6'")

        async def camera(_: Phone | None) -> None:
            await visitor.page.wait_for_timeout(400)
            frames.append(Image.open(io.BytesIO(await visitor.page.screenshot())).convert("RGB"))

        room.player.camera = camera
        await room.player.play(SCENES[0])
        await room.player.ended()
        room.player.camera = None
    width, height = (side * 3 // 5 for side in FILM)
    small = [frame.resize((width, height), Image.Resampling.LANCZOS) for frame in frames]
    first, *rest = _in_common_colours(small, 64)
    first.save(DOCS / "demo.gif", save_all=True, append_images=rest, duration=_FRAME, loop=0, optimize=True)


def _in_common_colours(frames: list[Image.Image], colours: int) -> list[Image.Image]:
    """So that from one frame to the next only what changed is stored."""
    width, height = frames[0].size
    together = Image.new("RGB", (width, height * len(frames)))
    for number, frame in enumerate(frames):
        together.paste(frame, (0, height * number))
    palette = together.quantize(colours)
    return [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]


def _small(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # What is small and red, as today's mark, keeps its colour.
    return image.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)


def _page(albums: list[Album]) -> str:
    """One page with all pictures, in the order of the scenes."""
    first = albums[0]
    parts = ["# Gallery", "Every screen of the demo, made by `make gallery`: it drives the demo and looks."]
    for scene in (*SCENES, tour.scene):
        parts.append(f"## {scene.title.english}")
        for (name, step), caption in first.captions.items():
            if name != scene.name:
                continue
            images = [
                f'<img width="190" alt="{a.language}, {a.theme}" src="{a.path(name, step).name}">'
                for a in albums
            ]
            parts += [caption, " ".join(images)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    asyncio.run(main())
