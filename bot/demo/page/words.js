// What the page itself says, in English and Vietnamese. What the bot says is the bot's.

const EN = {
  demo: "demo", day: "+1 day", next: "Next event", time: "Time in the demo", upcoming: "What comes next",
  walk: "Move time", page: "Page", phones: "Phones", show: "Show me", developer: "For developers", player: "Scene",
  nothing: "Nothing is due", undo: "Undo", undoTitle: "Back to…", undoNone: "There is nothing to undo yet",
  addPhone: "Add a phone", language: "Tiếng Việt", theme: "Theme", auto: "as the system", light: "light", dark: "dark",
  promise: "A personal trainer’s calendar in Telegram: type a line between two sets, and it is booked.",
  try: "Try it yourself", tryHint: "Puts the line on the trainer’s phone.", over: "Start over", building: "Setting the stage…",
  seconds: "{n} s", trainer: "Trainer", client: "Client", newcomer: "Nobody’s client yet", admin: "Admin", of: "Phone of {name}", message: "Message", send: "Send",
  commands: "Commands", noCommands: "No commands yet.", attach: "Attach", start: "Start", restart: "Restart",
  pressStart: "Press Start to begin.", typing: "typing…", bot: "bot", keyboard: "Show the keyboard", pinned: "Pinned message", pins: "{name} pinned “{text}”",
  toEnd: "To the newest message", unread: "{n} new", edited: "edited", silent: "Without sound", edit: "Edit", forward: "Forward",
  forwarded: "Forwarded", from: "From {name}", more: "Show more", less: "Show less", hidden: "Hidden text, press to show",
  cancel: "Cancel", save: "Save", ok: "OK", close: "Close", share: "Share", text: "Text", search: "Search",
  shareWith: "Share with", openOn: "Open on whose phone?", newPerson: "Somebody new…", forwardTo: "Forward to",
  photo: "Picture or file", contact: "Contact", here: "My location", location: "Location", shared: "Shared: {names}",
  shareContact: "Share a contact", ownContact: "My own contact", name: "Name", number: "Phone number", shareThis: "Share this contact",
  onePerson: "Choose a person", people: "Choose up to {n} people", enlarge: "Enlarge the picture", picture: "Picture",
  copied: "Copied: {text}", options: "This phone", zone: "Time zone", block: "Block the bot", unblock: "Unblock the bot",
  put: "Put the phone away", blockedBy: "{name} has blocked the bot", onList: "on the list, not on Telegram yet",
  invite: "opens the invitation", whose: "Whose phone?", add: "Add",
  calls: "Calls of the Bot API", noCalls: "No calls yet.", clear: "Clear", errorsOnly: "Refused only", parameters: "Parameters", answer: "Answer",
  faults: "Faults", fault429: "429 Too Many Requests", fault500: "500 Server error", faultDrop: "Cut the line", faultSlow: "Slow (2 s)",
  faultHint: "Each call suffers until you switch it off: see how the bot copes.", cut: "cut", underWay: "…",
  gone: "The demo does not answer. Is it still running? Trying again…", pause: "Pause", resume: "Go on", stop: "Stop", skip: "Next step",
  done: "That was “{title}”.", again: "Again", goOn: "Carry on from here", backTo: "Back to before", sceneFailed: "The scene did not get to its end: {why}",
  today: "Today", yesterday: "Yesterday", sent: "sent", read: "read by the bot", file: "Download {name}", webApp: "This opens as a small page inside the chat.",
};

