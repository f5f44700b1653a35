import type { Socket } from "node:net";
import type { Fault, RequestFault } from "./fault.ts";
import type { HttpRequest } from "./http-request.ts";
import { type Listener, type LoopbackHost, listen } from "./listener.ts";
import { Relay } from "./relay.ts";
import { Tape } from "./tape.ts";

export interface ProxyOptions {
  host: LoopbackHost;
  /** The port on 127.0.0.1 to pass connections on to; may be set later with `forwardTo`. */
  target?: number;
}

/** Starts a proxy that passes TCP through to a server of this machine and keeps every byte. */
export async function startProxy({ host, target }: ProxyOptions): Promise<RecordingProxy> {
  const proxy = new RecordingProxy(host, target);
  await proxy.heal();
  return proxy;
}

/** What went between the browser and one origin, and a way to disturb it. */
export class RecordingProxy {
  readonly #host: LoopbackHost;
  readonly #relays = new Set<Relay>();
  #target: number | undefined;
  #listener: Listener | undefined;
  #port = 0;
  #fault: RequestFault | undefined;
  #tapes: Tape[] = [];
  #requests: HttpRequest[] = [];

  /** Use `startProxy`. */
  constructor(host: LoopbackHost, target: number | undefined) {
    this.#host = host;
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  /** The proxy's origin, without a slash at the end. */
  get url(): string {
    return `http://${this.#host}:${this.#port}`;
  }

  /** Sets the server's port. A connection that comes before there is one is reset. */
  forwardTo(port: number): void {
    this.#target = port;
  }

  /** The connections recorded since the start or the last `clear()`. */
  connections(): readonly Tape[] {
    return this.#tapes;
  }

  /** Every byte clients sent, one connection after the other. */
  requestBytes(): Buffer {
    return Buffer.concat(this.#tapes.map((tape) => tape.bytes("client")));
  }

  /** Every byte the server sent, one connection after the other, whether or not a fault let it through. */
  responseBytes(): Buffer {
    return Buffer.concat(this.#tapes.map((tape) => tape.bytes("server")));
  }

  /** The complete requests, in the order in which they were complete, lost ones included. */
  requests(): readonly HttpRequest[] {
    return this.#requests;
  }

  /** Forgets what was recorded; connections stay open and are recorded further. */
  clear(): void {
    this.#requests = [];
    this.#tapes = this.#tapes.filter((tape) => tape.open);
    for (const tape of this.#tapes) tape.clear();
  }

  /** Disturbs what follows, until `heal()`. It takes the place of an earlier fault. */
  async inject(fault: Fault): Promise<void> {
    if (fault.kind === "refuse") {
      await this.#stopListening((relay) => relay.reset());
    } else {
      await this.heal();
      this.#fault = { ...fault };
    }
  }

  /** Ends the fault: listens again, and lets go the replies that were kept. */
  async heal(): Promise<void> {
    this.#fault = undefined;
    for (const relay of this.#relays) relay.releaseReply();
    if (this.#listener) return;
    this.#listener = await listen(this.#host, this.#port, (client) => this.#accept(client));
    this.#port = this.#listener.port;
  }

  /** Ends the proxy and its connections. The recording can still be read. */
  async close(): Promise<void> {
    // Not by a reset: the idle connections of Node's own fetch spin for ever after one.
    await this.#stopListening((relay) => relay.close());
  }

  async #stopListening(end: (relay: Relay) => void): Promise<void> {
    const closed = this.#listener?.close();
    this.#listener = undefined;
    for (const relay of this.#relays) end(relay);
    await closed;
  }

  #accept(client: Socket): void {
    const tape = new Tape();
    this.#tapes.push(tape);
    client.on("error", () => undefined);
    client.on("close", () => tape.end());
    if (this.#target === undefined) {
      client.resetAndDestroy();
      return;
    }
    const relay = new Relay(client, this.#target, tape, {
      armed: () => this.#fault !== undefined,
      note: (request) => this.#requests.push(request),
      strike: (request) => this.#strike(request),
    });
    this.#relays.add(relay);
    client.on("close", () => this.#relays.delete(relay));
  }

  #strike(request: HttpRequest): RequestFault | undefined {
    const fault = this.#fault;
    if (!fault || (fault.method ?? request.method) !== request.method) return undefined;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#fault = undefined;
    }
    return fault;
  }
}
