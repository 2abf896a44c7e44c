"""Nobody answers, a no-show is marked, and one tap puts it right."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.outcome.buttons import Completed


async def play(stage: Stage) -> None:
    await stage.says(
        "In the evening Bình trains: answered with one tap.", "Buổi tối Bình tập: Huy trả lời bằng một chạm."
    )
    await stage.until(stage.local(0, 20, 30))
    await stage.presses("huy", Completed)
    await stage.says(
        "Next morning Lan Anh trains, and Huy is asked.", "Sáng hôm sau Lan Anh tập, và bot hỏi Huy."
    )
    await stage.until(stage.local(1, 9))
    await stage.says(
        "He is busy. Asked once more, then two hours have passed…",
        "Huy bận. Bot hỏi lại, rồi hai tiếng trôi qua…",
    )
    await stage.until(stage.local(0, 11))
    await stage.says(
        "Marked as no-show; a fee would be due only tomorrow.",
        "Ghi nhận vắng mặt; phí chỉ đến hạn vào ngày mai.",
    )
    await stage.says(
        "But it took place! One tap puts it right.", "Nhưng buổi tập đã diễn ra! Một chạm là sửa xong."
    )
    await stage.presses("huy", Completed)
    await stage.says("The fee is gone, and Lan Anh is told.", "Phí được xoá, và Lan Anh được báo lại.")


scene = Scene(
    "no-show",
    Said("A no-show put right", "Sửa một lần vắng mặt"),
    Said("Marked by the bot, corrected by a tap", "Bot ghi nhận, một chạm là sửa"),
    steps=6,
    seconds=28,
    play=play,
)
