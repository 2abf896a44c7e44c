// The page: one stream tells what changed, and each part draws what concerns it.

import { button, el, icon, post, sign } from "./dom.js";
import { drawer } from "./drawer.js";
import { guide } from "./guide.js";
import { Phone } from "./phone.js";
import { player } from "./player.js";
import { choose } from "./sheets.js";
import { timebar } from "./timebar.js";
import { language, say, sayAll } from "./words.js";

const place = document.getElementById("phones");
const tabs = document.getElementById("switch");
const status = document.getElementById("status");
const THEMES = { auto: "half", light: "sun", dark: "moon" };

const state = { now: 0, bot: {}, people: [], order: [], phones: new Map(), story: {}, moments: [], upcoming: [] };
const NARROW = matchMedia("(max-width: 719px)");
const PHONE = 342;
const drawn = new Map();
const kept = JSON.parse(sessionStorage.getItem("open") ?? "null");
let open = kept;
let active = null;
let unread = 0;

const demo = {
  state,
  phone: (id) => state.phones.get(id),
  drawn: (id) => drawn.get(id),
  others: (id) => state.order.filter((other) => other !== id).map((other) => state.phones.get(other)),
  role: (id) => say(state.story.roles?.[id] ?? "client"),
  active: () => active,
  show, close, add, tell, ask, drawTabs,
};
const parts = [timebar(demo), guide(demo), player(demo), drawer(demo)];

// Says what went wrong in the page's own line; nothing when all went well.
async function ask(path, body) {
  tell("");
  try {
    return await post(path, body);
  } catch (error) {
    tell(error.message);
    return null;
  }
}

function tell(text) {
  status.textContent = text;
}

function take(update) {
  const { phones = [], ...rest } = update;
  Object.assign(state, rest);
  for (const { ids, messages, ...phone } of phones) {
    const known = state.phones.get(phone.id)?.all ?? new Map();
    const all = new Map(messages.map((message) => [message.id, message]));
    phone.all = new Map(ids.map((id) => [id, all.get(id) ?? known.get(id)]));
    phone.messages = [...phone.all.values()];
    state.phones.set(phone.id, phone);
  }
  if (update.order) drawPhones(new Set(phones.map((phone) => phone.id)));
  for (const phone of drawn.values()) phone.tick();
  for (const part of parts) part.draw(update);
}

function drawPhones(changed) {
  for (const id of state.phones.keys()) if (!state.order.includes(id)) state.phones.delete(id);
  open = (open ?? []).filter((id) => state.phones.has(id));
  if (!open.length) open = state.order.slice(0, fitting());
  for (const [id, phone] of drawn) {
    if (open.includes(id)) continue;
    phone.root.remove();
    drawn.delete(id);
  }
  for (const id of open) {
    if (!drawn.has(id)) {
      drawn.set(id, new Phone(id, demo));
      changed.add(id);
    }
    if (place.children[open.indexOf(id)] !== drawn.get(id).root) place.append(drawn.get(id).root);
  }
  if (!open.includes(active)) active = open[0];
  mark();
  for (const id of changed) drawn.get(id)?.draw(state.phones.get(id));
  sessionStorage.setItem("open", JSON.stringify(open));
  drawTabs();
}

// As many phones as stand beside each other; where there is but one, all of them are tabs.
function fitting() {
  const most = 3;
  if (NARROW.matches) return most;
  return Math.max(1, Math.min(most, Math.floor((place.clientWidth - 16) / PHONE)));
}

// On a narrow screen one phone is seen at a time; the switch says who else has news.
function drawTabs() {
  tabs.replaceChildren(...open.map((id) => {
    const fresh = drawn.get(id).unread;
    const news = fresh ? el("span", { class: "count", "aria-label": say("unread", { n: fresh }) }, String(fresh)) : null;
    return button([state.phones.get(id).name, news], () => show(id), { "aria-pressed": String(id === active) });
  }));
  mark();
  if (!document.hidden) unread = 0;
  document.title = `${unread ? `(${unread}) ` : ""}Coach Calendar · ${say("demo")}`;
}

function mark() {
  for (const [id, phone] of drawn) phone.root.classList.toggle("active", id === active);
}

function show(id) {
  if (!open.includes(id)) open.push(id);
  active = id;
  drawPhones(new Set());
  drawn.get(id).seen();
  drawTabs();
}

function close(id) {
  if (open.length < 2) return;
  open = open.filter((other) => other !== id);
  drawPhones(new Set());
}

async function add() {
  const names = await fetch("/api/names").then((answer) => answer.json()).catch(() => []);
  const away = state.order.filter((id) => !open.includes(id)).map((id) => state.phones.get(id));
  const chosen = await choose(null, say("whose"), [
    ...away.map((phone) => [{ id: phone.id }, phone.name, demo.role(phone.id)]),
    ...names.map(({ client, name }) => [{ client, name }, name, `${say("onList")} · ${say("invite")}`]),
  ], { typed: say("newPerson") });
  if (!chosen) return;
  if (chosen.id) return show(chosen.id);
  const body = typeof chosen === "string" ? { name: chosen } : chosen;
  const added = await ask("/api/phones", { ...body, language: language() });
  if (added) await appears(added.id);
}

// The stream brings the new phone a moment after the answer.
async function appears(id) {
  for (let tries = 0; tries < 50 && !state.phones.has(id); tries += 1) await new Promise((done) => setTimeout(done, 40));
  if (state.phones.has(id)) show(id);
}

demo.appears = appears;
demo.only = (ids) => {
  open = ids.filter((id) => state.phones.has(id));
  drawPhones(new Set());
};
demo.news = () => {
  unread += document.hidden ? 1 : 0;
  drawTabs();
};

function dress() {
  sayAll();
  const chosen = document.documentElement.dataset.theme;
  const theme = document.getElementById("theme");
  theme.replaceChildren(icon(THEMES[chosen]));
  for (const [id, label, name] of [["theme", `${say("theme")}: ${say(chosen)}`], ["language", say("language")],
    ["open-guide", say("show"), "play"], ["add-phone", say("addPhone"), "plus"], ["open-drawer", say("developer"), "code"]]) {
    const key = document.getElementById(id);
    key.setAttribute("aria-label", label);
    key.title = label;
    if (name) key.replaceChildren(icon(name), ...(id === "open-guide" ? [label] : []));
  }
  document.getElementById("language").textContent = language() === "vi" ? "EN" : "VI";
}

document.getElementById("add-phone").addEventListener("click", add);
document.getElementById("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length];
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
  dress();
});
document.getElementById("language").addEventListener("click", async () => {
  speak(language() === "vi" ? "en" : "vi");
  await ask("/api/restart", { language: language() });
});

function speak(chosen) {
  document.documentElement.lang = chosen;
  localStorage.setItem("language", chosen);
  dress();
  for (const part of parts) part.build();
  for (const phone of drawn.values()) phone.rebuild();
  if (open) drawTabs();
}

document.addEventListener("visibilitychange", () => open && drawTabs());
dress();

const stream = new EventSource("/api/events");
stream.onmessage = (event) => {
  if (status.dataset.gone) tell("");
  delete status.dataset.gone;
  take(JSON.parse(event.data));
};
stream.onerror = () => {
  status.dataset.gone = "yes";
  tell(say("gone"));
};
