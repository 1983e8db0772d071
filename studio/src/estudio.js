// The page of `pei estudio`: the session is on the other end of a WebSocket.

import { SocketChannel } from "./channel.js";
import { run } from "./main.js";

run(new SocketChannel());
