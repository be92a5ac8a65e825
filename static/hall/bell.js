// The bell: hears that something changed, never what. The page then fetches its fragments again through the ordinary gate.
//
// <main data-live>            this page listens
//   <div data-bell="REF …"    the references whose bells concern this fragment
//        data-fragment="URL"  where its content is fetched from (answers the inner HTML)
//        data-n="12 …"        each reference's number when the page was made: what rang since is fetched at once
//        data-announce="…">   the soft sentence when its words changed
//
// <html data-live="on|polling|off"> tells whether bells arrive, are replaced by asking every 20 seconds, or neither.

import { isShut, shutPage } from "./closing.js";
import { fragments, pause, refresh } from "./fragments.js";

const POLL_MS = 20_000;
const GATHER_MS = 50;
const KNOCK_MS = 5_000;

const root = document.documentElement;
const state = { connected: false, seen: {} };
window.wijkaanpak = state;

const refsOf = (el) => (el.dataset.bell || "").split(/\s+/).filter(Boolean);
const allRefs = () => new Set(fragments().flatMap(refsOf));
const rung = new Set();
let socket = null;
let gathering = 0;

function ring({ n, ref }) {
  if (isShut() || n <= (state.seen[ref] ?? -1)) return;
  state.seen[ref] = n;
  rung.add(ref);
  gathering ||= setTimeout(answerBells, GATHER_MS);
}

function answerBells() {
  gathering = 0;
  const refs = new Set(rung);
  rung.clear();
  for (const el of fragments()) {
    if (refsOf(el).some((ref) => refs.has(ref))) refreshOrRetry(el);
  }
}

async function refreshOrRetry(el) {
  if (await refresh(el)) listenToNew();
  else setTimeout(() => el.isConnected && refreshOrRetry(el), POLL_MS);
}

const refreshAll = () => fragments().forEach((el) => refresh(el));

// The number of ref when the page was made, or null when the page does not say.
function madeAt(ref) {
  const told = fragments().map((el) => (el.dataset.n || "").split(/\s+/)[refsOf(el).indexOf(ref)]).filter(Boolean);
  return told.length ? Math.min(...told.map(Number)) : null;
}

function listen(ref) {
  if (!(ref in state.seen)) state.seen[ref] = madeAt(ref);
  socket.emit("luister", { ref }, (told) => {
    if (told?.ok) {
      state.seen[ref] ??= told.n;
      ring({ n: told.n, ref });
    } else {
      // Refused to listen: the ordinary gate says whether the page may stay.
      rung.add(ref);
      answerBells();
    }
  });
}

function listenToNew() {
  if (!state.connected) return;
  for (const ref of allRefs()) if (!(ref in state.seen)) listen(ref);
}

function mode(name) {
  state.connected = name === "on";
  if (!isShut()) root.dataset.live = name;
}

function connect() {
  if (typeof window.io !== "function") return mode("polling");
  socket = window.io({ path: "/socket.io", transports: ["websocket"] });
  socket.on("connect", () => {
    mode("on");
    for (const ref of allRefs()) listen(ref);
  });
  socket.on("bell", ring);
  socket.on("einde", () => shutPage("afgelopen"));
  socket.on("connect_error", () => mode("polling"));
  socket.on("disconnect", (reason) => {
    mode("polling");
    if (reason === "io server disconnect") knockAgain();
  });
}

// Shown out by the server: the gate says at once whether the page may stay.
function knockAgain() {
  refreshAll();
  setTimeout(() => isShut() || socket.connect(), KNOCK_MS);
}

function poll() {
  if (!state.connected && !isShut() && document.visibilityState === "visible") refreshAll();
}

// A device that slept may believe a dead line alive: what was hidden for long is asked for again.
let hiddenSince = 0;
function onVisibility() {
  if (document.visibilityState === "hidden") hiddenSince = Date.now();
  else if (!state.connected || Date.now() - hiddenSince > 2 * POLL_MS) refreshAll();
}

// Refreshing can be paused (R185); the gate is still asked, so that a page whose access ended shuts all the same.
function startPausing() {
  const button = document.getElementById("pauze");
  if (!button || !fragments().length) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = root.dataset.pauze !== "ja";
    root.dataset.pauze = on ? "ja" : "nee";
    button.textContent = on ? button.dataset.uit : button.dataset.aan;
    pause(on);
    if (!on) for (const el of fragments()) refresh(el, { forced: true });
  });
}

function start() {
  if (!document.querySelector("main[data-live]")) return;
  mode("polling");
  connect();
  setInterval(poll, POLL_MS);
  document.addEventListener("visibilitychange", onVisibility);
  document.addEventListener("wijkaanpak:gesloten", () => {
    state.connected = false;
    state.seen = {};
    socket?.disconnect();
  });
  startPausing();
}

start();
