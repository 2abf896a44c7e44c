// What there is to see: scenes that play by themselves, and lines to try.

import { button, el, icon, sign } from "./dom.js";
import { say } from "./words.js";

const WIDE = matchMedia("(min-width: 1160px)");

export function guide(demo) {
  const root = document.getElementById("guide");
  const opener = document.getElementById("open-guide");
  let shown = "";

  function draw() {
    const { story, building, scene } = demo.state;
    const signature = JSON.stringify([story, building, scene?.name, document.documentElement.lang]);
    if (signature === shown || !story.scenes) return;
    shown = signature;
    root.replaceChildren(...contents(story, building, scene));
  }

  function contents({ scenes, lines }, building, scene) {
    return [
      el("div", { class: "top" }, el("h2", {}, say("show")), sign("close", say("close"), () => open(false), { class: "tool shut" })),
      el("p", { class: "promise" }, say("promise")),
      el("div", { class: "scenes" }, scenes.map((one) => button([icon("play"), el("span", { class: "two" }, el("strong", {}, one.title),
        el("small", {}, `${one.about} · ${say("seconds", { n: one.seconds })}`))], () => play(one),
      { class: "scene", disabled: building, "aria-pressed": String(scene?.name === one.name) }))),
      el("h2", {}, say("try")),
      el("p", { class: "promise" }, say("tryHint")),
      el("div", { class: "lines" }, lines.map((line) => button(line, () => put(line), { class: "line" }))),
      el("button", { type: "button", class: "quiet over", onclick: over, disabled: building }, say(building ? "building" : "over")),
    ];
  }

  async function play({ name }) {
    open(false);
    await demo.ask("/api/scene", { play: name });
  }

  function put(line) {
    open(false);
    const { trainer } = demo.state.story;
    demo.show(trainer);
    const { composer } = demo.drawn(trainer);
    composer.put(line);
    composer.input.focus();
  }

  function over() {
    open(false);
    demo.ask("/api/restart", { language: document.documentElement.lang });
  }

  function open(wanted) {
    root.classList.toggle("open", wanted && !WIDE.matches);
    if (wanted) root.querySelector("button.scene")?.focus();
    else if (!WIDE.matches && root.contains(document.activeElement)) opener.focus();
  }

  opener.addEventListener("click", () => open(!root.classList.contains("open")));
  root.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  return { build: draw, draw };
}
