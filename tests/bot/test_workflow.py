"""The whole way of two people, from browsing to a reviewed package, on their phones and in Vietnamese."""

from core.booking import Status
from core.contract import ContractStatus
from core.people import ClientStatus
from tests.world import world


class Two:
    """Huy trains, Lan Anh looks for somebody who does."""

    def __init__(self, w):
        self.w = w
        self.huy, self.lan = w.phone("Huy", "vi"), w.phone("Lan Anh", "vi")

    async def taps(self, phone, *labels):
        """What is read after the last of them."""
        for label in labels:
            await self.w.press(phone, label)
        return phone.last.text

    async def types(self, phone, *lines):
        for line in lines:
            await self.w.says(phone, line)
        return phone.last.text

    async def found(self, phone, words, label):
        """Taps a button of the newest message with these words."""
        message = next(m for m in reversed(phone.received) if words in m.text)
        phone.presses(label, message)
        await self.w.settle()
        return message.text

    async def reads(self, work):
        return await self.w.bot.store.read(work)

    async def pair(self):
        return await self.reads(lambda b: b.clients.of_pair(self.huy.user_id, self.lan.user_id))

    async def contract(self):
        client = await self.pair()
        return (await self.reads(lambda b: b.contracts.of_client(client.id)))[-1]

    async def statuses(self):
        """How many sessions with Lan Anh are where."""
        client = await self.pair()
        bookings = await self.reads(lambda b: b.bookings.of_client(client.id))
        return {s: n for s in Status if (n := sum(b.status is s for b in bookings))}


async def test_from_browsing_to_a_reviewed_package_in_vietnamese(sqlite_url):
    async with world(sqlite_url) as w:
        two = Two(w)
        await _huy_can_be_found(two)
        # Phase 1: the match.
        await _1_client_browses_trainers(two)
        await _2_client_sends_a_request_and_3_trainer_is_told(two)
        await _4_trainer_reviews_the_profile_and_5_accepts(two)
        # Phase 2: what they agree on.
        await _6_they_write_to_each_other_and_7_discuss_the_plan(two)
        await _8_trainer_books_and_9_client_is_told(two)
        # Phase 3: the calendar.
        await _10_trainer_views_day_week_and_month_with_conflicts(two)
        await _11_trainer_creates_moves_cancels(two)
        await _11_trainer_completes_notes_marks_a_no_show(two)
        await _12_sessions_package_and_payments_are_counted(two)
        # And how it ends, and goes on.
        await _the_package_is_completed_and_reviewed(two)
        await _everybody_reads_the_review_and_the_package_is_renewed(two)
        assert w.telegram.journal.errors() == []


async def _huy_can_be_found(two):
    """Price, place, a package that is paid by session, and the switch."""
    huy = two.huy
    huy.start()
    await two.w.settle()
    await two.taps(huy, "Tôi là HLV")
    await two.types(huy, "500k", "Gold's Gym Quận 1", "/settings")
    await two.taps(huy, "Gói tập", "Gói mới")
    assert "4.000.000 ₫" in await two.types(huy, "10 buổi 4tr 90 ngày")
    assert "mỗi buổi trả 400.000 ₫" in await two.taps(huy, "Trả từng buổi")
    await two.types(huy, "/settings")
    assert (await two.taps(huy, "Hồ sơ", "Hiển thị mình")).startswith("👁 Bạn đang hiển thị.")


async def _1_client_browses_trainers(two):
    lan = two.lan
    lan.start()
    await two.w.settle()
    assert "Huy · từ 400.000 ₫" in await two.taps(lan, "Tôi là học viên", "Tìm HLV")
    card = await two.taps(lan, "Huy · từ 400k")
    for line in ("HLV Huy", "📍 Gold's Gym Quận 1", "📦 10 buổi", "🗓 Tuần này còn trống"):
        assert line in card


async def _2_client_sends_a_request_and_3_trainer_is_told(two):
    lan = two.lan
    await two.taps(lan, "Hỏi HLV này", "Từng câu một")
    await two.types(lan, "giảm 5 kg", "mới tập", "đau đầu gối trái", "T2 T4 T6 18h")
    await two.types(lan, "Gold's Gym", "Em chưa tập tạ bao giờ")
    assert (await two.taps(lan, "Gửi")).startswith("✅ Đã gửi. HLV Huy đã nhận")
    assert two.huy.last.text.startswith("🙋 Lan Anh muốn tập với bạn.")
    assert (await two.pair()).status is ClientStatus.PENDING


