// One phone: header, chat, keyboards, and what its person can do.

import { alertOf, choose, edit, pickContact, pickPeople } from "./dialogs.js";
import { bubble, letter } from "./bubble.js";
import { button, el, post, when } from "./dom.js";

export class Phone {
  constructor(id, shared) {
    this.id = id;
    this.shared = shared;
    this.drawn = new Map();
    this.awaiting = new Set();
    this.on = {
      type: (text) => this.act("type", { text }),
      press: (message, row, column) => this.press(message, row, column),
      open: (url) => this.open(url),
      openHere: (url) => this.act("open", { url }).then(() => this.leave(url)),
      edit: (message) => this.edit(message),
      forward: (message) => this.forward(message),
      toast: (text) => this.toast(text),
    };
    this.build();
  }

  build() {
    this.title = el("h2", {});
    this.sub = el("p", { class: "sub" });
    this.language = el("select", { "aria-label": "Language", onchange: () => this.act("language", { language: this.language.value }) },
      el("option", { value: "en" }, "EN"), el("option", { value: "vi" }, "VI"));
    this.block = button("Block", () => this.act("block", {}), { class: "quiet" });
    this.pin = button("", () => this.goTo(this.pinned), { class: "pinned", hidden: true });
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.typing = el("p", { class: "typing", "aria-live": "polite" });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.keyboard = el("div", { class: "keyboard" });
    this.menu = el("div", { class: "menu", hidden: true });
    this.root = el("section", { class: "phone" },
      el("header", {}, el("div", { class: "who" }, this.title, this.sub), this.language, this.block),
      this.pin, this.log, this.typing, this.toasts, this.menu, this.composer(), this.keyboard);
  }

  composer() {
    this.input = el("textarea", { rows: "1", placeholder: "Message", "aria-label": "Message", maxlength: "4096",
      onkeydown: (event) => event.key === "Enter" && !event.shiftKey && (event.preventDefault(), this.send()) });
    this.picker = el("input", { type: "file", hidden: true, onchange: () => this.upload() });
    this.startButton = button("Start", () => this.act("start", {}), { class: "primary start" });
    this.writing = el("div", { class: "composer" },
      button("/", () => this.toggleMenu(), { "aria-label": "Commands", "aria-haspopup": "true" }),
      button("+", () => this.attach(), { "aria-label": "Attach" }),
      this.input, this.picker,
      button("➤", () => this.send(), { class: "primary", "aria-label": "Send" }));
    return el("div", {}, this.startButton, this.writing);
  }

  async act(name, details) {
    try {
      return await post(`/api/phones/${this.id}/${name}`, details);
    } catch (error) {
      this.toast(error.message);
      return {};
    }
  }

  draw(state) {
    this.state = { ...state, now: this.shared.now() };
    this.title.textContent = state.name;
    this.root.setAttribute("aria-label", `Phone of ${state.name}`);
    if (document.activeElement !== this.language) this.language.value = state.language.startsWith("vi") ? "vi" : "en";
    this.block.textContent = state.blocked ? "Unblock" : "Block";
    this.startButton.hidden = state.started && !state.blocked;
    this.startButton.textContent = state.blocked ? "Restart" : "Start";
    this.writing.hidden = !state.started || state.blocked;
    this.keyboard.hidden = this.writing.hidden;
    this.menu.hidden ||= this.writing.hidden;
    this.typing.textContent = state.typing ? "typing…" : "";
    this.tick();
    this.drawLog(state);
    this.drawPinned(state);
    this.drawKeyboard(state);
    this.drawMenu(state);
    this.drawAnswers(state);
  }

  tick() {
    if (this.state) this.sub.textContent = `${when(this.shared.now(), this.state, { weekday: "short", hour: "2-digit", minute: "2-digit" })} · ${this.shared.bot().name}`;
  }

