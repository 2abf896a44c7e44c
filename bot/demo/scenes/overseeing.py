"""The admin: a conflict resolved for a reason, a coach let in, and all of it in the log."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.admin.buttons import (
    Clashes,
    Coaches,
    ForReason,
    How,
    Log,
    OpenCoach,
    OpenOverseen,
    Resolve,
    SetStanding,
)
from bot.features.book.buttons import Anyway
from core.profile import Standing


async def play(stage: Stage) -> None:
    await stage.says("Huy books two at one time.", "Huy đặt hai người cùng giờ.")
    await stage.types("huy", "Lan Friday 6pm", "Lan thứ sáu 18h")
    await stage.presses("huy", Anyway)
    await stage.says("Ngọc, the admin, sees the conflict.", "Ngọc, quản trị viên, thấy lịch trùng.")
    await stage.types("ngoc", "/admin")
    await stage.presses("ngoc", Clashes)
    await stage.presses("ngoc", OpenOverseen)
    await stage.says("It is moved, for a reason.", "Dời buổi tập, có lý do.")
    await stage.presses("ngoc", Resolve, how=How.MOVE)
    await stage.types("ngoc", "Friday 12:00", "thứ sáu 12h")
    await stage.presses("ngoc", ForReason)
    await stage.says("Coach and client know by whom, and why.", "HLV và học viên biết ai dời, và vì sao.")
    await stage.says("Khoa would like to train here: let in.", "Khoa muốn làm HLV ở đây: được duyệt.")
    await stage.types("ngoc", "/admin")
    await stage.presses("ngoc", Coaches)
    await stage.presses("ngoc", OpenCoach)
    await stage.presses("ngoc", SetStanding, standing=Standing.ADMITTED)
    await stage.says("Every act stands in the log.", "Mọi việc đều nằm trong nhật ký.")
    await stage.types("ngoc", "/admin")
    await stage.presses("ngoc", Log)


scene = Scene(
    "admin",
    Said("The admin", "Quản trị viên"),
    Said("A conflict resolved, a coach let in, the log", "Gỡ lịch trùng, duyệt HLV, nhật ký"),
    steps=6,
    seconds=49,
    play=play,
    cast=("ngoc", "huy"),
)
