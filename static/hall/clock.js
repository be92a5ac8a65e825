// Times of day as the page's language writes them: 10.05 in Dutch, 10:05 in English.

export function timeOfDay(date) {
  const lang = document.documentElement.lang || "nl";
  const text = date.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hour12: false });
  return lang.startsWith("nl") ? text.replace(":", ".") : text;
}