async def _4_trainer_reviews_the_profile_and_5_accepts(two):
    huy = two.huy
    for line in (
        "🎯 Mục tiêu: giảm 5 kg",
        "💪 Kinh nghiệm: mới tập",
        "🩹 Chấn thương (chỉ bạn xem được): đau đầu gối trái",
        "🕒 Giờ tập: Th 2, Th 4, Th 6 · 18:00",
        "💬 “Em chưa tập tạ bao giờ”",
    ):
        assert line in huy.last.text
    assert huy.last.rows == [["✅ Đồng ý", "❓ Hỏi lại"], ["✖️ Từ chối"]]
    assert (await two.taps(huy, "Đồng ý")).startswith("✅ Lan Anh đã là học viên của bạn")
    assert two.lan.last.text.startswith("✅ HLV Huy đồng ý! Từ giờ hai bên tập cùng nhau.")
    assert (await two.pair()).status is ClientStatus.MATCHED
    assert (await two.taps(huy, "10 buổi · 4.000.000 ₫", "Chốt gói")).startswith("Đã chốt.")
    assert two.lan.last.text.startswith("🆕 Gói tập cho bạn")
    assert (await two.taps(two.lan, "Đồng ý")).startswith("✅ Đã đồng ý. Mình đã báo cho HLV Huy.")


async def _6_they_write_to_each_other_and_7_discuss_the_plan(two):
    huy, lan = two.huy, two.lan
    await two.types(lan, "/start")
    await two.taps(lan, "Lên kế hoạch", "Mong đợi")
    await two.types(lan, "Thầy cứ nghiêm khắc")
    await two.w.passes(minutes=6)
    assert huy.last.text.startswith("🤝 Lan Anh đã sửa kế hoạch chung.")
    await two.taps(lan, "Nhắn tin")
    await two.types(lan, "Em chào thầy ạ")
    assert huy.last.text == "💬 Lan Anh:\nEm chào thầy ạ"
    await two.taps(huy, "Trả lời")
    await two.types(huy, "Chào em, hẹn em thứ 6")
    assert lan.last.text == "💬 HLV Huy:\nChào em, hẹn em thứ 6"
    await two.types(huy, "/clients")
    plan = await two.taps(huy, "Lan Anh", "Lên kế hoạch")
    for line in (
        "🎯 Mục tiêu: giảm 5 kg",
        "✨ Mong đợi: Thầy cứ nghiêm khắc",
        "🕒 Giờ tập: Th 2, Th 4, Th 6 · 18:00",
        "📍 Địa điểm: Gold's Gym",
        "📦 10 buổi: 0 đã tập · 0 đã đặt · còn 10",
    ):
        assert line in plan


async def _8_trainer_books_and_9_client_is_told(two):
    """The first series is one tap from the plan, and one to be sure."""
    proposal = await two.taps(two.huy, "Chuỗi đầu tiên")
    assert "🔁 Th 2, Th 4, Th 6 18:00–19:00" in proposal
    assert (await two.taps(two.huy, "Tạo 10 buổi")).startswith("✅ Đã đặt: 10 buổi.")
    assert two.lan.last.text.startswith("🆕 HLV Huy đã đặt một loạt buổi cho bạn")
    assert "🗓 Thứ Sáu 17/10 · 18:00–19:00" in two.lan.last.text
    assert await two.statuses() == {Status.CONFIRMED: 10}


async def _10_trainer_views_day_week_and_month_with_conflicts(two):
    """Minh, who is only a name so far, is booked over Lan Anh."""
    huy = two.huy
    await two.types(huy, "Minh thứ 6 18h")
    assert "⚠️ Trùng lịch với Lan Anh (18:00–19:00)." in await two.taps(huy, "Thêm Minh")
    await two.taps(huy, "Vẫn đặt")
    day = await two.types(huy, "/today thứ 6")
    assert day.startswith("Thứ Sáu 17/10 · 2 buổi")
    week = await two.taps(huy, "Tuần")
    assert week.startswith("Thứ Hai 13/10 – Chủ Nhật 19/10")
    for view in (day, week):
        assert "⚠️ 18:00–19:00 Lan Anh · 1/10" in view
        assert "⚠️ 18:00–19:00 Minh" in view
    month = await two.taps(huy, "Tháng")
    assert month.startswith("Tháng 10 năm 2025 · 8 buổi")
    assert "⚠️ Thứ Sáu 17/10 · 18:00 Minh" in month
    assert {"17²", "20¹", "22¹"} <= set(huy.labels(huy.last))


