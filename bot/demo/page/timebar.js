// The clock that people move: steps, what comes next by name, and the way back.

import { CLOCK, icon, when, el } from "./dom.js";
import { choose } from "./sheets.js";
import { language, say } from "./words.js";

const DAY = { weekday: "short", day: "numeric", month: "short" };

export function timebar(demo) {
  const clock = document.getElementById("clock");
  const upcoming = document.getElementById("upcoming");
  const undo = document.getElementById("undo");
  const steps = document.querySelectorAll(".walk .step");
  let moving = false;

  const place = () => ({ language: language(), zone: demo.state.story.zone ?? "Asia/Ho_Chi_Minh" });
  const day = (seconds) => when(seconds, place(), DAY);
  const hour = (seconds) => when(seconds, place(), CLOCK);

  function draw() {
    const { now, moments, walking, building, scene } = demo.state;
    const still = walking || moving || building || ["playing", "paused"].includes(scene?.state);
    clock.replaceChildren(el("span", {}, day(now)), el("b", {}, hour(now)));
    for (const key of steps) key.disabled = still || (key.id === "to-next" && !demo.state.upcoming.length);
    undo.disabled = still || !moments.length;
    undo.title = moments.length ? `${say("undo")}: ${moments[0].name}` : say("undoNone");
    drawUpcoming();
  }

  function drawUpcoming() {
    const rows = demo.state.upcoming.map(({ at, name }) => {
      const near = day(at) === day(demo.state.now) ? hour(at) : `${when(at, place(), { weekday: "short" })} ${hour(at)}`;
      return el("li", {}, el("span", {}, name), el("time", {}, near));
    });
    upcoming.replaceChildren(...(rows.length ? rows : [el("li", { class: "none" }, say("nothing"))]));
  }

  async function move(body) {
    moving = true;
    draw();
    await demo.ask("/api/time", body);
    moving = false;
    draw();
  }

  async function back() {
    const past = demo.state.moments.map(({ id, at, name }) => [{ id }, name, `${day(at)}, ${hour(at)}`]);
    const chosen = await choose(null, say("undoTitle"), past, { icons: past.map(() => "back") });
    if (chosen) await demo.ask("/api/undo", chosen);
  }

  function build() {
    undo.replaceChildren(icon("back"), el("span", {}, say("undo")));
    undo.setAttribute("aria-label", say("undo"));
    if (demo.state.now) draw();
  }

  for (const key of steps) {
    key.addEventListener("click", () => move(key.id === "to-next" ? { to: "next" } : { minutes: Number(key.dataset.minutes) }));
  }
  undo.addEventListener("click", back);
  build();
  return { build, draw };
}
