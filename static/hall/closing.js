// Shuts the open page: when access or the session ends, nothing of what was seen stays on the screen (R198).

import { timeOfDay } from "./clock.js";

// What of the page is frame and may stay; all else may tell of someone.
const FRAME = ".sla-over, header.kop, main, footer.voet, #zacht, template, script";

let shut = false;

export const isShut = () => shut;

// which: "gesloten" (access ended) or "afgelopen" (session ended): the id of a <template> in the frame.
export function shutPage(which) {
  if (shut) return;
  shut = true;
  const told = document.getElementById(which);
  emptyFields();
  for (const part of [...document.body.children]) if (!part.matches(FRAME)) part.remove();
  document.getElementById("pauze")?.remove();
  const main = document.querySelector("main");
  main.className = "blad";
  main.replaceChildren(told ? told.content.cloneNode(true) : "");
  tellTime(main);
  document.getElementById("zacht")?.replaceChildren();
  if (which === "afgelopen") emptyHead();
  document.title = (told ? `${told.dataset.titel} · ` : "") + "Wijkaanpak";
  document.documentElement.dataset.live = "off";
  history.replaceState(null, "", location.pathname);
  document.dispatchEvent(new CustomEvent("wijkaanpak:gesloten"));
}

// Why the page was shut, as the gate told it: in the place of the sentence that stands there for everyone.
export function tellWhy(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const why = fresh.content.querySelector(".stilte");
  if (shut && why) document.querySelector("main .stilte")?.replaceWith(why);
}

// A removed field can still be held by a script or by the browser's own memory of the form.
function emptyFields() {
  for (const field of document.querySelectorAll("main :is(input, textarea, select)")) field.value = "";
}

// Who is signed out has no menu and no name.
function emptyHead() {
  for (const part of document.querySelectorAll(".menu, .ik, .uitklap-menu")) part.remove();
}

function tellTime(main) {
  const sentence = main.querySelector("[data-nu]");
  if (sentence) sentence.textContent = sentence.dataset.nu.replace("{time}", timeOfDay(new Date()));
}
