// The texts of the plan in one editor: each with its own state, so that undo stays with its text.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { forEachDiagnostic, linter, lintGutter, lintKeymap, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers, tooltips,
} from "@codemirror/view";

import { by } from "./dom.js";
import { language } from "./language.js";
import { Steps } from "./steps.js";
import { say } from "./words.js";

const QUIET = 250; // so long does a new finding wait for who is still typing
const setHints = StateEffect.define();

class Hint extends WidgetType {
  constructor(text, tooltip) {
    super();
    this.text = text;
    this.tooltip = tooltip;
  }

  eq(other) {
    return other.text === this.text && other.tooltip === this.tooltip;
  }

  toDOM() {
    const told = document.createElement("span");
    told.className = "cm-hint";
    told.textContent = this.text;
    told.title = this.tooltip;
    return told;
  }
}

const hints = StateField.define({
  create: () => Decoration.none,
  update: (shown, transaction) =>
    transaction.effects.reduce(
      (found, effect) => (effect.is(setHints) ? effect.value : found),
      shown.map(transaction.changes),
    ),
  provide: (field) => EditorView.decorations.from(field),
});
const nonce = () => document.querySelector('meta[name="style-nonce"]')?.content ?? "";

/** The editor; `told` hears of changes, of the cursor, and of what is asked for. */
export class Editor {
  constructor(told) {
    this.told = told;
    this.files = new Map(); // name → { state, saved, version }
    this.file = "";
    this.marks = [];
    this.shown = new Set();
    this.timer = 0;
    this.locked = false;
    this.offered = [];
    this.steps = new Steps();
    this.passes = false; // whether Tab brought somebody here, who did nothing yet
    this.dark = new Compartment();
    this.view = new EditorView({ parent: by("text"), state: EditorState.create({ extensions: this.#extensions() }) });
    this.#watchPassing();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      this.view.dispatch({ effects: this.dark.reconfigure(darkness()) }),
    );
  }

  #watchPassing() {
    let isTab = false;
    const inText = (event) => this.view.contentDOM.contains(event.target);
    const heard = (event) => {
      isTab = event.key === "Tab";
      if (inText(event) && !["Tab", "Shift"].includes(event.key)) this.passes = false;
    };
    document.addEventListener("keydown", heard, true);
    document.addEventListener("pointerdown", () => ((isTab = false), (this.passes = false)), true);
    document.addEventListener("focusin", (event) => inText(event) && (this.passes = isTab), true);
  }

  #extensions() {
    const nonceOf = nonce();
    return [
      nonceOf ? EditorView.cspNonce.of(nonceOf) : [],
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      closeBrackets(),
      search({ top: true }),
      highlightSelectionMatches(),
      tooltips({ position: "absolute" }),
      linter(null),
      lintGutter(),
      hints,
      language(this.offered),
      autocompletion({ override: [(context) => this.told.complete(context, this)], icons: false }),
      hoverTooltip((view, at) => this.told.hover(at, this)),
      this.dark.of(darkness()),
      EditorView.lineWrapping,
      EditorState.readOnly.of(this.locked),
      EditorView.contentAttributes.of(() => ({ "aria-label": say("editor"), "aria-description": say("keys_about"), tabindex: "0" })),
      keymap.of([
        { key: "F8", run: (view) => nextDiagnostic(view) && this.#read(view) },
        { key: "Mod-s", preventDefault: true, run: () => (this.told.save(), true) },
        { key: "F12", run: () => (this.told.define(this), true) },
        { key: "F2", run: () => (this.told.rename(this), true) },
        { key: "Mod-.", run: () => (this.told.act(this), true) },
        { key: "Shift-F12", run: () => (this.told.references(this), true) },
        { key: "Shift-Alt-f", run: () => (this.told.format(this), true) },
        ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
        // Who only passes by on the way through the page changes nothing; who writes indents.
        { key: "Tab", run: (view) => !this.passes && indentMore(view), shift: (view) => !this.passes && indentLess(view) },
        { key: "Escape", run: () => (by("panel").focus(), true) },
      ]),
      EditorView.updateListener.of((update) => this.#updated(update)),
    ];
  }

  #updated(update) {
    const file = this.files.get(this.file);
    if (!file) return;
    file.state = update.state;
    if (update.docChanged) {
      for (const each of update.transactions) this.#stepped(this.file, each);
      this.typed = performance.now();
      this.#changed(this.file);
      this.#markLater();
    }
    if (update.selectionSet || update.docChanged) this.told.cursor(this.line);
  }

  /** Have what is wrong at the cursor read aloud: a mark is only seen. */
  #read(view) {
    const { from, to } = view.state.selection.main;
    const told = [];
    forEachDiagnostic(view.state, (each, begin, end) => begin <= to && end >= from && told.push(each.message));
    view.dispatch({ effects: EditorView.announce.of(told.join(" ")) });
    return true;
  }

  #stepped(name, transaction) {
    if (!transaction.docChanged) return;
    this.#moved(name, transaction.changes);
    if (transaction.isUserEvent("undo")) this.steps.took(name);
    else if (transaction.isUserEvent("redo")) this.steps.gave(name);
    else if (undoDepth(transaction.state) > undoDepth(transaction.startState)) this.steps.made(name);
  }

  /** Say the text `name` again, to who did not hear it. */
  tell(name) {
    this.#changed(name);
  }

