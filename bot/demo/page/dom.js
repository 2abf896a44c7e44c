// Builds elements. Text only ever becomes text: nothing in this page is parsed as HTML.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

export async function post(path, body) {
  const file = body instanceof Blob;
  const response = await fetch(path, {
    method: "POST",
    headers: { "X-Demo": "1", "Content-Type": file ? "application/octet-stream" : "application/json" },
    body: file ? body : JSON.stringify(body ?? {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

export function when(seconds, phone, options) {
  const locale = phone.language === "vi" ? "vi-VN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: phone.zone, ...options }).format(seconds * 1000);
}
