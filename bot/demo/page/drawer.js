// For developers: each call of the Bot API as it happens, and faults to switch on.

import { button, el, sign } from "./dom.js";
import { say } from "./words.js";

const FAULTS = ["fault429", "fault500", "faultDrop", "faultSlow"];
const KEPT = 300;

export function drawer(demo) {
  const root = document.getElementById("drawer");
  const opener = document.getElementById("open-drawer");
  let calls = [];
  let list;
  let refused;
  let toggles = [];
  let since = 0;
  let asking = false;

  function build() {
    toggles = FAULTS.map((name) => el("button", { type: "button", class: "chip", "aria-pressed": "false",
      onclick: (event) => demo.ask("/api/faults", { fault: name.slice(5).toLowerCase(), on: event.currentTarget.ariaPressed !== "true" }) }, say(name)));
    refused = el("input", { type: "checkbox", onchange: drawCalls });
    list = el("ol", { class: "calls", tabindex: "0", "aria-label": say("calls") });
    root.replaceChildren(
      el("div", { class: "top" }, el("h2", {}, say("developer")), sign("close", say("close"), () => open(false), { class: "tool" })),
      el("h3", {}, say("faults")), el("div", { class: "chips" }, toggles), el("p", { class: "promise" }, say("faultHint")),
      el("div", { class: "top" }, el("h3", {}, say("calls")),
        el("label", {}, refused, say("errorsOnly")), button(say("clear"), clear, { class: "quiet" })),
      list);
    drawFaults();
    drawCalls();
  }

  function drawFaults() {
    const on = demo.state.faults ?? [];
    for (const [i, name] of FAULTS.entries()) toggles[i].setAttribute("aria-pressed", String(on.includes(name.slice(5).toLowerCase())));
    opener.classList.toggle("alarm", on.length > 0);
  }

  function drawCalls() {
    const wanted = calls.filter((call) => !refused.checked || call.status !== 200);
    const known = new Map([...list.children].map((item) => [item.dataset.key, item]));
    const items = wanted.map((call) => known.get(keyOf(call)) ?? line(call));
    if (items.some((item, i) => list.children[i] !== item) || items.length !== list.children.length) {
      list.replaceChildren(...(items.length ? items : [el("li", { class: "none" }, say("noCalls"))]));
    }
  }

  function keyOf({ number, status }) {
    return `${number}:${status}`;
  }

  function line(call) {
    const bad = call.status !== 200;
    const status = call.status ?? (call.over ? say("cut") : say("underWay"));
    return el("li", { "data-key": keyOf(call), class: bad ? "bad" : "" }, el("details", {},
      el("summary", {}, el("b", {}, call.method), el("span", { class: "status-of" }, String(status)),
        el("span", { class: "ms" }, `${call.milliseconds.toFixed(1)} ms`)),
      el("h4", {}, say("parameters")), el("pre", {}, pretty(call.parameters)),
      el("h4", {}, say("answer")), el("pre", {}, pretty(call.answer))));
  }

  // Parameters in a form's field are JSON inside of JSON.
  function pretty(json) {
    const unpacked = (_, value) => {
      if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    };
    return JSON.stringify(json, unpacked, 2);
  }

  // Asked for only while somebody looks, and never twice at once.
  async function fetchCalls() {
    if (root.hidden || asking) return;
    asking = true;
    const waiting = calls.filter((call) => !call.over).map((call) => call.number - 1);
    const last = Math.max(since, Math.min(calls[0]?.number ?? 0, ...waiting));
    const fresh = await fetch(`/api/calls?after=${last}`).then((answer) => answer.json()).catch(() => []);
    asking = false;
    const numbers = new Set(fresh.map((call) => call.number));
    calls = [...fresh.reverse(), ...calls.filter((call) => !numbers.has(call.number))].slice(0, KEPT);
    drawCalls();
  }

  function clear() {
    since = calls[0]?.number ?? since;
    calls = [];
    drawCalls();
  }

  function open(wanted) {
    root.hidden = !wanted;
    document.body.classList.toggle("drawn", wanted);
    opener.setAttribute("aria-expanded", String(wanted));
    if (wanted) fetchCalls();
    else opener.focus();
  }

  opener.addEventListener("click", () => open(root.hidden));
  root.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  build();
  // A call that is refused changes nothing in the chats, so that nobody would say that it was made.
  setInterval(fetchCalls, 1000);
  return { build, draw: () => { drawFaults(); fetchCalls(); } };
}
