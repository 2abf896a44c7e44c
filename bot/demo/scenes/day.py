"""A session from the typed line to the money."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.book.buttons import Create
from bot.features.outcome.buttons import Completed
from bot.features.payment import Paid
from bot.features.reminders import Coming
from core.charge import Method


async def play(stage: Stage) -> None:
    await stage.says("Between two sets, Huy types one line.", "Giữa hai hiệp tập, Huy gõ một dòng.")
    await stage.types("huy", "Lan today 6pm", "Lan hôm nay 18h")
    await stage.says(
        "Understood: who, when, where, how much. One tap.",
        "Hiểu ngay: ai, khi nào, ở đâu, bao nhiêu. Một chạm.",
    )
    await stage.presses("huy", Create)
    await stage.says(
        "Lan Anh knows at once, and says that she comes.", "Lan Anh biết ngay và xác nhận sẽ đến."
    )
    await stage.presses("lan", Coming)
    await stage.says("Two hours before, she is reminded by itself.", "Hai tiếng trước giờ tập, bot tự nhắc.")
    await stage.until(stage.local(0, 16))
    await stage.says("After the session Huy is asked: one tap.", "Tập xong, bot hỏi Huy: chỉ một chạm.")
    await stage.until(stage.local(0, 19))
    await stage.presses("huy", Completed)
    await stage.says("And the money is noted, not forgotten.", "Tiền cũng được ghi lại, không bị quên.")
    await stage.presses("huy", Paid, method=Method.CASH)
    await stage.says(
        "That was a session: one line and three taps.", "Vậy là xong một buổi: một dòng và ba lần chạm."
    )


scene = Scene(
    "day",
    Said("A day", "Một ngày"),
    Said("Booked, reminded, done, paid", "Đặt lịch, nhắc, hoàn thành, thu tiền"),
    steps=7,
    seconds=36,
    play=play,
)
