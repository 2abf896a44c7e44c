"""A client cancels late, sees the fee before, and the trainer lets it go."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.cancel.buttons import AskCancel, CancelIt, SayWhy
from bot.features.penalty import Waive


async def play(stage: Stage) -> None:
    await stage.says("Lan Anh cannot come tomorrow at eight.", "Lan Anh không đến được lúc tám giờ sáng mai.")
    await stage.presses("lan", AskCancel)
    await stage.says(
        "What it costs is said before, not after.", "Phí được báo trước, không phải sau khi huỷ."
    )
    await stage.presses("lan", CancelIt)
    await stage.presses("lan", SayWhy, reason="ill")
    await stage.says(
        "Huy learns of it, and why. The time is free again.", "Huy biết ngay lý do. Khung giờ trống trở lại."
    )
    await stage.says(
        "She is ill: he waives the fee with one tap.", "Học viên ốm: Huy miễn phí bằng một chạm."
    )
    await stage.presses("huy", Waive)
    await stage.says("Nothing is ever charged by itself.", "Không bao giờ tự động trừ tiền.")


scene = Scene(
    "late-cancel",
    Said("A late cancellation", "Huỷ sát giờ"),
    Said("The fee is seen first, and waived", "Thấy phí trước, rồi được miễn"),
    steps=5,
    seconds=24,
    play=play,
)
