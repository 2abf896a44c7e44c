// One phone: whose it is, the chat with the bot, and what its person can do.

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { CLOCK, button, el, icon, post, sign, when } from "./dom.js";
import { alertOf, avatar, choose, edit, pickContact, pickPeople, settings } from "./sheets.js";
import { say } from "./words.js";

const ZONES = ["Asia/Ho_Chi_Minh", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "Europe/London", "America/New_York",
  "America/Los_Angeles", "Australia/Lord_Howe", "UTC"];
const SAIGON = { latitude: 10.7769, longitude: 106.7009 };
const LINK = /^https?:\/\/(?!t\.me\/)/;

export class Phone {
  constructor(id, demo) {
    this.id = id;
    this.demo = demo;
    this.awaiting = new Set();
    this.unread = 0;
    this.root = el("section", { class: "phone" });
    this.build();
  }

  build() {
    this.chat = new Chat({
      bot: () => this.demo.state.bot.name,
      type: (text) => this.act("type", { text }),
      press: (message, row, column) => this.press(message, row, column),
      open: (url) => this.open(url),
      openHere: (url) => this.act("open", { url }).then(() => this.leave(url)),
      edit: (message) => this.edit(message),
      forward: (message) => this.forward(message),
      toast: (text) => this.toast(text),
    });
    this.composer = new Composer(this);
    this.name = el("h2", {});
    this.role = el("span", { class: "role" });
    this.face = el("span", {});
    this.clock = el("span", { class: "hour" });
    this.state_ = el("span", { class: "sub" });
    this.title = el("strong", {});
    this.pin = button("", () => this.chat.goTo(this.pinned), { class: "pinned", hidden: true });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.frame = el("div", { class: "frame" },
      el("div", { class: "strip", "aria-hidden": "true" }, this.clock, el("span", { class: "signal" }), el("span", { class: "battery" })),
      el("header", { class: "head" }, el("img", { src: "/page/icon.svg", alt: "", width: "38", height: "38" }),
        el("div", { class: "two" }, this.title, this.state_)),
      this.pin, this.chat.root, this.toasts, this.composer.root);
    const options = sign("more", say("options"), () => this.settings(), { class: "tool" });
    this.root.replaceChildren(el("div", { class: "owner" }, this.face, el("div", { class: "two" }, this.name, this.role), options), this.frame);
  }

  // In another language of the page, everything is said anew.
  rebuild() {
    this.build();
    if (this.phone) this.draw(this.phone);
  }

  async act(name, details) {
    try {
      return await post(`/api/phones/${this.id}/${name}`, details);
    } catch (error) {
      this.toast(error.message);
      return {};
    }
  }

  draw(phone) {
    this.phone = Object.assign(phone, { now: this.demo.state.now });
    this.name.textContent = phone.name;
    this.role.textContent = `${this.demo.role(this.id)} · ${phone.language.startsWith("vi") ? "VI" : "EN"}`;
    this.face.replaceChildren(avatar(phone.name));
    this.root.setAttribute("aria-label", say("of", { name: phone.name }));
    this.title.textContent = this.demo.state.bot.name;
    this.state_.textContent = phone.typing ? say("typing") : say("bot");
    this.state_.classList.toggle("lively", phone.typing);
    this.tick();
    const news = this.chat.draw(phone);
    this.chat.log.setAttribute("aria-label", `${this.demo.state.bot.name}, ${phone.name}`);
    if (news) this.rings(news, phone);
    this.drawPinned(phone);
    this.composer.draw(phone);
    this.drawAnswers(phone);
  }

  tick() {
    if (this.phone) this.clock.textContent = when(this.demo.state.now, this.phone, CLOCK);
  }

  // A message that makes a sound makes the phone tremble; a silent one only counts.
  rings(news, phone) {
    const hidden = document.hidden || this.demo.active() !== this.id;
    this.unread = hidden ? this.unread + news : 0;
    const last = phone.messages.at(-1);
    if (last && !last.mine && !last.silent) {
      this.frame.classList.remove("rings");
      requestAnimationFrame(() => this.frame.classList.add("rings"));
    }
    this.demo.news();
  }

  seen() {
    this.unread = 0;
    this.chat.toEnd();
  }

