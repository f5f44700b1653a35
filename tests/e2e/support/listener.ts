import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** The names a proxy can go by. To a browser they are two different sites. */
export type LoopbackHost = "127.0.0.1" | "localhost";

/** A TCP port of this machine that can be closed and opened again. */
export interface Listener {
  port: number;
  close(): Promise<void>;
}

const ATTEMPTS = 10;

/**
 * Listens on `port` (0: any free one). `localhost` means 127.0.0.1 and ::1 in a browser, which may try either
 * first, so both are taken where there is IPv6: else the name could lead to somebody else's server.
 */
export async function listen(
  host: LoopbackHost,
  port: number,
  onConnection: (socket: Socket) => void,
): Promise<Listener> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await open("127.0.0.1", port, onConnection);
    const taken = (first.address() as AddressInfo).port;
    const servers = [first];
    try {
      if (host === "localhost") servers.push(await open("::1", taken, onConnection));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && port === 0 && attempt < ATTEMPTS) {
        await shut(first);
        continue;
      }
      if (code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT") throw error;
    }
    return {
      port: taken,
      async close() {
        await Promise.all(servers.map(shut));
      },
    };
  }
}

async function open(address: string, port: number, onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, onConnection);
  server.listen({ host: address, port, ...(address === "::1" ? { ipv6Only: true } : {}) });
  await once(server, "listening");
  return server;
}

/** Stops listening; the caller ends the open connections, or this waits for them. */
async function shut(server: Server): Promise<void> {
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}
