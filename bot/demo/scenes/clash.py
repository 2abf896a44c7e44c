"""Two at one time: who is in the way, what is free near it, and booked anyway with open eyes."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.book.buttons import Anyway


async def play(stage: Stage) -> None:
    await stage.says("Friday at six? Huy has forgotten Minh.", "Thứ Sáu sáu giờ tối? Huy quên mất Minh.")
    await stage.types("huy", "Lan Friday 6pm", "Lan thứ sáu 18h")
    await stage.says(
        "The bot has not: who is in the way, and what is free near it.",
        "Bot thì không: ai đang chiếm giờ, và giờ trống gần đó.",
    )
    await stage.says("They train as a pair this time: book anyway.", "Lần này hai người tập chung: vẫn đặt.")
    await stage.presses("huy", Anyway)
    await stage.says(
        "Never double-booked without having said so.", "Không bao giờ trùng lịch mà không ai hay."
    )
    await stage.types("huy", "/week")
    await stage.says("And the week shows it.", "Và lịch tuần ghi rõ điều đó.")


scene = Scene(
    "clash",
    Said("A clash", "Trùng lịch"),
    Said("Who is in the way, and book anyway", "Ai đang chiếm giờ, và vẫn đặt"),
    steps=5,
    seconds=22,
    play=play,
)