  #changed(name) {
    const file = this.files.get(name);
    file.version += 1;
    this.told.changed(name, file.state.doc.toString(), file.version);
  }

  // ---- Files

  /** Take the texts of a plan; the first one is shown. */
  open(files, { locked, offered }) {
    this.locked = locked;
    this.offered = offered;
    this.files.clear();
    this.marks = [];
    this.shown.clear();
    this.steps.clear();
    for (const { name, text, saved } of files) this.add(name, text, saved);
    this.file = "";
    this.show([...this.files.keys()].find((each) => each === "plan.pei") ?? files[0]?.name ?? "");
  }

  add(name, text, saved) {
    const state = EditorState.create({ doc: text, extensions: this.#extensions() });
    this.files.set(name, { state, saved, version: 0 });
  }

  remove(name) {
    this.files.delete(name);
    this.steps.forget(name);
    if (this.file === name) this.show([...this.files.keys()][0] ?? "");
  }

  show(name) {
    const file = this.files.get(name);
    if (name === this.file || !file) return;
    this.file = name;
    this.view.setState(file.state);
    this.shown = new Set(this.marks.map(identity));
    this.#mark(this.marks);
    this.told.opened(name);
  }

  text(name) {
    return this.files.get(name)?.state.doc.toString();
  }

  /** Write a whole text in place of what `name` has: one step, which undo takes back; `quiet`: none of mine. */
  rewrite(name, text, { quiet = false } = {}) {
    const file = this.files.get(name);
    if (!file) return;
    const old = file.state.doc.toString();
    const change = smallest(old, text);
    if (!change) return;
    const spec = { changes: change, userEvent: "input", annotations: quiet ? Transaction.addToHistory.of(false) : [] };
    if (name === this.file) this.view.dispatch(spec);
    else {
      const transaction = file.state.update(spec);
      file.state = transaction.state;
      this.#stepped(name, transaction);
      this.#changed(name);
    }
  }

  undo() {
    this.#step(undo, undoDepth, this.steps.done);
  }

  redo() {
    this.#step(redo, redoDepth, this.steps.undone);
  }

  #step(command, depth, steps) {
    const has = (name) => this.files.has(name) && depth(this.files.get(name).state) > 0;
    while (steps.length && !has(steps.at(-1))) steps.pop();
    this.show(steps.at(-1) ?? this.file);
    command(this.view);
  }

  // ---- Places

  get line() {
    return this.view.state.doc.lineAt(this.view.state.selection.main.head).number;
  }

  /** Put the cursor into a line, or at a place, of a text. */
  goTo(name, { line, at, character = 0 }) {
    this.show(name);
    const { doc } = this.view.state;
    const place = Math.min(at ?? doc.line(Math.min(Math.max(line, 1), doc.lines)).from + character, doc.length);
    this.view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    this.view.focus();
  }

  /** Go on writing where the cursor was. */
  focus() {
    // Chromium puts the cursor at the beginning of what is focused, unless the selection is in it already.
    const { node, offset } = this.view.domAtPos(this.view.state.selection.main.head);
    getSelection().collapse(node, offset);
    this.view.focus();
  }

  /** Show figures at the ends of lines; they stand still while somebody types. */
  hint(found) {
    const { doc } = this.view.state;
    const seen = found.filter((each) => each.line < doc.lines);
    const marks = seen.map(({ line, text, tooltip }) =>
      Decoration.widget({ widget: new Hint(text, tooltip), side: 1 }).range(doc.line(line + 1).to),
    );
    this.view.dispatch({ effects: setHints.of(Decoration.set(marks, true)) });
  }

  // ---- Findings

  /** Mark findings: those that are gone vanish at once, new ones wait until nobody types. */
  findings(marks) {
    this.marks = marks;
    this.#mark(marks.filter((each) => this.shown.has(identity(each))));
    this.#markLater();
  }

  /** Have the marks of a text stay with its words, until the findings of now are known. */
  #moved(name, changes) {
    const at = (place, side) => changes.mapPos(Math.min(place, changes.length), side);
    this.marks = this.marks.map((each) => {
      if (each.file !== name) return each;
      const from = at(each.from, 1);
      return { ...each, from, to: Math.max(from, at(each.to, -1)) };
    });
  }

  /** Take away at once the marks of findings that are mended. */
  mended(names) {
    const gone = new Set(names);
    if (!this.marks.some((each) => gone.has(each.name))) return;
    this.marks = this.marks.filter((each) => !gone.has(each.name));
    const left = [];
    forEachDiagnostic(this.view.state, (each, from, to) => gone.has(each.name) || left.push({ ...each, from, to }));
    this.view.dispatch(setDiagnostics(this.view.state, left));
  }

  #markLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.shown = new Set(this.marks.map(identity));
      this.#mark(this.marks);
    }, Math.max(0, (this.typed ?? 0) + QUIET - performance.now()));
  }

  #mark(marks) {
    const { length } = this.view.state.doc;
    const own = marks.filter((each) => each.file === this.file);
    const found = own.map((each) => ({
      from: Math.min(each.from, length),
      to: Math.min(each.to, length),
      name: each.name,
      severity: each.severity === "note" ? "info" : each.severity,
      source: each.code,
      message: each.help ? `${each.message}\n${each.help}` : each.message,
      actions: this.locked
        ? []
        : each.fixes.flatMap((text, number) =>
            text ? [{ name: say("fix", { text }), apply: () => this.told.fix(each.key, number) }] : [],
          ),
    }));
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }
}

const identity = (mark) => mark.name;
const darkness = () => EditorView.theme({}, { dark: matchMedia("(prefers-color-scheme: dark)").matches });

/** Return the smallest change that makes `after` of `before`; null for none. */
export function smallest(before, after) {
  if (before === after) return null;
  let from = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) from += 1;
  let back = 0;
  while (back < most - from && before[before.length - 1 - back] === after[after.length - 1 - back]) back += 1;
  return { from, to: before.length - back, insert: after.slice(from, after.length - back) };
}
