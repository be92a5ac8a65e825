// A meeting, live: the time that is left, and the line that loses nothing when the network drops.

import { canKeep, forget, keep, recall } from "../hall/draft.js";

const SECOND_MS = 1000;
const RETRY_MS = 4000;
const KEEP_AFTER_MS = 400;

// ── The time that is left for the item at hand ──────────────────────────────────────────────────────────────────────

function tick() {
  for (const clock of document.querySelectorAll("[data-sinds]")) {
    const ends = Date.parse(clock.dataset.sinds) + clock.dataset.minuten * 60 * SECOND_MS;
    const left = Math.ceil((ends - Date.now()) / (60 * SECOND_MS));
    const words = left > 0 ? clock.dataset.nog.replace("#", left) : clock.dataset.over;
    if (clock.textContent !== words) clock.textContent = words;
  }
}

// ── The line ────────────────────────────────────────────────────────────────────────────────────────────────────────

const form = document.querySelector("form[data-regel]");

function start(form) {
  const { regel, wie } = form.dataset;
  const name = `regel-${regel}`;
  const field = form.elements.line;
  const told = form.querySelector("[data-stand]");
  const usual = told.textContent;
  const words = (which) => form.querySelector(`[data-${which}]`).content.textContent;
  let sending = false;
  let keeping = 0;

  const say = (text) => { told.textContent = text; };
  const save = () => (field.value ? keep(name, wie, field.value) : forget(name));

  async function send() {
    if (sending || !field.value.trim()) return;
    sending = true;
    form.elements.punt.value = document.querySelector("[data-punt]")?.dataset.punt ?? form.elements.punt.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", cache: "no-store",
      });
      await heed(answer);
    } catch {
      say(words("weg"));  // the same form again, under the same token: it is kept once, however often it is sent
      setTimeout(send, RETRY_MS);
    } finally {
      sending = false;
    }
  }

  async function heed(answer) {
    if (answer.ok) {
      field.value = "";
      form.elements.eenmalig.value = crypto.randomUUID();
      if (canKeep) await forget(name);
      say(words("klaar"));
      setTimeout(() => say(usual), RETRY_MS);
      field.focus();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = page.querySelector(".fouten li") ?? page.querySelector(".stilte p") ?? page.querySelector("main p");
    say(`${words("kwijt")} ${why?.textContent.trim() ?? ""}`);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  if (!canKeep) return;
  field.addEventListener("input", () => {
    clearTimeout(keeping);
    keeping = setTimeout(save, KEEP_AFTER_MS);
  });
  recall(name, wie).then((draft) => {
    if (draft && !field.value) field.value = draft.value;
  });
}

setInterval(tick, SECOND_MS);
document.addEventListener("wijkaanpak:ververst", tick);
tick();
if (form) start(form);