const VI = {
  demo: "bản thử", day: "+1 ngày", next: "Sự kiện tới", time: "Thời gian trong bản thử", upcoming: "Sắp diễn ra",
  walk: "Tua thời gian", page: "Trang", phones: "Điện thoại", show: "Xem thử", developer: "Dành cho lập trình viên", player: "Cảnh",
  nothing: "Không có gì sắp đến", undo: "Hoàn tác", undoTitle: "Quay về…", undoNone: "Chưa có gì để hoàn tác",
  addPhone: "Thêm điện thoại", language: "English", theme: "Giao diện", auto: "theo máy", light: "sáng", dark: "tối",
  promise: "Lịch của huấn luyện viên cá nhân ngay trong Telegram: gõ một dòng giữa hai hiệp tập là xong lịch.",
  try: "Tự thử", tryHint: "Điền dòng này vào điện thoại của HLV.", over: "Làm lại từ đầu", building: "Đang chuẩn bị…",
  seconds: "{n} giây", trainer: "HLV", client: "Học viên", newcomer: "Chưa có HLV", admin: "Quản trị viên", of: "Điện thoại của {name}", message: "Tin nhắn", send: "Gửi",
  commands: "Lệnh", noCommands: "Chưa có lệnh nào.", attach: "Đính kèm", start: "Bắt đầu", restart: "Bắt đầu lại",
  pressStart: "Bấm Bắt đầu để dùng.", typing: "đang nhập…", bot: "bot", keyboard: "Hiện bàn phím", pinned: "Tin đã ghim", pins: "{name} đã ghim “{text}”",
  toEnd: "Đến tin mới nhất", unread: "{n} tin mới", edited: "đã sửa", silent: "Không âm báo", edit: "Sửa", forward: "Chuyển tiếp",
  forwarded: "Đã chuyển tiếp", from: "Từ {name}", more: "Xem thêm", less: "Thu gọn", hidden: "Nội dung ẩn, bấm để xem",
  cancel: "Thôi", save: "Lưu", ok: "OK", close: "Đóng", share: "Chia sẻ", text: "Nội dung", search: "Tìm",
  shareWith: "Chia sẻ với", openOn: "Mở trên điện thoại của ai?", newPerson: "Người mới…", forwardTo: "Chuyển tiếp cho",
  photo: "Ảnh hoặc tệp", contact: "Danh bạ", here: "Vị trí của tôi", location: "Vị trí", shared: "Đã chia sẻ: {names}",
  shareContact: "Chia sẻ liên hệ", ownContact: "Liên hệ của tôi", name: "Tên", number: "Số điện thoại", shareThis: "Chia sẻ liên hệ này",
  onePerson: "Chọn một người", people: "Chọn tối đa {n} người", enlarge: "Phóng to ảnh", picture: "Ảnh",
  copied: "Đã chép: {text}", options: "Điện thoại này", zone: "Múi giờ", block: "Chặn bot", unblock: "Bỏ chặn bot",
  put: "Cất điện thoại", blockedBy: "{name} đã chặn bot", onList: "có trong danh sách, chưa dùng Telegram",
  invite: "mở lời mời", whose: "Điện thoại của ai?", add: "Thêm",
  calls: "Các lệnh gọi Bot API", noCalls: "Chưa có lệnh gọi nào.", clear: "Xoá", errorsOnly: "Chỉ lỗi", parameters: "Tham số", answer: "Trả lời",
  faults: "Gây lỗi", fault429: "429 Quá nhiều yêu cầu", fault500: "500 Lỗi máy chủ", faultDrop: "Cắt kết nối", faultSlow: "Chậm (2 giây)",
  faultHint: "Mọi lệnh gọi đều gặp lỗi cho đến khi tắt: xem bot xoay xở ra sao.", cut: "bị cắt", underWay: "…",
  gone: "Bản thử không trả lời. Nó còn chạy không? Đang thử lại…", pause: "Tạm dừng", resume: "Tiếp tục", stop: "Dừng", skip: "Bước tiếp",
  done: "Đó là “{title}”.", again: "Xem lại", goOn: "Dùng tiếp từ đây", backTo: "Về lúc trước", sceneFailed: "Cảnh chưa đến hồi kết: {why}",
  today: "Hôm nay", yesterday: "Hôm qua", sent: "đã gửi", read: "bot đã nhận", file: "Tải {name}", webApp: "Mục này mở như một trang nhỏ trong đoạn chat.",
};

export const LANGUAGES = { en: EN, vi: VI };

export function language() {
  return document.documentElement.lang === "vi" ? "vi" : "en";
}

export function say(key, values = {}) {
  return LANGUAGES[language()][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// The words that stand in index.html.
export function sayAll() {
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
}
