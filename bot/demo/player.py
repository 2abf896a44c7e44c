"""Plays one scene at a time, so that it can be followed in the page: paused, skipped through, stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import structlog

from bot.demo.scenes.scene import Scene
from bot.demo.stage import Stage
from bot.demo.telegram.errors import Json
from bot.demo.telegram.phone import Phone

if TYPE_CHECKING:
    from bot.demo.showroom import Showroom

log = structlog.get_logger()

Camera = Callable[[Phone | None], Awaitable[None]]
State = Literal["playing", "paused", "done", "failed"]


class Player:
    """`pace` 1 is for people; 0 does everything at once, for tests and pictures."""

    def __init__(self, room: Showroom) -> None:
        self.pace = 1.0
        #: Takes pictures on the way.
        self.camera: Camera | None = None
        self._room = room
        self._task: asyncio.Task[None] | None = None
        self._going = asyncio.Event()
        self._hurried = asyncio.Event()
        self._scene: Scene | None = None
        #: What is being played, or was at last.
        self.stage: Stage | None = None
        self._state: State = "playing"
        self._before: int | None = None
        self._why = ""

    @property
    def is_playing(self) -> bool:
        return self._task is not None and not self._task.done()

    async def play(self, scene: Scene) -> None:
        """From the opening, whatever was there before; that can be gone back to."""
        await self.stop()
        self._before = await self._room.keep(f"▶ {scene.title.in_(self._room.story.language)}")
        self._scene, self._state, self._why = scene, "playing", ""
        self._going.set()
        self._hurried.clear()
        self._task = asyncio.create_task(self._run(scene), name=f"scene {scene.name}")

    async def _run(self, scene: Scene) -> None:
        await self._room.to_opening(self._room.story.language)
        self.stage = stage = Stage(self._room, self)
        self.tell()
        try:
            await scene.play(stage)
            self._state = "done"
        except Exception as error:
            log.exception("scene failed", scene=scene.name)
            self._state, self._why = "failed", str(error)
        self.tell()

    async def ended(self) -> None:
        """Returns when the scene has come to its end, raising what it failed by."""
        if self._task is not None:
            await self._task
        if self._state == "failed":
            raise RuntimeError(self._why)

    async def stop(self) -> None:
        """The phones stay as they are at that moment."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._task = self._scene = self.stage = None
        self.tell()

    def pause(self) -> None:
        if self.is_playing:
            self._state = "paused"
            self._going.clear()
            self.tell()

    def resume(self) -> None:
        if self.is_playing:
            self._state = "playing"
            self._going.set()
            self.tell()

    def skip(self) -> None:
        """Goes on at once."""
        self._hurried.set()
        self.resume()

    async def rest(self, seconds: float) -> None:
        """As long as people need to read or to watch; not at all when they are in a hurry."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * self.pace):
                await self._hurried.wait()
        await self._going.wait()

    def next_caption(self) -> None:
        self._hurried.clear()

    async def acted(self, phone: Phone | None) -> None:
        if self.camera is not None:
            await self.camera(phone)

    def tell(self) -> None:
        self._room.telegram.changes.tell("scene")

    def as_json(self) -> Json | None:
        scene, stage, language = self._scene, self.stage, self._room.story.language
        if scene is None or stage is None:
            return None
        return {
            "name": scene.name,
            "title": scene.title.in_(language),
            "state": self._state,
            "why": self._why,
            "before": self._before,
            "cast": [self._room.story.people[name] for name in scene.cast],
            "steps": scene.steps,
            "step": stage.step,
            "caption": stage.caption,
            "act": stage.act,
        }
