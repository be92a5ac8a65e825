// What the reader has in hand inside one element: focus, selection, opened parts and typed text. Taken before the element's
// content is replaced and given back after.

const fields = (el) => [...el.querySelectorAll("input:not([type=hidden]), textarea, select")];

const nameOf = (node) => node.id || node.getAttribute("name") || node.getAttribute("href") || "";

function isDirty(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return !untouched(field) && [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.value !== field.defaultValue;
}

// A select without a marked option shows its first one by itself.
function untouched(select) {
  return ![...select.options].some((option) => option.defaultSelected) && select.selectedIndex <= 0;
}

// Is there typed text or a choice in here that a replacement would lose?
export const isBusy = (el) => fields(el).some(isDirty);

export function take(el) {
  const focus = el.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: focus && { tag: focus.tagName, name: nameOf(focus), from: focus.selectionStart, to: focus.selectionEnd },
    opened: new Map([...el.querySelectorAll("details")].map((part) => [keyOf(part), part.open])),
    typed: fields(el).filter(isDirty).map((field) => [nameOf(field), field.type, field.value, field.checked]),
    known: new Set([...el.querySelectorAll("[data-key]")].map((item) => item.dataset.key)),
  };
}

export function give(el, held) {
  for (const part of el.querySelectorAll("details")) {
    if (held.opened.has(keyOf(part))) part.open = held.opened.get(keyOf(part));
  }
  for (const [name, type, value, checked] of held.typed) retype(el, name, type, value, checked);
  if (held.focus) refocus(el, held.focus);
  markNew(el, held.known);
}

const keyOf = (part) => part.id || part.querySelector("summary")?.textContent.trim() || "";

function retype(el, name, type, value, checked) {
  const ticked = type === "checkbox" || type === "radio";
  const field = fields(el).find((f) => nameOf(f) === name && f.type === type && (!ticked || f.value === value));
  if (!field) return;
  if (ticked) field.checked = checked;
  else field.value = value;
}

function refocus(el, { tag, name, from, to }) {
  const again = name && [...el.querySelectorAll(tag)].find((node) => nameOf(node) === name);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typeof from === "number") again.setSelectionRange(from, to);
}

// What was not there before is marked for a moment; the mark says nothing that the text does not.
function markNew(el, known) {
  for (const item of el.querySelectorAll("[data-key]")) {
    if (known.has(item.dataset.key)) continue;
    item.classList.add("is-nieuw");
    setTimeout(() => item.classList.remove("is-nieuw"), 6000);
  }
}
