// The page: phones side by side, a time bar, and one stream that tells what changed.

import { button, post } from "./dom.js";
import { Phone } from "./phone.js";

const NARROW = "(max-width: 719px)";
const clock = document.getElementById("clock");
const next = document.getElementById("next");
const status = document.getElementById("status");
const tabs = document.getElementById("switch");
const place = document.getElementById("phones");
const walk = document.querySelectorAll(".walk button");

const state = { now: 0, next: null, bot: { name: "" }, people: [], order: [], phones: new Map() };
const phones = new Map();
let active = null;
let busy = false;

const shared = {
  now: () => state.now,
  bot: () => state.bot,
  people: () => state.people,
  state: (id) => state.phones.get(id),
  phones: () => state.order.map((id) => state.phones.get(id)).filter(Boolean),
};

function take(update) {
  state.now = update.now;
  state.next = update.next;
  if (update.order) {
    Object.assign(state, { bot: update.bot, people: update.people, order: update.order });
    for (const phone of update.phones) state.phones.set(phone.id, phone);
    drawPhones(update.phones);
  }
  drawClock(update.walking);
}

function drawPhones(changed) {
  for (const id of [...phones.keys()].filter((id) => !state.order.includes(id))) {
    phones.get(id).root.remove();
    phones.delete(id);
  }
  for (const id of state.order) {
    if (phones.has(id)) continue;
    const phone = new Phone(id, shared);
    phones.set(id, phone);
    place.append(phone.root);
  }
  active ??= state.order[0];
  for (const phone of changed) phones.get(phone.id)?.draw(phone);
  drawTabs();
}

function drawTabs() {
  tabs.replaceChildren(...shared.phones().map((phone) => button(phone.name, () => {
    active = phone.id;
    drawTabs();
  }, { "aria-pressed": String(phone.id === active) })));
  for (const [id, phone] of phones) phone.root.classList.toggle("active", id === active);
}

function drawClock(walking) {
  const zone = shared.phones()[0]?.zone ?? "UTC";
  const say = (seconds, options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(seconds * 1000);
  clock.textContent = say(state.now, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  next.textContent = state.next ? `Next: ${[state.next.name, say(state.next.at, { weekday: "short", hour: "2-digit", minute: "2-digit" })].filter(Boolean).join(", ")}` : "Nothing is due";
  for (const key of walk) key.disabled = walking || busy || (key.id === "to-next" && !state.next);
  for (const phone of phones.values()) phone.tick();
}

async function move(body) {
  busy = true;
  drawClock(true);
  status.textContent = "";
  try {
    await post("/api/time", body);
  } catch (error) {
    status.textContent = error.message;
  }
  busy = false;
  drawClock(false);
}

for (const key of walk) {
  key.addEventListener("click", () => move(key.id === "to-next" ? { to: "next" } : { minutes: Number(key.dataset.minutes) }));
}

const stream = new EventSource("/api/events");
stream.onmessage = (event) => {
  status.textContent = "";
  take(JSON.parse(event.data));
};
stream.onerror = () => {
  status.textContent = "The demo does not answer. Is it still running? Trying again…";
};

matchMedia(NARROW).addEventListener("change", drawTabs);
