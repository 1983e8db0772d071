// In which text each step was made, so that undo takes back the last one, wherever it is.

export class Steps {
  constructor() {
    this.clear();
  }

  clear() {
    this.done = [];
    this.undone = [];
  }

  /** A step was made in the text `name`: what was undone before cannot be made again. */
  made(name) {
    this.done.push(name);
    this.undone = [];
  }

  /** The last step in `name` was taken back, with a button or a key. */
  took(name) {
    move(name, this.done, this.undone);
  }

  /** What was taken back in `name` was made again. */
  gave(name) {
    move(name, this.undone, this.done);
  }

  forget(name) {
    this.done = this.done.filter((each) => each !== name);
    this.undone = this.undone.filter((each) => each !== name);
  }
}

function move(name, from, to) {
  const at = from.lastIndexOf(name);
  if (at < 0) return;
  from.splice(at, 1);
  to.push(name);
}
