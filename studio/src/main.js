// The page: what a person does becomes a message, and what the session says is shown.

import { Editor } from "./editor.js";
import { Panel } from "./panel.js";
import { Spoken } from "./spoken.js";
import { act } from "./actions.js";
import { watchArrivals } from "./arrivals.js";
import { showChanges, tellConflict } from "./conflicts.js";
import { ask, askText, tell, watchDialog } from "./dialogs.js";
import { by, choices, make } from "./dom.js";
import { handOut } from "./files.js";
import { tellKeys } from "./keys.js";
import { rename } from "./renaming.js";
import { Services } from "./services.js";
import { newPlan } from "./starting.js";
import { elements } from "./markdown.js";
import { say, speak } from "./words.js";

const DRAFT = 1500; // so long after the last key is what was written kept beside the file
const HINT = 400; // so long after the last change do figures at the margin move
const LOOK = 2000; // so often is the disk looked at

/** Run the page over a channel. */
export function run(channel) {
  const page = new Page(channel);
  channel.heard = (message) => page.hear(message);
  channel.opened = () => page.begin();
  channel.lost = () => page.notice(say("lost"));
  channel.start();
  return page;
}

class Page {
  constructor(channel) {
    this.channel = channel;
    this.places = {};
    this.path = "";
    this.locked = false;
    this.offered = [];
    this.saving = new Set(); // texts that somebody has saved and nobody said are saved
    this.wishes = new Map(); // changes that wait for their texts, by number
    this.wish = 0;
    this.services = new Services((message) => channel.send(message));
    this.editor = new Editor({
      changed: (file, text, version) => this.changed(file, text, version),
      cursor: (line) => this.cursor(line),
      opened: (file) => this.opened(file),
      save: () => this.save(),
      fix: (key, number) => this.fix(key, number),
      complete: (context, editor) => this.services.complete(context, editor),
      hover: (at, editor) => this.services.hover(at, editor),
      define: (editor) => this.services.define(editor, this),
      references: (editor) => this.services.references(editor, this),
      rename: (editor) => rename(this.services, editor, this),
      act: (editor) => act(this.services, editor, this),
      format: (editor) => this.services.format(editor, this),
    });
    this.panel = new Panel({
      show: (what) => this.show(what),
      go: (code) => this.go(code),
      place: (file, at) => this.editor.goTo(file, { at }),
      fix: (key, number) => this.fix(key, number),
      databases: () => by("databases").click(),
      explain: (code) => this.send({ type: "explain", code }),
      change: (change) => this.change({ type: "change", ...change }),
    });
    this.spoken = new Spoken((serial) => this.send({ type: "told", serial }));
    this.#wire();
  }

  send(message) {
    this.channel.send(message);
  }

  // ---- Beginning, and beginning again

  begin() {
    this.notice("");
    this.send({ type: "hello", language: this.language, path: this.path || undefined });
  }

  hear(message) {
    this[`on_${message.type}`]?.(message);
  }

  on_words(message) {
    this.language = message.language;
    this.locked = message.locked;
    this.offered = message.offered;
    this.endings = message.endings;
    by("loading").hidden = true;
    speak(message.language, message.words);
    this.panel.speak(message.views);
    by("downloads").replaceChildren(
      ...message.downloads.map((kind) =>
        make("button", { type: "button", onclick: () => this.download(kind) }, say(`download_${kind}`)),
      ),
    );
    by("place").textContent = say("nowhere_sent");
    for (const each of document.querySelectorAll(".writes")) each.disabled = message.locked;
    document.title = say("title");
  }

  on_start(message) {
    this.path = "";
    this.#turn(false);
    by("heading").textContent = say("title");
    by("start").innerHTML = message.html; // the session escapes every text in it
    if (this.channel.offer) by("start").querySelector("h1").after(this.channel.offer());
  }

