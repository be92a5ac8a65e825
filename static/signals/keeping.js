// The draft of a form in steps: kept while one writes, put back after a reload, and what the page says about it.

import { timeOfDay } from "../hall/clock.js";
import { canKeep, forget, keep, recall } from "../hall/draft.js";

const WAIT_MS = 500;
const NEVER = new Set(["csrf", "eenmalig"]);

const UNKEPT = new Set(["file", "password", "submit", "button"]);

const isKept = (field) => field.name && !NEVER.has(field.name) && !UNKEPT.has(field.type);

// All fields as [name, value] pairs; of ticks and choices only what is on.
function read(form) {
  return [...form.elements].filter(isKept)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
}

function write(form, pairs) {
  const given = new Set(pairs.map(([name, value]) => `${name}\n${value}`));
  const values = new Map(pairs);
  for (const field of [...form.elements].filter(isKept)) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.has(`${field.name}\n${field.value}`);
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

// steps: {resume(count), reached()} of the form. Does nothing where the form names no draft or the device cannot keep one.
export async function startDraft(form, steps) {
  const { draft: name, owner } = form.dataset;
  const slot = (part) => document.querySelector(`[data-${part}]`);
  const keeps = Boolean(name && owner && canKeep);
  let waiting = 0;

  function tell(at) {
    slot("kept").hidden = false;
    slot("kept-note").hidden = false;
    slot("kept-at").textContent = slot("kept-at").dataset.keptAt.replace("{time}", timeOfDay(at));
    tellNetwork();
  }

  function tellNetwork() {
    slot("offline").hidden = navigator.onLine;
    if (navigator.onLine) slot("cannot-send").hidden = true;
  }

  async function save() {
    clearTimeout(waiting);
    waiting = 0;
    try {
      tell(await keep(name, owner, { fields: read(form), reached: steps.reached() }));
    } catch {
      slot("kept").hidden = true;
    }
  }

  async function restore() {
    try {
      const kept = await recall(name, owner);
      if (!kept) return;
      write(form, kept.value.fields);
      steps.resume(kept.value.reached);
      tell(kept.at);
    } catch {
      await forget(name).catch(() => {});
    }
  }

  // Without network the browser would leave for its own error page; the text stays here instead.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || navigator.onLine || !keeps) return;
    event.preventDefault();
    slot("cannot-send").hidden = false;
    slot("cannot-send").scrollIntoView({ block: "center" });
    save();
  });
  window.addEventListener("online", tellNetwork);
  window.addEventListener("offline", tellNetwork);
  if (!keeps) return;

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, WAIT_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", (event) => { if (event.target.closest("[data-next]")) soon(); });
  document.addEventListener("visibilitychange", () => { if (waiting && document.hidden) save(); });
  if (form.dataset.restore === "no") await save();
  else await restore();
  form.dataset.ready = "yes";
}
