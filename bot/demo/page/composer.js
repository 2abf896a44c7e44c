// Where a person writes: the text, the command menu, the keyboard that the bot offers, Start.

import { button, el, sign } from "./dom.js";
import { say } from "./words.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.folded = false;
    this.menu = el("div", { class: "menu", hidden: true, role: "group", onkeydown: (event) => this.walk(event) });
    this.keys = el("div", { class: "keyboard", hidden: true });
    this.start = button("", () => this.begin(), { class: "primary start" });
    this.root = el("footer", { class: "foot-of-phone" }, this.menu, this.line(), this.start, this.keys);
  }

  line() {
    this.input = el("textarea", { rows: "1", placeholder: say("message"), "aria-label": say("message"), maxlength: "20000",
      oninput: () => this.typed(), onkeydown: (event) => this.pressed(event) });
    this.picker = el("input", { type: "file", hidden: true, onchange: () => this.upload() });
    this.open = sign("menu", say("commands"), () => this.toggle(), { class: "round", "aria-expanded": "false" });
    this.unfold = sign("keys", say("keyboard"), () => this.fold(), { class: "round", hidden: true });
    this.submit = sign("send", say("send"), () => this.send(), { class: "round primary" });
    this.writing = el("div", { class: "composer" }, this.open,
      el("div", { class: "field" }, this.input, this.unfold, sign("clip", say("attach"), () => this.phone.attach(), { class: "round" })),
      this.picker, this.submit);
    return this.writing;
  }

  begin() {
    this.phone.act("start", {});
  }

  draw(phone) {
    const closed = !phone.started || phone.blocked;
    this.start.hidden = !closed;
    this.start.textContent = say(phone.blocked ? "restart" : "start");
    this.writing.hidden = closed;
    if (closed) this.menu.hidden = true;
    this.drawKeys(phone, closed);
    const commands = JSON.stringify(phone.commands);
    if (commands !== this.commands) {
      this.commands = commands;
      this.list = phone.commands;
      this.drawMenu("");
    }
  }

  drawKeys(phone, closed) {
    const rows = phone.keyboard?.keyboard ?? [];
    const signature = JSON.stringify(rows);
    this.unfold.hidden = !rows.length;
    this.keys.hidden = closed || !rows.length || this.folded;
    if (this.signature === signature) return;
    this.signature = signature;
    this.folded = false;
    this.keys.hidden = closed || !rows.length;
    this.input.placeholder = phone.keyboard?.input_field_placeholder ?? say("message");
    this.keys.replaceChildren(...rows.map((row, r) => el("div", { class: "keys" },
      row.map((key, c) => button(key.text, () => this.phone.key(r, c), { class: `key ${key.style ?? ""}` })))));
  }

  fold() {
    this.folded = !this.folded;
    this.keys.hidden = this.folded;
  }

  drawMenu(begun) {
    const rows = (this.list ?? []).filter(({ command }) => command.startsWith(begun));
    this.menu.replaceChildren(...rows.map(({ command, description }) => button([el("span", {}, description), el("small", {}, `/${command}`)],
      () => this.command(command))));
    if (!rows.length) this.menu.append(el("p", {}, say("noCommands")));
    this.menu.setAttribute("aria-label", say("commands"));
    return rows.length;
  }

  command(name) {
    this.show(false);
    this.input.value = "";
    this.phone.act("type", { text: `/${name}` });
    this.input.focus();
  }

  toggle() {
    this.drawMenu("");
    this.show(this.menu.hidden);
    if (!this.menu.hidden) this.menu.querySelector("button")?.focus();
  }

  show(visible) {
    this.menu.hidden = !visible;
    this.open.setAttribute("aria-expanded", String(visible));
  }

  walk(event) {
    const keys = [...this.menu.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      keys[(keys.indexOf(document.activeElement) + step + keys.length) % keys.length]?.focus();
    }
    if (event.key === "Escape") {
      this.show(false);
      this.input.focus();
    }
  }

  // A line that begins with a slash looks for a command, as people know it.
  typed() {
    const begun = /^\/(\w*)$/.exec(this.input.value);
    this.show(Boolean(begun) && this.drawMenu(begun[1]) > 0);
    this.grow();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  pressed(event) {
    if (event.key === "Escape") this.show(false);
    if (event.key === "ArrowUp" && !this.menu.hidden) {
      event.preventDefault();
      [...this.menu.querySelectorAll("button")].at(-1)?.focus();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.put("");
    await this.phone.act("type", { text });
  }

  put(text) {
    this.input.value = text;
    this.show(false);
    this.grow();
  }

  async upload() {
    const [file] = this.picker.files;
    if (file) await this.phone.act(`file?name=${encodeURIComponent(file.name)}`, new Blob([await file.arrayBuffer()]));
    this.picker.value = "";
  }
}
