// Plays what a scene does so that it can be followed: the caption, the typing, the tap.

import { button, el, sign } from "./dom.js";
import { say } from "./words.js";

export function player(demo) {
  const root = document.getElementById("player");
  let acted = 0;
  let cast = null;
  let signature = "";

  function draw(update) {
    if (!("scene" in update)) return;
    const { scene } = update;
    root.hidden = !scene;
    document.body.classList.toggle("playing", Boolean(scene));
    if (!scene) {
      cast = null;
      signature = "";
      return;
    }
    if (scene.cast.length && JSON.stringify(scene.cast) !== cast) {
      cast = JSON.stringify(scene.cast);
      demo.only(scene.cast);
    }
    caption(scene);
    if (scene.act && scene.act.number !== acted) {
      acted = scene.act.number;
      perform(scene.act);
    }
  }

  function caption(scene) {
    const now = JSON.stringify([scene.title, scene.caption, scene.state, scene.step, document.documentElement.lang]);
    if (now === signature) return;
    signature = now;
    const done = scene.state === "done" || scene.state === "failed";
    const text = scene.state === "failed" ? say("sceneFailed", { why: scene.why }) : scene.caption;
    root.replaceChildren(
      el("progress", { max: scene.steps, value: done ? scene.steps : scene.step, "aria-label": scene.title }),
      el("div", { class: "said" }, el("small", {}, done ? say("done", { title: scene.title }) : scene.title), el("p", { role: "status" }, text)),
      el("div", { class: "row" }, ...(done ? after(scene) : during(scene))));
  }

  function during(scene) {
    const paused = scene.state === "paused";
    return [
      sign(paused ? "play" : "pause", say(paused ? "resume" : "pause"), () => tell(paused ? "resume" : "pause"), { class: "tool" }),
      sign("skip", say("skip"), () => tell("skip"), { class: "tool" }),
      sign("stop", say("stop"), () => tell("stop"), { class: "tool" }),
    ];
  }

  function after(scene) {
    return [
      button(say("again"), () => demo.ask("/api/scene", { play: scene.name })),
      scene.before ? button(say("backTo"), () => demo.ask("/api/undo", { id: scene.before })) : null,
      button(say("goOn"), () => tell("close"), { class: "primary" }),
    ];
  }

  function tell(what) {
    return demo.ask("/api/scene", { do: what });
  }

  // The page only shows what is about to be done; the demo does it when the time is over.
  function perform(act) {
    const phone = demo.drawn(act.phone);
    if (!phone) return;
    demo.show(act.phone);
    if (act.kind === "type") type(phone, act);
    else press(phone, act);
  }

  function type(phone, { text, ms }) {
    const letters = [...text];
    const pace = Math.min(70, ms / (letters.length + 4));
    letters.forEach((_, i) => setTimeout(() => phone.composer.put(letters.slice(0, i + 1).join("")), pace * (i + 1)));
    setTimeout(() => phone.composer.put(""), ms);
  }

  function press(phone, { message, row, column, ms }) {
    const shown = phone.chat.drawn.get(`m${message}`)?.element;
    const key = shown?.querySelectorAll(".keys")[row]?.children[column];
    key?.scrollIntoView({ block: "nearest", behavior: "instant" });
    key?.classList.add("pointed");
    setTimeout(() => key?.classList.add("pressed"), ms * 0.6);
  }

  return { build: () => { signature = ""; if (demo.state.scene) caption(demo.state.scene); }, draw };
}