async def _11_trainer_creates_moves_cancels(two):
    huy = two.huy
    await two.types(huy, "Minh mai 7h sáng")
    assert (await two.taps(huy, "Tạo lịch")).startswith("Đã đặt lịch.")
    await two.taps(huy, "Dời lịch")
    await two.types(huy, "thứ 7 8h")
    moved = await two.taps(huy, "T7 18/10 · 08:00", "✅ Dời")
    assert moved.startswith("Đã dời.")
    assert "🗓 Thứ Bảy 18/10 · 08:00–09:00" in moved
    await two.types(huy, "/today thứ 6")
    assert (await two.taps(huy, "18:00 Minh", "Huỷ", "Huỷ buổi này")).startswith("Đã huỷ.")
    assert "⚠️" not in await two.types(huy, "/today thứ 6")


async def _11_trainer_completes_notes_marks_a_no_show(two):
    huy, lan = two.huy, two.lan
    await two.w.passes(hours=57)
    assert [m.text for m in lan.received if "⏰" in m.text][-1].startswith("⏰ Còn 2 giờ nữa, hôm nay 18:00")
    assert huy.last.text == "Buổi tập với Lan Anh thế nào? (18:00–19:00, buổi 1/10)"
    assert (await two.taps(huy, "Đã tập")).startswith("Xong. 1/10.")
    assert "📦 Buổi 1/10" in lan.last.text
    assert (await two.taps(huy, "Tiền mặt")).startswith("💰 Đã ghi 400.000 ₫ tiền mặt.")
    assert lan.last.text.startswith("🧾 Đã nhận 400.000 ₫, tiền mặt.")
    await two.taps(huy, "Bài tập")
    await two.types(huy, "Squat 3x10, plank")
    await two.taps(huy, "Đánh giá", "Tốt", "Cho buổi sau")
    card = await two.types(huy, "Tập nhẹ đầu gối")
    for line in ("🏋️ Squat 3x10, plank", "⭐ Tốt", "📌 Buổi sau: Tập nhẹ đầu gối"):
        assert line in card
    await two.w.passes(hours=14)
    assert "Buổi tập với Minh thế nào?" in huy.last.text
    assert "Minh vắng mặt" in await two.taps(huy, "Vắng mặt")


async def _takes_place(two, hours):
    """The next session: the trainer says so, and what was received."""
    await two.w.passes(hours=hours)
    assert two.huy.last.text.startswith("Buổi tập với Lan Anh thế nào?")
    await two.taps(two.huy, "Đã tập", "Chuyển khoản")
    assert two.lan.last.text.startswith("🧾 Đã nhận 400.000 ₫, chuyển khoản.")


async def _12_sessions_package_and_payments_are_counted(two):
    huy = two.huy
    for hours in (58, 48):
        await _takes_place(two, hours)
    assert await two.statuses() == {Status.COMPLETED: 3, Status.CONFIRMED: 7}
    await two.types(huy, "/clients")
    client = await two.taps(huy, "Lan Anh")
    assert "📦 10 buổi: 3 đã tập · 7 đã đặt · còn 0" in client
    assert "💰 Đã thanh toán đủ" in client
    assert "███▓▓▓▓▓▓▓ 3 đã tập · 7 đã đặt · còn 0" in await two.taps(huy, "Gói tập")
    assert "· 3/10" in await two.types(huy, "/today thứ 4")
    await two.types(two.lan, "/sessions")
    assert "3 đã tập" in two.lan.last.text


async def _the_package_is_completed_and_reviewed(two):
    for hours in (48, 72, 48, 48, 72, 48, 48):
        await _takes_place(two, hours)
    assert await two.statuses() == {Status.COMPLETED: 10}
    assert (await two.contract()).status is ContractStatus.COMPLETED
    await two.found(two.lan, "🏁 Đã tập xong: 10 buổi với HLV Huy.", "5 ★")
    assert two.huy.last.text.startswith("⭐ ★★★★★ từ Lan Anh cho 10 buổi.")
    await two.types(two.lan, "Rất nhiệt tình")
    assert two.huy.last.text == "💬 Lan Anh viết thêm: “Rất nhiệt tình”"


async def _everybody_reads_the_review_and_the_package_is_renewed(two):
    thu = two.w.phone("Thu", "vi")
    thu.start()
    await two.w.settle()
    card = await two.taps(thu, "Tôi là học viên", "Tìm HLV", "Huy ⭐5.0 · từ 400k")
    assert card.startswith("HLV Huy · ★ 5.0 (1)")
    assert "★★★★★ “Rất nhiệt tình”" in card
    assert not any("Lan" in m.text for m in thu.received)

    await two.found(two.huy, "🏁 Lan Anh đã tập xong 10 buổi.", "Ký tiếp")
    await two.taps(two.huy, "Chốt gói")
    assert two.lan.last.text.startswith("🆕 Gói tập cho bạn")
    await two.taps(two.lan, "Đồng ý")
    assert (await two.contract()).status is ContractStatus.ACTIVE
    assert "0 đã tập · 0 đã đặt · còn 10" in two.lan.last.text
