// Elements, made without markup: a text is never read as HTML.

/** Return the element of the page called `id`. */
export const by = (id) => document.getElementById(id);

/** Return a new element with attributes and content. */
export function make(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...content);
  return made;
}

/** Give a list to choose from its choices, `[value, label]` each, unless it has them. */
export function choices(select, pairs, chosen) {
  const wanted = JSON.stringify(pairs);
  if (select.dataset.choices !== wanted) {
    select.dataset.choices = wanted;
    select.replaceChildren(...pairs.map(([value, label]) => make("option", { value }, label)));
  }
  if (chosen !== undefined && select.value !== chosen) select.value = chosen;
}
