// A message's text with its entities, whose offsets count UTF-16 units just as strings here do.

import { CLOCK, button, el, when } from "./dom.js";
import { say } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const MOMENT = { weekday: "long", day: "numeric", month: "long", year: "numeric", ...CLOCK };

export function formatted(text, entities, phone, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, sorted, phone, on);
}

function pieces(text, start, end, entities, phone, on) {
  const fragment = document.createDocumentFragment();
  let at = start;
  entities.forEach((entity, index) => {
    const stop = entity.offset + entity.length;
    if (entity.offset < at || stop > end) return;
    const inside = entities.slice(index + 1).filter((e) => e.offset >= entity.offset && e.offset + e.length <= stop);
    fragment.append(text.slice(at, entity.offset));
    const written = text.slice(entity.offset, stop);
    fragment.append(element(entity, written, pieces(text, entity.offset, stop, inside, phone, on), phone, on));
    at = stop;
  });
  fragment.append(text.slice(at, end));
  return fragment;
}

function element(entity, written, content, phone, on) {
  if (TAGS[entity.type]) return el(TAGS[entity.type], {}, content);
  const make = MAKERS[entity.type];
  return make ? make(entity, written, content, phone, on) : content;
}

const MAKERS = {
  url: (entity, written, content, phone, on) => link(written, content, on),
  text_link: (entity, written, content, phone, on) => link(entity.url, content, on),
  mention: (entity, written, content) => el("span", { class: "link" }, content),
  text_mention: (entity, written, content) => el("span", { class: "link" }, content),
  phone_number: (entity, written, content) => el("a", { class: "link", href: `tel:${written.replace(/\s/g, "")}` }, content),
  email: (entity, written, content) => el("a", { class: "link", href: `mailto:${written}` }, content),
  bot_command: (entity, written, content, phone, on) => inline(content, () => on.type(written), { class: "link" }),
  pre: (entity, written, content) => el("pre", {}, el("code", {}, content)),
  spoiler: (entity, written, content) => inline(content, reveal, { class: "spoiler", "aria-label": say("hidden") }),
  blockquote: (entity, written, content) => el("blockquote", {}, content),
  expandable_blockquote: folding,
  date_time: (entity, written, content, phone, on) => {
    const moment = when(entity.unix_time, phone, MOMENT);
    const shown = entity.date_time_format ? spelled(entity, phone) : content;
    return inline(shown, () => on.toast(`${moment} (${phone.zone})`), { class: "moment", title: moment });
  },
};

function folding(entity, written, content) {
  const quote = el("blockquote", { class: "folded" }, content);
  const more = button(say("more"), () => {
    const folded = quote.classList.toggle("folded");
    more.textContent = say(folded ? "more" : "less");
    more.setAttribute("aria-expanded", String(!folded));
  }, { class: "inline more", "aria-expanded": "false" });
  const long = written.length > 160 || written.split("\n").length > 3;
  if (!long) quote.classList.remove("folded");
  return long ? el("div", {}, quote, more) : quote;
}

// A real button cannot break over two lines as words in a sentence do.
function inline(content, onclick, attributes) {
  const onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onclick(event);
  };
  return el("span", { role: "button", tabindex: "0", onclick, onkeydown, ...attributes }, content);
}

function reveal(event) {
  event.currentTarget.classList.add("shown");
  event.currentTarget.removeAttribute("aria-label");
}

function link(url, content, on) {
  const href = /^(https?|tg):/i.test(url) ? url : `https://${url}`;
  const open = (event) => {
    event.preventDefault();
    on.open(href);
  };
  return el("a", { href, class: "link", title: href, onclick: open }, content);
}

function spelled(entity, phone) {
  const format = entity.date_time_format;
  if (format === "r") return relative(Math.round((entity.unix_time - phone.now) / 60), phone.language);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, CLOCK);
  if (format.includes("T")) options.second = "2-digit";
  return when(entity.unix_time, phone, options);
}

function relative(minutes, language) {
  const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"]
    : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(amount, unit);
}
