// Mine beside that of the disk, what each changed since the file was opened marked; loaded when it is needed.

import { Chunk, MergeView } from "@codemirror/merge";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, RangeSet, Text } from "@codemirror/state";
import { EditorView, GutterMarker, gutter, keymap, lineNumbers } from "@codemirror/view";

class Sign extends GutterMarker {
  constructor(sign) {
    super();
    this.sign = sign;
  }

  toDOM() {
    return document.createTextNode(this.sign);
  }
}

/** Mark the lines of `text` that differ from `base`. */
function changedSince(base, text, sign) {
  const doc = Text.of(text.split("\n"));
  const marker = new Sign(sign);
  const places = new Set();
  for (const chunk of Chunk.build(Text.of(base.split("\n")), doc)) {
    for (let at = chunk.fromB; at <= Math.min(chunk.endB, doc.length); at = doc.lineAt(at).to + 1) {
      places.add(doc.lineAt(at).from);
    }
  }
  const markers = RangeSet.of([...places].sort((a, b) => a - b).map((at) => marker.range(at)));
  return gutter({ class: "cm-since", markers: (view) => (view.state.doc.eq(doc) ? markers : RangeSet.empty) });
}

/** Show both in `parent`; return what gives the text of the left side. */
export function compare(parent, { base, mine, disk, labels, nonce }) {
  const shared = [lineNumbers(), EditorView.lineWrapping, nonce ? EditorView.cspNonce.of(nonce) : []];
  const view = new MergeView({
    parent,
    a: {
      doc: mine,
      extensions: [
        shared, history(), keymap.of([...historyKeymap, ...defaultKeymap]), changedSince(base, mine, "●"),
        EditorView.contentAttributes.of({ "aria-label": labels.mine, tabindex: "0" }),
      ],
    },
    b: {
      doc: disk,
      extensions: [
        shared, changedSince(base, disk, "◆"), EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": labels.disk, tabindex: "0" }),
      ],
    },
    revertControls: "b-to-a",
    renderRevertControl: () => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "←";
      button.setAttribute("aria-label", labels.take);
      button.title = labels.take;
      return button;
    },
  });
  return () => view.a.state.doc.toString();
}
