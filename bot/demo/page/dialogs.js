// Questions that a phone asks its person: whom to share, where to open, what was answered.

import { button, el } from "./dom.js";

const dialog = document.getElementById("dialog");

function ask(title, build) {
  return new Promise((resolve) => {
    let result = null;
    const finish = (value) => {
      result = value;
      dialog.close();
    };
    dialog.replaceChildren(el("h2", { id: "dialog-title" }, title), ...build(finish));
    dialog.addEventListener("close", () => resolve(result), { once: true });
    dialog.showModal();
  });
}

function cancel(finish, label = "Cancel") {
  return button(label, () => finish(null), { class: "quiet" });
}

export function alertOf(text) {
  return ask(text, (finish) => [button("OK", () => finish(true), { class: "primary" })]);
}

export function choose(title, options) {
  return ask(title, (finish) => [
    el("div", { class: "list" }, ...options.map(([value, label]) => button(label, () => finish(value)))),
    cancel(finish),
  ]);
}

export function pickPeople(request, people) {
  const most = request.max_quantity ?? 1;
  return ask(most > 1 ? `Choose up to ${most} people` : "Choose a person", (finish) => {
    if (most === 1) {
      return [el("div", { class: "list" }, ...people.map((p) => button(p.name, () => finish([p.id])))), cancel(finish)];
    }
    const boxes = people.map((person) => el("input", { type: "checkbox", value: person.id }));
    const chosen = () => boxes.filter((box) => box.checked).map((box) => Number(box.value));
    const done = button("Share", () => finish(chosen()), { class: "primary", disabled: true });
    const rows = people.map((person, i) => el("label", {}, boxes[i], person.name));
    const list = el("div", { class: "list", onchange: () => (done.disabled = !chosen().length || chosen().length > most) }, ...rows);
    return [list, el("div", { class: "row" }, cancel(finish), done)];
  });
}

export function pickContact(me, people) {
  return ask("Share a contact", (finish) => {
    const name = el("input", { placeholder: "Name", "aria-label": "Name", required: true });
    const number = el("input", { placeholder: "Phone number", "aria-label": "Phone number", inputmode: "tel", required: true });
    const form = el("form", { class: "list", onsubmit: (event) => {
      event.preventDefault();
      finish({ name: name.value, phone_number: number.value });
    } }, name, number, el("button", { class: "primary" }, "Share this contact"));
    const others = people.filter((person) => person.id !== me);
    return [
      el("div", { class: "list" },
        button("My own contact", () => finish({})),
        ...others.map((person) => button(person.name, () => finish({ user: person.id })))),
      form, cancel(finish),
    ];
  });
}

export function enlarge(url, name) {
  return ask("", (finish) => [el("img", { src: url, alt: name, class: "large" }), cancel(finish, "Close")]);
}

export function edit(text) {
  return ask("Edit message", (finish) => {
    const area = el("textarea", { rows: "4", "aria-label": "Text" });
    area.value = text;
    return [area, el("div", { class: "row" }, cancel(finish), button("Save", () => finish(area.value), { class: "primary" }))];
  });
}
