// Manners of every page: the menu, the faults of a form, the end of the session, and what stays on the device.

import { isShut, shutPage } from "./closing.js";
import { clearOld, wipe } from "./draft.js";
import { say } from "./say.js";

const WARN_MS = 2 * 60_000;
const minutes = Number(document.querySelector("meta[name=session-minutes]")?.content || 0);
const bar = document.getElementById("sessie");
// Other pages of the same browser share the session: who was active there was active here.
const others = "BroadcastChannel" in window ? new BroadcastChannel("wijkaanpak-sessie") : null;
let activeAt = Date.now();
let extending = false;

function wasActive(at = Date.now()) {
  activeAt = at;
  if (bar) bar.hidden = true;
}

async function extend() {
  if (extending) return;
  extending = true;
  const csrf = document.querySelector("input[name=csrf]")?.value || "";
  try {
    const answer = await fetch("/aanmelden/verleng", {
      method: "POST", body: new URLSearchParams({ csrf }), credentials: "same-origin", cache: "no-store", redirect: "manual",
    });
    if (!answer.ok) return shutPage("afgelopen");
    wasActive();
    others?.postMessage(activeAt);
  } catch {
    // Without network the bar stays: it can be tried again until the session ends.
  } finally {
    extending = false;
  }
}

function watchSession() {
  if (isShut()) return;
  const left = activeAt + minutes * 60_000 - Date.now();
  if (left <= 0) {
    others?.close();
    shutPage("afgelopen");
  } else if (left <= WARN_MS && bar.hidden) {
    bar.querySelector("[data-bewaard]").hidden = !document.querySelector("form[data-draft]");
    bar.hidden = false;
    say(bar.querySelector("p").innerText);
  }
}

// Announced two minutes before; one key, or the button, goes on (R186).
function startSession() {
  if (!minutes || !bar) return;
  others?.addEventListener("message", (told) => wasActive(Math.max(activeAt, told.data)));
  others?.postMessage(activeAt);
  bar.querySelector("button").addEventListener("click", extend);
  document.addEventListener("keydown", () => { if (!bar.hidden && !isShut()) extend(); });
  setInterval(watchSession, 1000);
  // A page that comes back from the browser's memory shows what was, not what may be seen now.
  window.addEventListener("pageshow", (shown) => { if (shown.persisted) location.reload(); });
}

function startMenu() {
  const menu = document.querySelector(".uitklap-menu details");
  if (!menu) return;
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Who signs out leaves nothing behind on the device.
function startSignOut() {
  for (const form of document.querySelectorAll('form[action="/afmelden"]')) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await Promise.race([wipe().catch(() => {}), new Promise((done) => setTimeout(done, 1000))]);
      form.submit();
    });
  }
}

function tidyDevice() {
  const done = document.querySelector("[data-draft-done]");
  (done ? wipe() : clearOld()).catch(() => {});
}

document.querySelector("[data-fouten]")?.focus();
startMenu();
startSession();
startSignOut();
tidyDevice();