  drawLog(state) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const items = [
      ...state.messages.map((m) => [`m${m.id}`, m, () => bubble(m, this.state, this.on)]),
      ...state.letters.map((l, i) => [`l${i}`, l, () => letter(l, this.state, this.on)]),
    ].sort((a, b) => (a[1].id ?? a[1].after + 0.5) - (b[1].id ?? b[1].after + 0.5));
    const fresh = new Map();
    let grown = false;
    for (const [key, item, make] of items) {
      const spin = state.spinning.filter(([id]) => `m${id}` === key);
      const signature = JSON.stringify([item, spin, state.language, state.zone]);
      const old = this.drawn.get(key);
      const element = old?.signature === signature ? old.element : make();
      if (old && old.text !== JSON.stringify([item.text, item.rows])) element.classList.add("flash");
      grown ||= !old;
      fresh.set(key, { signature, element, text: JSON.stringify([item.text, item.rows]) });
    }
    this.place(fresh, state);
    this.drawn = fresh;
    if (atEnd || grown) requestAnimationFrame(() => { this.log.scrollTop = this.log.scrollHeight; });
  }

  place(fresh, state) {
    // Elements that stay are not moved, so that focus and what is read aloud stay too.
    for (const [key, { element }] of this.drawn) if (fresh.get(key)?.element !== element) element.remove();
    let previous = null;
    for (const { element } of fresh.values()) {
      const expected = previous ? previous.nextSibling : this.log.firstChild;
      if (expected !== element) this.log.insertBefore(element, expected);
      previous = element;
    }
    this.empty?.remove();
    if (!fresh.size) this.log.append((this.empty = el("p", { class: "empty" }, state.description || "Press Start to begin.")));
  }

  drawPinned(state) {
    const pinned = state.messages.filter((m) => m.pinned).at(-1);
    this.pinned = pinned?.id;
    this.pin.hidden = !pinned;
    this.pin.textContent = pinned ? `📌 ${pinned.text.split("\n")[0]}` : "";
  }

  goTo(id) {
    this.drawn.get(`m${id}`)?.element.scrollIntoView({ block: "center" });
  }

  drawKeyboard(state) {
    const rows = state.keyboard?.keyboard ?? [];
    const signature = JSON.stringify(rows);
    if (this.keys === signature) return;
    this.keys = signature;
    this.input.placeholder = state.keyboard?.input_field_placeholder ?? "Message";
    this.keyboard.replaceChildren(...rows.map((row, r) => el("div", { class: "keys" },
      ...row.map((key, c) => button(key.text, () => this.key(r, c), { class: `key ${key.style ?? ""}` })))));
  }

  drawMenu(state) {
    this.menu.replaceChildren(...state.commands.map(({ command, description }) =>
      button(el("span", {}, el("b", {}, `/${command}`), ` ${description}`), () => { this.menu.hidden = true; this.on.type(`/${command}`); })));
    if (!state.commands.length) this.menu.append(el("p", {}, "No commands yet."));
  }

  toggleMenu() {
    this.menu.hidden = !this.menu.hidden;
    if (!this.menu.hidden) this.menu.querySelector("button")?.focus();
  }

  drawAnswers(state) {
    for (const { id, text, alert } of state.answers) {
      if (!this.awaiting.delete(id) || !text) continue;
      if (alert) alertOf(text);
      else this.toast(text);
    }
  }

  toast(text) {
    const shown = el("p", { class: "toast" }, text);
    this.toasts.append(shown);
    setTimeout(() => shown.remove(), 4000);
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    await this.act("type", { text });
  }

  async press(message, row, column) {
    const result = await this.act("press", { message: message.id, row, column });
    if (result.query) {
      this.awaiting.add(result.query);
      if (this.shared.state(this.id)) this.drawAnswers(this.shared.state(this.id));
    }
    if (result.copy) this.copy(result.copy);
    if (result.link) await this.follow(result.link);
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.toast(`Copied: ${text}`);
  }

  async open(url) {
    const { link } = await this.act("look", { url });
    if (link) await this.follow(link);
  }

  async follow(link) {
    if (link.kind === "web") return this.leave(link.url);
    const others = this.shared.phones().filter((phone) => phone.id !== this.id);
    const names = (phones) => phones.map((phone) => [phone.id, phone.name]);
    if (link.kind === "share") {
      const to = await choose("Share with", names(others));
      return to && this.act("share", { url: link.url, to });
    }
    const who = await choose("Open on whose phone?", names([...others, ...this.shared.phones().filter((p) => p.id === this.id)]));
    return who && post(`/api/phones/${who}/open`, { url: link.url });
  }

  leave(url) {
    if (/^https?:\/\//.test(url) && !/^https?:\/\/t\.me\//.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  }

  async key(row, column) {
    const result = await this.act("key", { row, column });
    if (result.ask === "request_users") {
      const users = await pickPeople(result.request, this.shared.people().filter((p) => p.id !== this.id));
      if (users) await this.act("share-users", { request_id: result.request.request_id, users });
    }
    if (result.ask === "request_contact") await this.act("share-contact", {});
    if (result.ask === "request_location") await this.act("share-location", { latitude: 10.7769, longitude: 106.7009 });
  }

  async attach() {
    const what = await choose("Attach", [["file", "Picture or file"], ["contact", "Contact"], ["place", "My location"]]);
    if (what === "file") this.picker.click();
    if (what === "place") await this.act("share-location", { latitude: 10.7769, longitude: 106.7009 });
    if (what !== "contact") return;
    const contact = await pickContact(this.id, this.shared.people());
    if (contact) await this.act("share-contact", contact);
  }

  async upload() {
    const [file] = this.picker.files;
    if (file) await this.act(`file?name=${encodeURIComponent(file.name)}`, new Blob([await file.arrayBuffer()]));
    this.picker.value = "";
  }

  async edit(message) {
    const text = await edit(message.text);
    if (text && text !== message.text) await this.act("edit", { message: message.id, text });
  }

  async forward(message) {
    const others = this.shared.phones().filter((phone) => phone.id !== this.id);
    const to = await choose("Forward to", others.map((phone) => [phone.id, phone.name]));
    if (to) await this.act("forward", { message: message.id, to });
  }
}
