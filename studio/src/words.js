// What the page says, in the language of the session.

let words = {};

/** Take the texts of a language, and put them where the page names them. */
export function speak(language, texts) {
  words = texts;
  document.documentElement.lang = language === "es" ? "es-PE" : "en";
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const each of document.querySelectorAll("[data-say-label]"))
    each.setAttribute("aria-label", say(each.dataset.sayLabel));
}

/** Return the text `key` with its `{names}` filled in. */
export function say(key, values = {}) {
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}