  on_plan(message) {
    this.resumed = this.path === message.path && this.editor.files.size > 0;
    this.path = message.path;
    this.#turn(true);
    choices(by("plan"), message.plans.map((each) => [each.path, each.name]), message.path);
    by("plan-choice").hidden = message.plans.length < 2;
    if (this.resumed) this.#resume(message.files);
    else this.editor.open(message.files, { locked: this.locked, offered: this.offered });
    this.#files();
    if (this.measuredOf !== message.path) this.measured = {};
    this.measuredOf = message.path;
    this.show({ view: this.panel.view, code: this.panel.code, ...this.measured });
  }

  /** Go on with the texts as they are here, cursor and undo too: the session had to read the plan again. */
  #resume(files) {
    const { editor } = this;
    const now = new Map(files.map((each) => [each.name, each]));
    for (const [name, mine] of [...editor.files]) {
      const found = now.get(name);
      if (editor.text(name) !== mine.saved) {
        editor.tell(name);
        this.send({ type: "restore", file: name, base: mine.saved });
      } else if (!found) editor.remove(name);
      else {
        const { version } = mine;
        editor.rewrite(name, found.text, { quiet: true });
        if (version && mine.version === version) editor.tell(name); // a new session counts anew
        mine.saved = found.saved;
      }
    }
    for (const { name, text, saved } of files) if (!editor.files.has(name)) editor.add(name, text, saved);
  }

  #turn(hasPlan) {
    by("start").hidden = hasPlan;
    for (const each of document.querySelectorAll(".of-plan")) each.hidden = !hasPlan;
    by("plan-choice").hidden = true;
    by("databases").hidden = by("changes").hidden = true;
  }

  async on_drafts(message) {
    if (this.resumed) return; // what is here is newer
    const files = message.drafts.map((each) => each.name).join(", ");
    const answer = await ask(say("drafts_title"), [say("drafts_about", { files })], [
      ["restore", say("drafts_restore")],
      ["discard", say("drafts_discard")],
    ]);
    for (const { name, text } of message.drafts) {
      if (answer === "restore") {
        if (!this.editor.files.has(name)) this.editor.add(name, "", "");
        this.editor.rewrite(name, text);
        this.send({ type: "restore", file: name });
      } else if (answer === "discard") this.send({ type: "settle", file: name, discard: true });
    }
    this.#files();
  }

  // ---- Writing

  changed(file, text, version) {
    this.#forgetRefusal();
    this.tellOnce("");
    this.send({ type: "text", file, text, version });
    clearTimeout(this.draft);
    if (!this.locked) this.draft = setTimeout(() => this.send({ type: "draft" }), DRAFT);
  }

  cursor(line) {
    const here = (this.places[this.editor.file] ?? []).find((each) => each.first <= line && line <= each.last);
    const code = here?.name ?? "";
    if (!code || code === this.panel.code) return;
    this.panel.mark(code);
    clearTimeout(this.pointing);
    this.pointing = setTimeout(() => this.send({ type: "show", code }), 60);
  }

  opened(file) {
    by("file").value = file;
    this.#hintLater();
    this.cursor(this.editor.line);
  }

  change(message) {
    this.#forgetRefusal();
    this.wish += 1;
    const wish = { ...message, wish: this.wish };
    this.wishes.set(this.wish, wish);
    this.send(wish);
  }

  fix(key, number) {
    this.change({ type: "fix", key, number });
  }

  on_rewrite(message) {
    const wish = this.wishes.get(message.wish);
    this.wishes.delete(message.wish);
    for (const [name, version] of Object.entries(message.versions)) {
      const file = this.editor.files.get(name);
      if (file && file.version !== version) {
        // Somebody typed meanwhile: what the texts were made of is not there any more.
        if (wish) this.change(wish);
        return;
      }
    }
    for (const [name, text] of Object.entries(message.texts)) {
      if (!this.editor.files.has(name)) this.editor.add(name, "", "");
      this.editor.rewrite(name, text);
    }
    this.#files();
    if (message.show) this.editor.show(message.show);
  }

  save() {
    this.#forgetRefusal();
    if (this.locked) return;
    this.saving = new Set(this.unsaved);
    this.send({ type: "save" });
  }

  on_saved(message) {
    const file = this.editor.files.get(message.file);
    if (file) file.saved = message.text;
    if (this.saving.delete(message.file)) this.tellOnce(`${message.file}: ${say("saved")}`);
  }

  on_replaced(message) {
    if (!this.editor.files.has(message.file)) this.editor.add(message.file, "", "");
    this.editor.rewrite(message.file, message.text, { quiet: true });
    this.editor.files.get(message.file).saved = message.text;
    this.tellOnce(say("replaced", { file: message.file }));
    this.#files();
  }

  on_gone(message) {
    this.editor.remove(message.file);
    this.tellOnce(say("gone", { file: message.file }));
    this.#files();
  }

  #files() {
    // A new text that was taken back is none of the plan; redo brings it again.
    const isThere = ([name, file]) => file.saved !== "" || !file.version || this.editor.text(name) !== "";
    const names = [...this.editor.files].filter(isThere).map(([name]) => name).sort();
    if (names.length && !names.includes(this.editor.file)) this.editor.show(names[0]);
    choices(by("file"), names.map((each) => [each, each]), this.editor.file);
  }

  on_conflict(message) {
    this.saving.delete(message.file);
    tellConflict(this, message);
  }

  // ---- Seeing

  show(what) {
    this.send({ type: "show", ...what });
  }

  go(code) {
    for (const [file, declared] of Object.entries(this.places)) {
      const found = declared.find((each) => each.name === code);
      if (found) {
        this.panel.mark(code, { scrolls: false });
        this.send({ type: "show", code });
        this.editor.goTo(file, { line: found.first });
        return;
      }
    }
  }

  on_panel(message) {
    if (message.heading !== undefined) by("heading").textContent = message.heading || say("title");
    if (message.periods) choices(by("period"), message.periods.map((each) => [each, each]));
    if (message.period !== undefined) by("period").value = message.period;
    if (message.methodologies) choices(by("methodology"), message.methodologies.map((each) => [each, each]));
    if (message.methodology !== undefined) by("methodology").value = message.methodology;
    if (message.places) this.places = message.places;
    if (message.gone) this.editor.mended(message.gone);
    if (message.marks && this.#isNow(message.versions)) this.editor.findings(message.marks);
    const before = this.errors;
    for (const name of ["errors", "warnings", "unsaved"]) if (message[name] !== undefined) this[name] = message[name];
    const counted = this.errors === undefined ? "counts_not_yet" : "counts_of_findings";
    by("counts").textContent = say(counted, { errors: this.errors, warnings: this.warnings });
    by("counts").classList.toggle("bad", this.errors > 0);
    if (before !== undefined && this.errors !== before) this.tellOnce(by("counts").textContent);
    this.#state();
    if (message.databases) this.databases = message.databases;
    this.#databases();
    this.panel.update(message);
    if (message.spoken !== undefined) this.spoken.say(message.spoken, message.serial);
    if (message.places) this.cursor(this.editor.line);
    this.#hintLater();
  }

  /** Offer to read the databases of the plan, which happens in no other way. */
  #databases() {
    const { state, at } = this.databases ?? {};
    by("databases").hidden = !this.path || !state || state === "none";
    by("databases").disabled = false;
    by("databases").textContent = say(at && state === "read" ? "databases_again" : "databases_read", { at });
  }

  #hintLater() {
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => this.editor.file && this.services.hints(this.editor), HINT);
  }

  #isNow(versions) {
    const file = this.editor.files.get(this.editor.file);
    return !file || (versions[this.editor.file] ?? 0) === file.version;
  }

  #state() {
    const files = (this.unsaved ?? []).join(", ");
    by("state").textContent = this.locked ? say("locked_state") : files ? say("unsaved", { files }) : say("saved");
    by("save").disabled = this.locked || !files;
    by("changes").hidden = this.locked || !files || !this.path;
  }

  on_explained(message) {
    const [heading, ...rest] = message.text.split("\n");
    ask(heading.replace(/^#\s*/, ""), elements(rest.join("\n")), [["", say("close")]]);
  }

  on_answer(message) {
    this.services.answer(message);
  }

  on_offered(message) {
    this.services.offered(message);
  }

  on_refused(message) {
    this.#databases();
    this.refuse(message.message);
  }

  /** Tell why something was not done, until something else is. */
  refuse(text) {
    this.notice(text);
    this.refused = text;
  }

  #forgetRefusal() {
    if (this.refused && by("notice").textContent === this.refused) this.notice("");
    this.refused = "";
  }

  on_file(message) {
    handOut(message);
  }

  on_dropped(message) {
    tell(say("dropped_title", { name: message.name }), message.told);
  }

  notice(text) {
    by("notice").textContent = text;
    by("told").textContent = this.path ? "" : text;
  }

  tellOnce(text) {
    by("told").textContent = text;
  }

  // ---- What a person does

  #wire() {
    watchDialog();
    by("plan").onchange = () => this.send({ type: "open", path: by("plan").value });
    const measure = () => {
      this.measured = { period: by("period").value, methodology: by("methodology").value };
      this.show(this.measured);
    };
    by("period").onchange = by("methodology").onchange = measure;
    by("file").onchange = () => (this.editor.show(by("file").value), this.editor.focus());
    by("save").onclick = () => this.save();
    by("undo").onclick = () => (this.editor.undo(), this.#files());
    by("redo").onclick = () => (this.editor.redo(), this.#files());
    by("changes").onclick = () => showChanges(this);
    by("keys").onclick = tellKeys;
    by("others").onclick = () => this.#leave();
    by("language").onclick = () => this.#otherLanguage();
    by("format").onclick = () => this.services.format(this.editor, this);
    by("databases").onclick = () => {
      by("databases").disabled = true;
      by("databases").textContent = say("databases_reading");
      this.send({ type: "databases" });
    };
    by("act").onclick = () => act(this.services, this.editor, this);
    by("new-file").onclick = () => this.#newFile();
    by("start").addEventListener("click", (event) => {
      const path = event.target.closest("button")?.dataset.open;
      if (path !== undefined) this.send({ type: "open", path });
    });
    by("start").addEventListener("submit", async (event) => {
      event.preventDefault();
      this.send(await newPlan(event.target));
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("#download") || event.target.closest("#downloads")) by("download").open = false;
    });
    by("download").addEventListener("keydown", (event) => {
      if (event.key === "Escape") (by("download").open = false), by("download").querySelector("summary").focus();
    });
    watchArrivals(this);
    const look = () => !document.hidden && this.path && this.send({ type: "look" });
    setInterval(look, LOOK);
    addEventListener("focus", look);
    addEventListener("beforeunload", (event) => {
      if (this.path && !this.locked && this.unsaved?.length && this.channel.loses !== false) event.preventDefault();
    });
  }

  async #leave() {
    if (this.unsaved?.length && !this.locked) this.send({ type: "draft" });
    this.send({ type: "start" });
  }

  #otherLanguage() {
    this.language = this.language === "es" ? "en" : "es";
    this.send({ type: "hello", language: this.language });
  }

  async #newFile() {
    const name = await askText(say("new_file_name"), "");
    if (!name) return;
    const file = name.endsWith(".pei") ? name : `${name}.pei`;
    if (!this.editor.files.has(file)) this.editor.add(file, "", "");
    this.#files();
    this.editor.show(file);
    this.editor.rewrite(file, "# \n");
    this.editor.focus();
  }

  download(kind) {
    by("download").open = false;
    this.send({ type: "download", kind });
  }

  /** Take a text that came from outside for one of the plan. */
  takeText(name, text) {
    if (!this.editor.files.has(name)) this.editor.add(name, "", "");
    this.editor.rewrite(name, text);
    this.#files();
    this.editor.show(name);
  }
}
