// One message: its bubble, and the buttons below.

import { CLOCK, button, el, icon, sign, when } from "./dom.js";
import { media } from "./media.js";
import { formatted } from "./text.js";
import { say } from "./words.js";

const SIGNS = { url: "out", web_app: "app", copy_text: "copy", pay: "card" };

export function bubble(message, phone, on) {
  if (message.service !== null) return el("p", { class: "day", "data-id": message.id }, el("span", {}, said(message, phone, on)));
  const body = el("div", { class: "bubble" },
    message.forwarded ? el("div", { class: "origin" }, say("forwarded")) : null,
    message.reply ? el("div", { class: "quoted" }, message.reply) : null,
    message.media ? media(message) : null,
    message.text ? el("div", { class: "text" }, formatted(message.text, message.entities, phone, on)) : null,
    foot(message, phone));
  const rows = message.rows.map((row, r) => el("div", { class: "keys" },
    row.map((key, c) => inlineKey(message, key, [r, c], phone, on))));
  return el("article", { class: `message ${message.mine ? "mine" : "theirs"}`, "data-id": message.id,
    "aria-label": `${message.mine ? phone.name : on.bot()}, ${when(message.date, phone, CLOCK)}` }, body, act(message, on), rows);
}

// A line of Telegram's own in the chat: who pinned what.
function said(message, phone, on) {
  return say("pins", { name: message.mine ? phone.name : on.bot(), text: message.service });
}

// What another person passed on: it never went through the bot.
export function letter(item, phone, on) {
  return el("article", { class: "message theirs letter", "aria-label": say("from", { name: item.from }) },
    el("div", { class: "bubble" },
      el("div", { class: "origin" }, say("from", { name: item.from })),
      el("div", { class: "text" }, formatted(item.text, item.entities, phone, { ...on, open: on.openHere })),
      el("div", { class: "foot" }, el("time", {}, when(item.date, phone, CLOCK)))));
}

function foot(message, phone) {
  const mark = (name, label) => el("span", { class: "mark", title: label, role: "img", "aria-label": label }, icon(name));
  return el("div", { class: "foot" },
    message.pinned ? mark("pin", say("pinned")) : null,
    message.silent ? mark("mute", say("silent")) : null,
    message.edited && !message.rows.length ? el("span", {}, say("edited")) : null,
    el("time", {}, when(message.date, phone, CLOCK)),
    message.mine ? mark(message.heard ? "checks" : "check", say(message.heard ? "read" : "sent")) : null);
}

// Own messages can be edited, the bot's can be forwarded; the sign shows when the message is touched.
function act(message, on) {
  if (!message.mine) return message.text ? sign("forward", say("forward"), () => on.forward(message), { class: "act" }) : null;
  return message.text && !message.media ? sign("pencil", say("edit"), () => on.edit(message), { class: "act" }) : null;
}

function inlineKey(message, key, [row, column], phone, on) {
  const spinning = phone.spinning.some(([id, data]) => id === message.id && data === key.data);
  const corner = SIGNS[key.kind];
  return button([key.text, corner ? icon(corner) : null], () => on.press(message, row, column), {
    class: `key ${key.style ?? ""} ${spinning ? "spinning" : ""}`,
    "aria-busy": spinning ? "true" : null,
  });
}
