"""A package from the handshake to the stars: agreed, paid by QR, booked in one line, counted down, rated."""

from __future__ import annotations

from bot.demo.scenes.scene import Said, Scene
from bot.demo.stage import Stage
from bot.features.money.buttons import HowToPay, IHavePaid, Received
from bot.features.outcome.buttons import Completed
from bot.features.packages.buttons import Accept, MakeContract, OpenPackages, RateIt
from bot.features.series.buttons import CreateSeries
from core.charge import Method

#: Two sessions, so that all of it fits into a minute.
SESSIONS = 2


async def play(stage: Stage) -> None:
    await stage.says("Huy and Lan Anh have agreed on two sessions.", "Huy và Lan Anh chốt gói hai buổi.")
    await stage.types("huy", "/clients")
    await stage.picks("huy", "Lan Anh")
    await stage.presses("huy", OpenPackages)
    await stage.types("huy", "2 sessions 1tr 30 days", "2 buổi 1tr 30 ngày")
    await stage.presses("huy", MakeContract)
    await stage.says("Lan Anh reads five lines, and agrees.", "Lan Anh đọc năm dòng và đồng ý.")
    await stage.presses("lan", Accept)
    await stage.says("She pays by QR.", "Trả tiền bằng mã QR.")
    await stage.presses("lan", HowToPay)
    await stage.says("And says so: Huy confirms with a tap.", "Rồi báo lại: Huy xác nhận một chạm.")
    await stage.presses("lan", IHavePaid)
    await stage.presses("huy", Received, method=Method.TRANSFER)
    await stage.says("One line books them all.", "Một dòng đặt hết các buổi.")
    await stage.types("huy", "Lan every day 12:00, 2 sessions", "Lan mỗi ngày 12h, 2 buổi")
    await stage.presses("huy", CreateSeries)
    await stage.says("Each one counts down.", "Mỗi buổi được đếm xuống.")
    for day in range(SESSIONS):
        await stage.until(stage.local(day > 0, 13))
        await stage.presses("huy", Completed)
    await stage.says("All done: Lan Anh is asked for stars.", "Tập xong: Lan Anh được mời chấm sao.")
    await stage.presses("lan", RateIt, stars=5)


scene = Scene(
    "package",
    Said("A package's life", "Vòng đời một gói tập"),
    Said("Agreed, paid by QR, counted down, rated", "Chốt gói, trả QR, đếm buổi, chấm sao"),
    steps=7,
    seconds=56,
    play=play,
)
