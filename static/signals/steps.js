// A form in steps: one question at a time, and nothing lost on reload. Without this script it is one long page.
//
// Expects the markup of templates/hall/_steps.html:
//   form[data-steps]       texts: data-empty, data-short ({number}), data-choose, data-nothing, data-done ({number},
//                          {title}); draft: data-draft (its name), data-owner (whose), data-restore (yes|no)
//   fieldset[data-step]    a step, data-title; within it [data-next]; beside it [data-done-row] with [data-value] and
//                          [data-change], and [data-later-row]
//   [data-kept], [data-kept-at] ({time}), [data-offline], [data-cannot-send], [data-kept-note]: what is said of the draft
// A required field may carry its own sentence: data-fault.

import { say } from "../hall/say.js";
import { startDraft } from "./keeping.js";

const form = document.querySelector("form[data-steps]");

const fieldsOf = (step) => [...step.querySelectorAll("input:not([type=hidden]), textarea, select")];

// A question that opens under a choice is only asked when that choice is made.
function isAsked(field) {
  const under = field.closest(".vervolg");
  return !under || under.parentElement.querySelector(":scope > .keuze input").checked;
}

function isEmpty(field, step) {
  if (field.type === "radio") return !fieldsOf(step).some((other) => other.name === field.name && other.checked);
  return field.type === "checkbox" ? !field.checked : !field.value.trim();
}

function faultOf(field, step) {
  if (!isAsked(field)) return null;
  const { choose, empty, short } = form.dataset;
  if (field.required && isEmpty(field, step)) return field.dataset.fault || (field.type === "radio" ? choose : empty);
  const length = field.value.trim().length;
  const isShort = length > 0 && field.minLength > 0 && length < field.minLength;
  return isShort ? field.dataset.fault || short.replace("{number}", field.minLength) : null;
}

// The faults of a step: the first field of each name with its sentence.
function faultsOf(step) {
  const found = new Map();
  for (const field of fieldsOf(step)) {
    const sentence = faultOf(field, step);
    if (sentence && !found.has(field.name)) found.set(field.name, { field, sentence });
  }
  return [...found.values()];
}

const boxOf = (field) => field.closest(field.type === "radio" ? "fieldset.veld" : ".veld") || field.parentElement;

