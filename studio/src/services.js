// What the editor asks of the language: each question a message, each answer the promise of it.

import { make } from "./dom.js";
import { ask } from "./dialogs.js";
import { elements } from "./markdown.js";
import { say } from "./words.js";

const KINDS = { value: "variable", code: "constant", field: "property", function: "function", declaration: "keyword" };

export class Services {
  constructor(send) {
    this.send = send;
    this.waiting = new Map();
    this.serial = 0;
    this.offered = () => {};
  }

  /** Ask about the place `at` of the text that is shown; the promise gives the answer, null for none. */
  ask(question, editor, at, values = {}) {
    this.serial += 1;
    const { serial } = this;
    this.send({ type: "ask", question, serial, file: editor.file, ...this.place(editor, at), ...values });
    return new Promise((resolve) => this.waiting.set(serial, resolve));
  }

  /** Return a place as messages name it. */
  place(editor, at) {
    const line = editor.view.state.doc.lineAt(at);
    return { line: line.number - 1, character: at - line.from };
  }

  answer({ serial, answer }) {
    this.waiting.get(serial)?.(answer);
    this.waiting.delete(serial);
  }

  /** Ask what can be done at the line of `at`; `told` hears it at once, and again once all findings are known. */
  offer(editor, at, told) {
    this.serial += 1;
    const { serial } = this;
    this.offered = (answer) => answer.serial === serial && told(answer);
    this.send({ type: "offer", serial, file: editor.file, ...this.place(editor, at) });
  }

  async complete(context, editor) {
    if (!context.explicit && !context.matchBefore(/[\p{L}\p{N}_.:(]$/u)) return null;
    const found = await this.ask("complete", editor, context.pos);
    if (!found?.length || context.aborted) return null;
    const line = context.state.doc.lineAt(context.pos);
    return {
      from: line.from + found[0].from,
      filter: false,
      options: found
        .filter((each) => each.from === found[0].from)
        .map((each) => ({
          label: each.label,
          detail: each.detail,
          type: KINDS[each.kind] ?? "text",
          info: each.summary || undefined,
          apply: (view, _, from, to) =>
            view.dispatch({
              changes: { from, to, insert: each.text },
              selection: { anchor: from + each.cursor },
              userEvent: "input.complete",
            }),
        })),
    };
  }

  async hover(at, editor) {
    const told = await this.ask("hover", editor, at);
    if (!told) return null;
    const { doc } = editor.view.state;
    const offset = ([line, character]) => Math.min(doc.line(Math.min(line + 1, doc.lines)).from + character, doc.length);
    return {
      pos: offset(told.from),
      end: offset(told.to),
      above: false,
      create: () => ({ dom: make("div", { class: "cm-said" }, ...elements(told.markdown)) }),
    };
  }

  async hints(editor) {
    editor.hint((await this.ask("hints", editor, 0)) ?? []);
  }

  async define(editor, page) {
    const found = await this.ask("define", editor, cursor(editor));
    if (found?.length) editor.goTo(found[0].file, found[0]);
    else page.tellOnce(say("nothing_there"));
  }

  async references(editor, page) {
    const found = await this.ask("references", editor, cursor(editor));
    if (!found?.length) return page.tellOnce(say("nothing_there"));
    const items = found.map((each, index) =>
      make("li", {}, make("button", { type: "button", "data-number": index }, `${each.file}:${each.line}`), ` ${each.text}`),
    );
    const list = make("ul", { class: "places" }, ...items);
    let chosen = null;
    list.addEventListener("click", (event) => {
      const number = event.target.closest("button")?.dataset.number;
      if (number === undefined) return;
      chosen = found[Number(number)];
      list.closest("dialog").close();
    });
    await ask(say("references_title"), [list], [["", say("close")]]);
    if (chosen) editor.goTo(chosen.file, chosen);
    else editor.focus();
  }

  format(editor, page) {
    page.change({ type: "format", file: editor.file });
  }
}

const cursor = (editor) => editor.view.state.selection.main.head;
