// Fragments of the page: fetched again through the ordinary gate, replaced in place, and shut when the gate says no.

import { isShut, shutPage, tellWhy } from "./closing.js";
import { give, isBusy, take } from "./hands.js";
import { say } from "./say.js";

const REFUSED = { 401: "afgelopen", 403: "gesloten", 404: "gesloten", 410: "gesloten" };
const running = new WeakMap();
let paused = false;

export const pause = (on) => { paused = on; };

export const fragments = () => [...document.querySelectorAll("main [data-fragment]")];

// Fetches el's fragment; forced also replaces what holds typed text (which is put back) or is paused.
// Answers true when the server answered at all. Two bells at once give one fetch after the running one.
export async function refresh(el, { forced = false } = {}) {
  if (isShut()) return true;
  const now = running.get(el);
  if (now) {
    now.again = true;
    return now.done;
  }
  const run = { again: false };
  running.set(el, run);
  run.done = fetchAndPlace(el, forced);
  const answered = await run.done;
  running.delete(el);
  return run.again && answered ? refresh(el, { forced }) : answered;
}

async function fetchAndPlace(el, forced) {
  try {
    const answer = await fetch(el.dataset.fragment, {
      headers: { "X-Fragment": "1" }, cache: "no-store", credentials: "same-origin", redirect: "manual",
    });
    return await heed(answer, el, forced);
  } catch {
    return false;  // no network: what stands there stays, and is asked for again later
  }
}

async function heed(answer, el, forced) {
  // A redirect of a fragment can only be the way to the door.
  const ending = answer.type === "opaqueredirect" ? "afgelopen" : REFUSED[answer.status];
  if (ending) {
    shutPage(ending);  // at once; the reason may come a moment later
    if (answer.status === 403) tellWhy(await answer.text());
    return true;
  }
  if (!answer.ok) return false;
  if (answer.status !== 204) place(el, await answer.text(), forced);
  return true;
}

const words = (node) => node.textContent.replace(/\s+/g, " ").trim();

function place(el, html, forced) {
  if (isShut() || !el.isConnected) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const changed = words(fresh.content) !== words(el);
  if (!forced && (paused || isBusy(el))) {
    if (changed) offer(el);
    return;
  }
  const held = take(el);
  el.replaceChildren(fresh.content);
  give(el, held);
  withdrawOffer(el);
  if (changed) say(el.dataset.announce);
  document.dispatchEvent(new CustomEvent("wijkaanpak:ververst", { detail: el }));
}

// Something is new, but the reader is typing or has paused: say so, and leave the choice.
function offer(el) {
  if (el.previousElementSibling?.matches(".melding--nieuws")) return;
  const note = document.getElementById("nieuws").content.cloneNode(true);
  note.querySelector("button").addEventListener("click", () => refresh(el, { forced: true }));
  el.before(note);
  say(el.dataset.announce);
}

function withdrawOffer(el) {
  const note = el.previousElementSibling;
  if (note?.matches(".melding--nieuws")) note.remove();
}
