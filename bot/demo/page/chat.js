// The chat of one phone: draws what changed, keeps the place of whoever reads further up.

import { bubble, letter } from "./bubble.js";
import { button, el, icon, when } from "./dom.js";
import { say } from "./words.js";

const DAY = { weekday: "long", day: "numeric", month: "long" };
const NEAR = 90;

export class Chat {
  constructor(on) {
    this.on = on;
    this.drawn = new Map();
    this.below = 0;
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0",
      onscroll: () => this.scrolled(), onwheel: () => this.leafs(), ontouchmove: () => this.leafs() });
    this.count = el("span", { class: "count", hidden: true });
    this.down = button([icon("down"), this.count], () => this.toEnd("smooth"), { class: "down", hidden: true });
    this.root = el("div", { class: "chat" }, this.log, this.down);
    this.ended = true;
    new ResizeObserver(() => this.ended && this.toEnd()).observe(this.log);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  scrolled() {
    this.ended = this.atEnd();
    if (this.ended) this.below = 0;
    this.drawDown();
  }

  // While somebody leafs through the chat, the day stays in sight above.
  leafs() {
    this.log.classList.add("leafed");
    clearTimeout(this.leafing);
    this.leafing = setTimeout(() => this.log.classList.remove("leafed"), 1200);
  }

  drawDown() {
    this.down.hidden = this.atEnd();
    this.count.hidden = !this.below;
    this.count.textContent = String(this.below);
    this.down.setAttribute("aria-label", [say("toEnd"), this.below ? say("unread", { n: this.below }) : ""].filter(Boolean).join(", "));
  }

  toEnd(behavior = "instant") {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
  }

  goTo(id) {
    const element = this.drawn.get(`m${id}`)?.element;
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.classList.add("flash");
  }

  forget() {
    this.drawn.clear();
    this.log.replaceChildren();
  }

  // Returns how many messages of the bot are new.
  draw(phone) {
    const first = !this.drawn.size;
    const stayed = this.atEnd();
    const fresh = new Map();
    let news = 0;
    let said = false;
    for (const [key, item, make] of this.items(phone)) {
      const spin = phone.spinning.filter(([id]) => `m${id}` === key);
      const signature = JSON.stringify([item, spin, phone.zone, phone.language]);
      const old = this.drawn.get(key);
      const element = old?.signature === signature ? old.element : make();
      const body = JSON.stringify([item.text, item.rows]);
      if (old && old.body !== body) element.classList.add("flash");
      if (!old && !first) element.classList.add("new");
      news += !old && !first && item.mine === false ? 1 : 0;
      said ||= !old && item.mine === true;
      fresh.set(key, { signature, element, body });
    }
    this.place(fresh, phone);
    this.drawn = fresh;
    this.ended = stayed || said || first;
    if (this.ended) this.toEnd();
    else this.below += news;
    this.drawDown();
    return news;
  }

  // Messages and letters in order, with the day above the first of each day.
  items(phone) {
    const said = [
      ...phone.messages.map((m) => [`m${m.id}`, m, () => bubble(m, phone, this.on), m.id]),
      ...phone.letters.map((l, i) => [`l${i}`, l, () => letter(l, phone, this.on), l.after + 0.5]),
    ].sort((a, b) => a[3] - b[3]);
    let day = null;
    return said.flatMap((item) => {
      const its = when(item[1].date, phone, DAY);
      const heading = [`d${its}`, { day: its }, () => el("p", { class: "day" }, el("span", {}, its))];
      const together = its === day ? [item] : [heading, item];
      day = its;
      return together;
    });
  }

  // Elements that stay are not moved, so that focus and what is read aloud stay too.
  place(fresh, phone) {
    const focused = document.activeElement?.closest?.(".message");
    for (const [key, { element }] of this.drawn) {
      const next = fresh.get(key)?.element;
      if (next === element) continue;
      const index = element === focused ? [...element.querySelectorAll(".key")].indexOf(document.activeElement) : -1;
      if (next && element.parentNode === this.log) element.replaceWith(next);
      else element.remove();
      if (next && index >= 0) this.refocus(next, index);
    }
    let previous = null;
    for (const { element } of fresh.values()) {
      const expected = previous ? previous.nextSibling : this.log.firstChild;
      if (expected !== element) this.log.insertBefore(element, expected);
      previous = element;
    }
    this.empty?.remove();
    this.empty = fresh.size ? null : el("p", { class: "empty" }, phone.description || say("pressStart"));
    if (this.empty) this.log.append(this.empty);
  }

  // Whoever pressed a button with the keyboard finds the new ones of the same message under the finger.
  refocus(message, index) {
    const keys = message.querySelectorAll(".key");
    keys[Math.min(index, keys.length - 1)]?.focus({ preventScroll: true });
  }
}
