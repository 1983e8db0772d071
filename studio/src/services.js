// What the editor asks of the language: each question a message, each answer the promise of it.

export class Services {
  constructor(send) {
    this.send = send;
    this.waiting = new Map();
    this.serial = 0;
  }

  /** Ask; the promise gives the answer, or null where there is none. */
  ask(question, values) {
    this.serial += 1;
    const { serial } = this;
    this.send({ type: "ask", question, serial, ...values });
    return new Promise((resolve) => this.waiting.set(serial, resolve));
  }

  answer({ serial, answer }) {
    this.waiting.get(serial)?.(answer);
    this.waiting.delete(serial);
  }

  async complete() {
    return null;
  }

  async hover() {
    return null;
  }

  define() {}
  references() {}
  rename() {}
  format() {}
}
