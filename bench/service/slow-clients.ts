import { connect, type Socket } from "node:net";

/** Clients that send a byte of their request's head each second, and never its end. */
export interface SlowClients {
  /** How many the service has sent away. */
  readonly endedCount: () => number;
  stop(): void;
}

/** Opens so many at once; whoever is sent away does not come again. */
export function startSlowClients(url: string, count: number): SlowClients {
  const { hostname, port } = new URL(url);
  let endedCount = 0;
  const sockets = Array.from({ length: count }, (): Socket => {
    const socket = connect(Number(port), hostname, () => socket.write("POST /cases HTTP/1.1\r\nx-slow: "));
    socket.on("error", () => undefined);
    socket.once("close", () => endedCount++);
    socket.resume();
    return socket;
  });
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write("a");
  }, 1000);
  return {
    endedCount: () => endedCount,
    stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