  drawPinned(phone) {
    const pinned = phone.messages.filter((m) => m.pinned).at(-1);
    this.pinned = pinned?.id;
    this.pin.hidden = !pinned;
    this.pin.replaceChildren(icon("pin"), el("span", { class: "two" }, el("small", {}, say("pinned")),
      el("span", {}, pinned ? pinned.text.split("\n")[0] : "")));
  }

  drawAnswers(phone) {
    for (const { id, text, alert } of phone.answers) {
      if (!this.awaiting.delete(id) || !text) continue;
      if (alert) alertOf(this, text);
      else this.toast(text);
    }
  }

  toast(text) {
    const shown = el("p", { class: "toast" }, text);
    this.toasts.append(shown);
    setTimeout(() => shown.remove(), Math.max(3500, text.length * 60));
  }

  async press(message, row, column) {
    const result = await this.act("press", { message: message.id, row, column });
    if (result.query) {
      this.awaiting.add(result.query);
      this.drawAnswers(this.phone);
    }
    if (result.copy) this.copy(result.copy);
    if (result.link) await this.follow(result.link);
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.toast(say("copied", { text }));
  }

  async open(url) {
    const { link } = await this.act("look", { url });
    if (link) await this.follow(link);
  }

  async follow(link) {
    if (link.kind === "app") return this.toast(say("webApp"));
    if (link.kind === "web") return this.leave(link.url);
    const others = this.demo.others(this.id);
    const people = link.kind === "share" ? others : [...others, this.phone];
    const title = say(link.kind === "share" ? "shareWith" : "openOn");
    const to = await choose(this, title, people.map((phone) => [phone.id, phone.name, this.demo.role(phone.id)]), { typed: say("newPerson") });
    if (!to) return null;
    const id = typeof to === "string" ? await this.newcomer(to) : to;
    if (link.kind === "share") await this.act("share", { url: link.url, to: id });
    else await post(`/api/phones/${id}/open`, { url: link.url }).catch((error) => this.toast(error.message));
    return this.demo.show(id);
  }

  async newcomer(name) {
    const { id } = await post("/api/phones", { name, language: this.phone.language });
    await this.demo.appears(id);
    return id;
  }

  leave(url) {
    if (LINK.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  }

  async key(row, column) {
    const result = await this.act("key", { row, column });
    if (result.ask === "request_users") {
      const people = this.demo.state.people.filter((person) => person.id !== this.id);
      const users = await pickPeople(this, result.request, people);
      if (users) await this.act("share-users", { request_id: result.request.request_id, users });
    }
    if (result.ask === "request_contact") await this.act("share-contact", {});
    if (result.ask === "request_location") await this.act("share-location", SAIGON);
  }

  async attach() {
    const what = await choose(this, say("attach"), [["file", say("photo")], ["contact", say("contact")], ["place", say("here")]],
      { icons: ["file", "person", "place"] });
    if (what === "file") this.composer.picker.click();
    if (what === "place") await this.act("share-location", SAIGON);
    if (what !== "contact") return;
    const contact = await pickContact(this, this.id, this.demo.state.people);
    if (contact) await this.act("share-contact", contact);
  }

  async edit(message) {
    const text = await edit(this, message.text);
    if (text && text !== message.text) await this.act("edit", { message: message.id, text });
  }

  async forward(message) {
    const others = this.demo.others(this.id);
    const to = await choose(this, say("forwardTo"), others.map((phone) => [phone.id, phone.name]));
    if (to) await this.act("forward", { message: message.id, to });
  }

  settings() {
    const { name, language, zone, blocked, started } = this.phone;
    const pick = (act, options, chosen) => el("select", { onchange: (event) => this.act(act, { [act]: event.target.value }) },
      options.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
    const zones = ZONES.includes(zone) ? ZONES : [zone, ...ZONES];
    return settings(this, name, [
      [say("language") === "English" ? "Ngôn ngữ" : "Language", pick("language", [["en", "English"], ["vi", "Tiếng Việt"]], language.slice(0, 2))],
      [say("zone"), pick("zone", zones.map((z) => [z, z.replaceAll("_", " ")]), zone)],
    ], [
      started ? [say(blocked ? "unblock" : "block"), () => this.act("block", {}), blocked ? "" : "danger"] : null,
      [say("put"), () => this.demo.close(this.id)],
    ]);
  }
}