function showFault({ field, sentence }) {
  const box = boxOf(field);
  const id = `${field.type === "radio" ? box.id || field.name : field.id}-fout`;
  let told = document.getElementById(id);
  if (!told) {
    told = Object.assign(document.createElement("p"), { id, className: "fout" });
    const before = field.type === "radio" ? box.querySelector(".keuzes") : field.closest("label") || field;
    before.before(told);
  }
  told.textContent = sentence;
  box.classList.add("heeft-fout");
  const bearer = field.type === "radio" ? box : field;
  bearer.setAttribute("aria-invalid", "true");
  const about = new Set((bearer.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  bearer.setAttribute("aria-describedby", [...about.add(id)].join(" "));
}

function clearFaults(box) {
  for (const told of box.querySelectorAll(".fout")) told.remove();
  for (const part of [box, ...box.querySelectorAll(".heeft-fout")]) part.classList.remove("heeft-fout");
  for (const bearer of [box, ...box.querySelectorAll("[aria-invalid]")]) bearer.removeAttribute("aria-invalid");
}

// A fault goes as soon as it is mended, not only at the next press of the button.
function clearMended({ target: field }) {
  const step = field.closest("[data-step]");
  const box = step && boxOf(field);
  if (box?.classList.contains("heeft-fout") && !faultOf(field, step)) clearFaults(box);
}

// Empty, or the words of what was chosen and the beginning of what was written.
function valueOf(step) {
  const words = fieldsOf(step).flatMap((field) => {
    if (["radio", "checkbox"].includes(field.type)) return field.checked ? [firstWords(field.closest("label"))] : [];
    if (field.options) return field.value ? [field.selectedOptions[0].textContent.trim()] : [];
    if (field.type === "date") return field.value ? [dayOf(field.valueAsDate)] : [];
    return field.value.trim() ? [field.value.trim().replace(/\.$/, "")] : [];
  });
  const text = words.join(", ") || form.dataset.nothing;
  return text.length > 90 ? `${text.slice(0, 88).trimEnd()} …` : text;
}

const dayOf = (date) => date.toLocaleDateString(document.documentElement.lang, { timeZone: "UTC" });

// A choice without the consequence that stands under it.
function firstWords(label) {
  const span = label.querySelector("span") || label;
  const words = [...span.childNodes].filter((node) => node.nodeName !== "SMALL");
  return words.map((node) => node.textContent).join("").trim();
}

function startSteps() {
  const steps = [...form.querySelectorAll("fieldset[data-step]")];
  const done = new Set();
  let current = 0;

  const part = (step, name) => step.closest("li").querySelector(`[data-${name}]`);
  const isLast = (index) => index === steps.length - 1;

  function draw() {
    steps.forEach((step, index) => {
      const folded = index !== current && done.has(index);
      step.hidden = index !== current;
      for (const group of step.querySelectorAll("details:has(:checked)")) group.open = true;
      if (part(step, "done-row")) part(step, "done-row").hidden = !folded;
      if (folded) part(step, "value").textContent = valueOf(step);
      part(step, "later-row").hidden = index === current || folded;
    });
  }

  function open(index, focus = true) {
    current = index;
    draw();
    if (!focus) return;
    const heading = steps[index].querySelector("h2");
    heading.focus({ preventScroll: true });
    heading.closest("li").scrollIntoView({ block: "start" });
  }

  function check(index) {
    const faults = faultsOf(steps[index]);
    clearFaults(steps[index]);
    faults.forEach(showFault);
    if (faults.length) {
      done.delete(index);
      const group = faults[0].field.closest("details");
      if (group) group.open = true;
      faults[0].field.focus();
    }
    return !faults.length;
  }

  function next() {
    if (!check(current)) return;
    done.add(current);
    const nowDone = current;
    open(steps.findIndex((_, index) => !done.has(index)));
    say(form.dataset.done.replace("{number}", nowDone + 1).replace("{title}", steps[current].dataset.title));
  }

  // The first step that is not right, opened with its faults; -1 when all are.
  function firstWrong() {
    const wrong = steps.findIndex((step) => faultsOf(step).length > 0);
    if (wrong >= 0) {
      open(wrong, false);
      check(wrong);
    }
    return wrong;
  }

  form.addEventListener("input", clearMended);
  form.addEventListener("submit", (event) => {
    if (!isLast(current)) {
      event.preventDefault();
      next();
    } else if (firstWrong() >= 0) event.preventDefault();
  });

  steps.forEach((step, index) => {
    part(step, "next")?.removeAttribute("hidden");
    part(step, "next")?.addEventListener("click", next);
    part(step, "change")?.addEventListener("click", () => open(index));
  });

  // A link of the summary of faults opens the step its field is in.
  document.querySelector("[data-fouten]")?.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest("a")?.hash.slice(1) || "");
    const index = steps.findIndex((step) => step.contains(target));
    if (index < 0) return;
    event.preventDefault();
    open(index, false);
    target.focus();
  });

  // Where to go on: at the first fault the server found, else after the last step that was done.
  function resume(count) {
    const wrong = steps.findIndex((step) => step.querySelector(".fout"));
    const until = wrong >= 0 ? steps.length - 1 : Math.min(count, steps.length - 1);
    for (let index = 0; index < until; index += 1) if (!steps[index].querySelector(".fout")) done.add(index);
    open(wrong >= 0 ? wrong : until, false);
  }

  resume(0);
  return { resume, reached: () => steps.findIndex((_, index) => !done.has(index)) };
}

if (form) startDraft(form, startSteps());
