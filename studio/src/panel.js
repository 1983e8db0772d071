// What comes out of the text: the views, each as the session renders it; only what changed is touched.

import { Idiomorph } from "idiomorph";

import { by, make } from "./dom.js";
import { say } from "./words.js";

const MORPH = {
  morphStyle: "innerHTML",
  ignoreActiveValue: true,
  callbacks: {
    // What a reader unfolded stays so.
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
  },
};

/** Show from its beginning what the keyboard reached and is higher than the window: browsers show its middle. */
function fromItsBeginning(element) {
  if (!element.matches(":focus-visible") || element.offsetHeight <= innerHeight) return;
  requestAnimationFrame(() => (element.id === "panel" ? by("views") : element).scrollIntoView({ block: "start" }));
}

export class Panel {
  constructor(told) {
    this.told = told;
    this.view = "results";
    this.code = "";
    const panel = by("panel");
    panel.addEventListener("click", (event) => this.#clicked(event));
    panel.addEventListener("change", (event) => this.#written(event.target));
    panel.addEventListener("keydown", (event) => this.#moved(event));
    panel.addEventListener("focusin", (event) => fromItsBeginning(event.target));
    by("views").addEventListener("keydown", (event) => this.#turned(event));
  }

  /** Name the views in the language of now. */
  speak(views) {
    by("views").replaceChildren(
      ...views.map((view) =>
        make(
          "button",
          {
            type: "button", role: "tab", id: `view-${view}`, "aria-controls": "panel",
            "aria-selected": view === this.view ? "true" : "false", tabindex: view === this.view ? "0" : "-1",
            onclick: () => this.told.show({ view }),
          },
          say(`view_${view}`),
        ),
      ),
    );
    this.#label();
  }

  #label() {
    by("panel").setAttribute("aria-labelledby", `view-${this.view}`);
    by("panel").dataset.view = this.view;
    for (const tab of by("views").children) {
      const chosen = tab.id === `view-${this.view}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
  }

  #turned(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const tabs = [...by("views").children];
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }

  /** Show what the session says has changed. */
  update(message) {
    const panel = by("panel");
    if (message.view !== undefined && message.view !== this.view) {
      this.view = message.view;
      this.#label();
      panel.replaceChildren();
      panel.scrollTop = 0;
    }
    if (message.html !== undefined) {
      const isNew = !panel.firstElementChild;
      Idiomorph.morph(panel, message.html, MORPH);
      if (isNew) this.#uncover();
    }
    for (const [id, html] of Object.entries(message.pieces ?? {})) {
      const piece = by(id);
      if (piece) Idiomorph.morph(piece, html, { ...MORPH, morphStyle: "outerHTML" });
    }
    if (message.stale !== undefined) panel.classList.toggle("stale", message.stale);
    if (message.html !== undefined || message.pieces) this.mark(this.code, { scrolls: false });
  }

  /** Have a grid of many years show those of the period that is measured. */
  #uncover() {
    const heads = [...by("panel").querySelectorAll(".grid thead th")];
    const here = heads.find((each) => each.textContent.trim() === by("period").value);
    const scroll = here?.closest(".scroll");
    if (scroll) scroll.scrollLeft = here.offsetLeft - scroll.clientWidth + 2 * here.offsetWidth;
  }

  /** Mark the row of what the cursor stands in. */
  mark(code, { scrolls = true } = {}) {
    this.code = code;
    for (const row of by("panel").querySelectorAll("tr[data-code]")) {
      const here = code !== "" && row.dataset.code === code;
      row.classList.toggle("here", here);
      if (here) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (here && scrolls) row.scrollIntoView({ block: "nearest" });
    }
  }

  #clicked(event) {
    const button = event.target.closest("button");
    const data = button?.dataset ?? {};
    if (data.go !== undefined) this.told.go(data.go);
    else if (data.file !== undefined) this.told.place(data.file, Number(data.at));
    else if (data.fix !== undefined) this.told.fix(data.fix, Number(data.number));
    else if (data.message !== undefined) this.told.explain(data.message);
    else if (data.databases !== undefined) this.told.databases();
    else if (data.remove !== undefined) this.told.change({ what: "remove", of: data.remove, value: "" });
    else if (data.item !== undefined) this.#added(data);
    else if (data.count !== undefined) this.#counted(button.closest(".count"), data.count);
    else if (data.add !== undefined) {
      this.told.change({ what: "add", of: by("agregar.code").value, value: by("agregar.title").value });
    }
    else if (!button && !event.target.closest("input, textarea, select, a, summary")) {
      const row = event.target.closest("tr[data-code]");
      if (row && !String(getSelection())) this.told.go(row.dataset.code);
    }
  }

  #written(control) {
    const { of, field, figure, period, title, list, name, within } = control.dataset;
    const value = control.value;
    if (list !== undefined) return this.told.change({ what: "item", of, list, name, within, value });
    if (title !== undefined) this.told.change({ what: "title", of: title, value });
    else if (field !== undefined) this.told.change({ what: "field", of, field, value });
    else if (figure !== undefined) this.told.change({ what: "figure", of, field: figure, period, value });
  }

  /** Add what the fields of a list's last part say. */
  #added({ item, list, within, of }) {
    const text = (part) => by(`${item}.${part}`)?.value ?? "";
    this.told.change({ what: "item", of, list, within, name: text("nombre"), title: text("titulo"), value: text("valor") });
  }

  /** Write the count that selects and filters describe. */
  #counted(part, name) {
    const [aggregate, source, column] = ["hace", "fuente", "columna"].map((each) => by(`cuenta.${name}.${each}`).value);
    const filters = [...part.querySelectorAll(".filter")].map((row) => {
      const [column, operator, value] = [...row.querySelectorAll("select, input")].map((each) => each.value);
      return { column, operator, value };
    });
    this.told.change({ what: "count", of: part.dataset.of, name, value: "", aggregate, source, column, filters });
  }

  /** In a grid, arrows and Enter go from cell to cell. */
  #moved(event) {
    const input = event.target.closest(".grid input");
    if (!input) return;
    const cell = input.closest("td");
    const rows = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!rows) return;
    event.preventDefault();
    const row = rows < 0 ? cell.parentElement.previousElementSibling : cell.parentElement.nextElementSibling;
    const next = row?.cells[cell.cellIndex]?.querySelector("input");
    if (next) next.focus();
    else input.blur();
  }
}
