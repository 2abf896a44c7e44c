// What a message carries beside its text: pictures, files, places, people, invoices.

import { button, el, icon } from "./dom.js";
import { avatar, enlarge } from "./sheets.js";
import { say } from "./words.js";

export function media(message) {
  const { kind, body } = message.media;
  const make = MAKERS[kind];
  return make ? make(body, message) : file(message.media);
}

const MAKERS = {
  photo: (body, message) => photo(message),
  sticker: () => el("div", { class: "sticker", role: "img", "aria-label": "🙂" }, "🙂"),
  venue: (body) => place(body.location, body.title, body.address),
  location: (body) => place(body, say("location"), `${body.latitude.toFixed(4)}, ${body.longitude.toFixed(4)}`),
  contact: (body) => card(avatar(body.first_name), [body.first_name, body.last_name].filter(Boolean).join(" "), body.phone_number),
  users_shared: (body) => card(avatar(body.users[0]?.first_name ?? "?"),
    say("shared", { names: body.users.map((user) => user.first_name ?? user.user_id).join(", ") })),
  invoice: (body) => card(el("span", { class: "avatar plain" }, icon("card")), body.title, `${body.description} · ${amount(body)}`),
};

function photo({ media: { file: id, width, height }, text }) {
  const image = el("img", { src: `/files/${id}`, alt: text ? text.split("\n")[0] : say("picture"), width, height });
  const shown = button(image, () => enlarge(`/files/${id}`, text), { class: "photo", "aria-label": say("enlarge") });
  // Until it has come, its words alone would take less room.
  shown.style.aspectRatio = `${width} / ${height}`;
  return shown;
}

function file({ file: id, name, size }) {
  const link = { class: "file", href: `/files/${id}`, download: name, "aria-label": say("file", { name }) };
  return el("a", link, el("span", { class: "avatar plain" }, icon("file")), two(name, weight(size)));
}

function place({ latitude, longitude }, title, address) {
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return el("a", { class: "venue", href, target: "_blank", rel: "noopener noreferrer" },
    el("span", { class: "map", "aria-hidden": "true" }, icon("place")), two(title, address));
}

function card(mark, title, note = "") {
  return el("div", { class: "card" }, mark, two(title, note));
}

function two(title, note) {
  return el("span", { class: "two" }, el("strong", {}, title), note ? el("small", {}, note) : null);
}

function weight(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function amount({ total_amount: total, currency }) {
  const { maximumFractionDigits: digits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return new Intl.NumberFormat("vi-VN", { style: "currency", currency }).format(total / 10 ** digits);
}
