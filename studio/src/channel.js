// The way to the session: a WebSocket, which is opened again when it breaks.

const AGAIN = 1000;

/** Carries messages as JSON; what is sent while it is broken is not kept, the page sends its texts again. */
export class SocketChannel {
  constructor() {
    this.heard = () => {};
    this.opened = () => {};
    this.lost = () => {};
  }

  start() {
    this.socket = new WebSocket(new URL("canal", location.href.replace(/^http/, "ws")));
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    this.socket.onclose = () => {
      this.lost();
      setTimeout(() => this.start(), AGAIN);
    };
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
