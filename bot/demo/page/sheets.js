// Questions that slide up: whom to share, where to open, what was answered. One at a time.

import { button, el, icon, sign } from "./dom.js";
import { say } from "./words.js";

// `phone` is the phone that asks, and the sheet rises inside its frame; the page itself asks in the middle.
function ask(phone, title, build, kind = "sheet") {
  return new Promise((resolve) => {
    let result = null;
    const heading = el("h2", { id: "sheet-title" }, title);
    const dialog = el("dialog", { class: `${kind} ${phone ? "inside" : ""}`, "aria-labelledby": "sheet-title" });
    const finish = (value) => {
      result = value;
      dialog.close();
    };
    dialog.append(heading, ...build(finish));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && outside(dialog, event) && finish(null));
    document.body.append(dialog);
    if (phone) fit(dialog, phone.frame);
    dialog.showModal();
  });
}

// Inside the border of the frame.
function fit(dialog, frame) {
  const { left, bottom, height } = frame.getBoundingClientRect();
  dialog.style.left = `${left + frame.clientLeft}px`;
  dialog.style.width = `${frame.clientWidth}px`;
  dialog.style.bottom = `${innerHeight - bottom + frame.clientTop}px`;
  dialog.style.maxHeight = `${height * 0.9}px`;
}

function outside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

function cancel(finish, label = say("cancel")) {
  return button(label, () => finish(null), { class: "quiet" });
}

function row(label, note, onclick, mark = avatar(label)) {
  return button([mark, el("span", { class: "two" }, el("span", {}, label), note ? el("small", {}, note) : null)], onclick);
}

export function avatar(name) {
  const hue = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return el("span", { class: `avatar tint${hue}`, "aria-hidden": "true" }, [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "·");
}

export function alertOf(phone, text) {
  return ask(phone, text, (finish) => [el("div", { class: "row" }, button(say("ok"), () => finish(true), { class: "primary" }))], "alert");
}

// `options`: what is chosen, its label, a note below. With `typed`, a name can be typed instead.
export function choose(phone, title, options, { typed, icons } = {}) {
  return ask(phone, title, (finish) => {
    const marks = icons?.map((name) => el("span", { class: "avatar plain" }, icon(name))) ?? [];
    const rows = options.map(([value, label, note], i) => row(label, note, () => finish(value), marks[i]));
    const name = typed ? el("input", { placeholder: typed, "aria-label": typed, maxlength: "64", required: true }) : null;
    const form = typed ? el("form", { class: "one", onsubmit: (event) => {
      event.preventDefault();
      if (name.value.trim()) finish(name.value.trim());
    } }, name, el("button", { class: "primary" }, say("add"))) : null;
    return [el("div", { class: "list" }, rows), form, el("div", { class: "row" }, cancel(finish))].filter(Boolean);
  });
}

export function pickPeople(phone, request, people) {
  const most = request.max_quantity ?? 1;
  return ask(phone, most > 1 ? say("people", { n: most }) : say("onePerson"), (finish) => {
    const search = el("input", { placeholder: say("search"), "aria-label": say("search"), type: "search" });
    const one = (person) => row(person.name, person.username ? `@${person.username}` : "", () => finish([person.id]));
    const boxes = people.map((person) => el("input", { type: "checkbox", value: person.id }));
    const many = (person, i) => el("label", {}, boxes[i], avatar(person.name), person.name);
    const rows = people.map(most > 1 ? many : one);
    search.addEventListener("input", () => rows.forEach((line, i) => { line.hidden = !found(people[i].name, search.value); }));
    const chosen = () => boxes.filter((box) => box.checked).map((box) => Number(box.value));
    const done = button(say("share"), () => finish(chosen()), { class: "primary", disabled: true });
    const list = el("div", { class: "list", onchange: () => { done.disabled = !chosen().length || chosen().length > most; } }, rows);
    return [search, list, el("div", { class: "row" }, cancel(finish), most > 1 ? done : null)];
  });
}

// As people look for a name: without marks above the letters, and in small letters.
function found(name, wanted) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  return plain(name).includes(plain(wanted));
}

export function pickContact(phone, me, people) {
  return ask(phone, say("shareContact"), (finish) => {
    const name = el("input", { placeholder: say("name"), "aria-label": say("name"), required: true });
    const number = el("input", { placeholder: say("number"), "aria-label": say("number"), inputmode: "tel", required: true });
    const form = el("form", { class: "list", onsubmit: (event) => {
      event.preventDefault();
      finish({ name: name.value, phone_number: number.value });
    } }, name, number, el("button", { class: "primary" }, say("shareThis")));
    const others = people.filter((person) => person.id !== me);
    const rows = others.map((person) => row(person.name, "", () => finish({ user: person.id })));
    return [el("div", { class: "list" }, row(say("ownContact"), "", () => finish({})), rows), form, el("div", { class: "row" }, cancel(finish))];
  });
}

export function enlarge(url, name) {
  return ask(null, "", (finish) => [sign("close", say("close"), () => finish(null), { class: "tool shut" }),
    el("img", { src: url, alt: name || say("picture") })], "large");
}

export function edit(phone, text) {
  return ask(phone, say("edit"), (finish) => {
    const area = el("textarea", { rows: "4", "aria-label": say("text") });
    area.value = text;
    return [area, el("div", { class: "row" }, cancel(finish), button(say("save"), () => finish(area.value), { class: "primary" }))];
  });
}

// What can be changed about a phone: `fields` are labelled controls, `acts` close the sheet.
export function settings(phone, title, fields, acts) {
  return ask(phone, title, (finish) => [
    ...fields.map(([label, control]) => el("label", { class: "field" }, el("span", {}, label), control)),
    el("div", { class: "list" }, acts.filter(Boolean).map(([label, act, style]) => button(label, () => {
      finish(null);
      act();
    }, { class: style ?? "" }))),
    el("div", { class: "row" }, cancel(finish, say("close"))),
  ]);
}
