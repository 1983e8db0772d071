// The Markdown of our own pages as elements; nothing of it is read as HTML.

import { make } from "./dom.js";

/** Return a text of Markdown as elements. */
export function elements(markdown) {
  const made = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const fence = /^```/.test(line);
    const heading = /^(#{1,6}) (.*)/.exec(line);
    const item = /^( *)(?:[-*]|\d+\.) (.*)/.exec(line);
    if (fence) {
      const code = [];
      for (at += 1; at < lines.length && !lines[at].startsWith("```"); at += 1) code.push(lines[at]);
      made.push(make("pre", { tabindex: "0" }, code.join("\n")));
    } else if (heading) made.push(make("h3", {}, ...inline(heading[2])));
    else if (item) {
      const last = made.at(-1);
      const list = last?.tagName === "UL" ? last : make("ul");
      if (list !== last) made.push(list);
      list.append(make("li", { class: item[1] ? "inner" : null }, ...inline(item[2])));
    } else if (/^\|/.test(line)) {
      const table = make("table");
      for (; at < lines.length && lines[at].startsWith("|"); at += 1) {
        if (/^\|[-| :]+$/.test(lines[at])) continue;
        const cells = lines[at].slice(1, -1).split(/(?<!\\)\|/);
        table.append(make("tr", {}, ...cells.map((cell) => make("td", {}, ...inline(cell.trim())))));
      }
      at -= 1;
      made.push(table);
    } else if (line.trim()) made.push(make("p", {}, ...inline(line)));
  }
  return made;
}

function inline(text) {
  return text
    .split(/(`[^`]*`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]*\))/)
    .filter(Boolean)
    .map((part) => {
      if (part.startsWith("`")) return make("code", {}, part.slice(1, -1));
      if (part.startsWith("**")) return make("strong", {}, plain(part.slice(2, -2)));
      const link = /^\[([^\]]+)\]\(/.exec(part);
      return plain(link ? link[1].replaceAll("`", "") : part);
    });
}

const plain = (text) => text.replace(/\\([^\w\s])/g, "$1");
