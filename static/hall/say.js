// The page's one soft voice: says a sentence to who listens to the screen, without moving the focus (R185).

export function say(text) {
  const voice = document.getElementById("zacht");
  if (!voice || !text) return;
  voice.textContent = "";
  // The same sentence twice is only heard twice when the region was empty in between.
  setTimeout(() => { voice.textContent = text; }, 60);
}
