// Builds elements. Text only ever becomes text: nothing in this page is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

// Drawn on a field of 24 by 24, as strokes.
const ICONS = {
  send: "M4 12 20 4l-5 16-4-7-7-1Zm7 1 4-4",
  clip: "m20 11-8.5 8.500a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.700l-8.5 8.500a1.7 1.7 0 0 1-2.4-2.400L14 7.6",
  menu: "M4 7h16M4 12h16M4 17h10",
  keys: "M4 6h16v12H4zM8 10h.1M12 10h.1M16 10h.1M8 14h8",
  more: "M12 5.500v.1M12 12v.1M12 18.500v.1",
  down: "m6 9 6 6 6-6",
  back: "M9 6 4 11l5 5M4 11h10a6 6 0 0 1 0 8h-3",
  plus: "M12 5v14M5 12h14",
  play: "M8 5v14l11-7Z",
  pause: "M8 5v14M16 5v14",
  stop: "M6 6h12v12H6z",
  skip: "M6 5v14l9-7ZM18 5v14",
  close: "m6 6 12 12M18 6 6 18",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M4.5 4.5 6 6M18 18l1.5 1.500M2 12h2M20 12h2M4.5 19.5 6 18M18 6l1.5-1.5",
  moon: "M20 14a8 8 0 0 1-10-10 8 8 0 1 0 10 10Z",
  half: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0v18M12 8h6M12 12h9M12 16h6",
  code: "m8 7-5 5 5 5M16 7l5 5-5 5M14 4l-4 16",
  pin: "M9 4h6l-1 6 4 4H6l4-4-1-6ZM12 14v6",
  mute: "M6 16h12l-2-3V9a4 4 0 0 0-7.5-1.900M8 10v3l-2 3M10.5 19h3M4 4l16 16",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  place: "M12 21s7-6.5 7-11.500a7 7 0 0 0-14 0C5 14.5 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  out: "M8 16 17 7M10 7h7v7",
  copy: "M8 8h11v12H8zM5 16V4h11",
  app: "M4 5h16v14H4zM4 9h16",
  card: "M3 6h18v12H3zM3 10h18",
  pencil: "m4 20 1-4L16 5l3 3L8 19l-4 1Z",
  forward: "M14 6l6 5-6 5v-3.500C9 12.5 6 14 4 18c0-6 4-9 10-9V6Z",
  check: "m5 12.5 4.5 4.500L19 7",
  checks: "m2 12.5 4.5 4.500L16 7M11.5 16.500l.5.5L21.5 7",
  spark: "M12 3l2 6.5 6.5 2.5-6.5 2.500L12 21l-2-6.500L3.5 12 10 9.5 12 3Z",
};

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", `icon i-${name}`], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A button that shows a sign alone: its name is for those who cannot see it, and for those who hover.
export function sign(name, label, onclick, attributes = {}) {
  return button(icon(name), onclick, { "aria-label": label, title: label, ...attributes });
}

export async function post(path, body) {
  const file = body instanceof Blob;
  const response = await fetch(path, {
    method: "POST",
    headers: { "X-Demo": "1", "Content-Type": file ? "application/octet-stream" : "application/json" },
    body: file ? body : JSON.stringify(body ?? {}),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

const formats = new Map();

export function when(seconds, { language, zone }, options) {
  const locale = language?.startsWith("vi") ? "vi-VN" : "en-GB";
  const key = JSON.stringify([locale, zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key).format(seconds * 1000);
}

export const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
