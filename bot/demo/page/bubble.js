// One message: its bubble, picture or file, and the buttons below.

import { button, el, when } from "./dom.js";
import { enlarge } from "./dialogs.js";
import { formatted } from "./text.js";

const CLOCK = { hour: "2-digit", minute: "2-digit" };

export function bubble(message, phone, on) {
  const body = el("div", { class: "bubble" },
    message.forwarded ? el("div", { class: "origin" }, "Forwarded") : null,
    message.reply ? el("div", { class: "quoted" }, message.reply) : null,
    message.media ? media(message, phone) : null,
    message.text ? el("div", { class: "text" }, formatted(message.text, message.entities, phone, on)) : null,
    foot(message, phone, on));
  const rows = message.rows.map((row, r) => el("div", { class: "keys" }, ...row.map((key, c) => inlineKey(message, key, r, c, phone, on))));
  return el("div", { class: `message ${message.mine ? "mine" : "theirs"}` }, body, ...rows);
}

export function letter(item, phone, on) {
  return el("div", { class: "message theirs letter" },
    el("div", { class: "bubble" },
      el("div", { class: "origin" }, `From ${item.from}`),
      el("div", { class: "text" }, formatted(item.text, item.entities, phone, { ...on, open: on.openHere })),
      el("div", { class: "foot" }, el("time", {}, when(item.date, phone, CLOCK)))));
}

function foot(message, phone, on) {
  const marks = [message.pinned ? "📌" : "", message.silent ? "🔕" : "", message.edited ? "edited" : ""].filter(Boolean);
  return el("div", { class: "foot" },
    message.mine && message.text && !message.media ? button("✎", () => on.edit(message), { class: "inline", "aria-label": "Edit", title: "Edit" }) : null,
    message.mine ? null : button("↪", () => on.forward(message), { class: "inline", "aria-label": "Forward", title: "Forward" }),
    el("span", {}, marks.join(" ")),
    el("time", {}, when(message.date, phone, CLOCK)));
}

function inlineKey(message, key, row, column, phone, on) {
  const spinning = phone.spinning.some(([id, data]) => id === message.id && data === key.data);
  const sign = { url: " ↗", web_app: " ▣", copy_text: " 📋", pay: "" }[key.kind] ?? "";
  return button(key.text + sign, () => on.press(message, row, column), {
    class: `key ${key.style ?? ""} ${spinning ? "spinning" : ""}`,
    "aria-busy": spinning ? "true" : null,
  });
}

function media(message) {
  const { kind, file, name, body } = message.media;
  const make = {
    photo: () => button(el("img", picture(message.media)), () => enlarge(`/files/${file}`, message.text), { class: "photo", "aria-label": "Enlarge the picture" }),
    sticker: () => el("div", { class: "sticker" }, "🙂"),
    venue: () => place(body.location, `${body.title}, ${body.address}`),
    location: () => place(body, "Location"),
    contact: () => el("div", { class: "card" }, `👤 ${body.first_name} ${body.last_name ?? ""} · ${body.phone_number}`),
    users_shared: () => el("div", { class: "card" }, "👤 Shared: ", body.users.map((user) => user.first_name ?? user.user_id).join(", ")),
    invoice: () => el("div", { class: "card" }, el("strong", {}, body.title), ` ${body.description} · ${body.total_amount} ${body.currency}`),
  }[kind];
  return make ? make() : el("a", { class: "file", href: `/files/${file}`, download: name }, "📄 ", name, el("small", {}, size(message.media.size)));
}

function picture({ file, width, height }) {
  return { src: `/files/${file}`, alt: "", width, height, loading: "lazy" };
}

function place({ latitude, longitude }, label) {
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return el("a", { class: "card", href: url, target: "_blank", rel: "noopener noreferrer" }, `📍 ${label}`);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} kB`;
}
