// Opens a cell of "Wie ziet wat" without leaving the page: the fragment round the grid is fetched with the cell's query.
// Where the grid is not in a fragment ([data-fragment]), or the fetch fails, the link does what it says.

import { isShut } from "../hall/closing.js";
import { refresh } from "../hall/fragments.js";

const ofGrid = (link) => link.matches(".rooster a.cel, .rooster [data-sluit]");

// The fragment's address with the cell's query; which fragment is meant stays as it was.
function withQueryOf(address, link) {
  const url = new URL(address, location.href);
  const name = url.searchParams.get("fragment");
  url.search = new URL(link.href).search;
  if (name) url.searchParams.set("fragment", name);
  return url.pathname + url.search;
}

async function openCell(event) {
  const link = event.target.closest("a");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const around = link && ofGrid(link) && link.closest("[data-fragment]");
  if (!around || !plain) return;
  event.preventDefault();
  const closing = link.matches("[data-sluit]");
  const cell = closing ? around.querySelector(".cel[aria-current]")?.id : link.id;
  const before = around.dataset.fragment;
  around.dataset.fragment = withQueryOf(before, link);
  if (!(await refresh(around, { forced: true }))) {
    around.dataset.fragment = before;
    location.assign(link.href);
    return;
  }
  if (isShut()) return;
  history.replaceState(null, "", link.href);
  document.getElementById(cell)?.focus({ preventScroll: true });
  if (!closing) document.getElementById("grond")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", openCell);
