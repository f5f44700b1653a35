import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * A loopback port nobody listens on, for programs that cannot choose one themselves and tell.
 * Another process may take it in between; the caller's start-up check is what notices.
 */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
