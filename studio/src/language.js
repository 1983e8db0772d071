// The colours of the text: comments, texts, figures, and the words that the session says there are.

import { StreamLanguage, syntaxHighlighting, indentUnit } from "@codemirror/language";
import { classHighlighter } from "@lezer/highlight";

const QUOTES = { '"': '"', "«": "»", "“": "”" };

/** Return the language of plans for the words `offered`, `[text, kind]` each. */
export function language(offered) {
  const of = (...kinds) => new Set(offered.filter(([, kind]) => kinds.includes(kind)).map(([text]) => text));
  const declarations = of("declaration");
  const fields = [...of("field")].sort((a, b) => b.length - a.length);
  const functions = of("function", "aggregate", "figure", "day");
  const values = of("value", "time", "operator", "column_type", "constraint");

  function token(stream, state) {
    if (stream.sol()) state.header = !/^\s/.test(stream.string);
    if (stream.eatSpace()) return null;
    if (stream.match("##")) return stream.skipToEnd(), "docComment";
    if (stream.peek() === "#") return stream.skipToEnd(), "comment";
    const close = QUOTES[stream.peek()];
    if (close) {
      stream.next();
      while (!stream.eol() && stream.next() !== close);
      return "string";
    }
    if (stream.match(/^[-+]?\d[\d,.]*%?/)) return "number";
    if (stream.match(/^(?:OEI|AEI|IND|REC|COM)[.\d][\w.]*/)) return "labelName";
    const before = stream.string.slice(0, stream.start).trim();
    if (!before && !state.header) {
      const field = fields.find((each) => stream.string.startsWith(`${each}:`, stream.start));
      if (field) return (stream.pos = stream.start + field.length), "propertyName";
    }
    const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
    if (!word) return stream.next(), "operator";
    if (!before && state.header && declarations.has(word[0])) return "keyword";
    if (functions.has(word[0]) && /^\s*\(/.test(stream.string.slice(stream.pos))) return "macroName";
    return values.has(word[0]) ? "atom" : "variableName";
  }

  return [
    StreamLanguage.define({
      name: "pei",
      startState: () => ({ header: false }),
      token,
      languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", '"'] } },
    }),
    syntaxHighlighting(classHighlighter),
    indentUnit.of("  "),
  ];
}
