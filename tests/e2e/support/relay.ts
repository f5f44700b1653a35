import { connect, type Socket } from "node:net";
import type { RequestFault } from "./fault.ts";
import { type HttpRequest, RequestReader } from "./http-request.ts";
import type { Tape } from "./tape.ts";

/** What a relay asks of the proxy it belongs to. */
export interface RelayHost {
  /** Whether a fault waits for requests; without one, bytes pass as they come. */
  armed(): boolean;
  /** Takes a complete request into the record. */
  note(request: HttpRequest): void;
  /** The fault that strikes this request, if any. */
  strike(request: HttpRequest): RequestFault | undefined;
}

/**
 * One client connection and the one it causes to the server.
 *
 * While a fault is armed a request is collected and passed on whole, since what happens to it depends on its
 * method. A browser does not pipeline, so the reply that follows is the reply to the last request.
 */
export class Relay {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #tape: Tape;
  readonly #host: RelayHost;
  readonly #reader = new RequestReader();
  #collected: Buffer[] | undefined;
  #fault: RequestFault | undefined;
  #release: (() => void) | undefined;
  #endsAfterRelease = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Socket, target: number, tape: Tape, host: RelayHost) {
    this.#client = client;
    this.#server = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    this.#tape = tape;
    this.#host = host;
    client.setNoDelay(true);
    client.on("data", (bytes) => this.#fromClient(bytes));
    client.on("end", () => this.#server.end());
    client.on("close", () => this.#end());
    this.#server.on("data", (bytes) => this.#fromServer(bytes));
    this.#server.on("end", () => this.#endClient());
    this.#server.on("error", () => this.reset());
  }

  /** Ends both sides; the client sees a reset. */
  reset(): void {
    // A socket that is being shut down can't be reset: Node would never close it.
    if (this.#client.writableEnded) this.#client.destroy();
    else this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  /** Ends both sides in peace. */
  close(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Lets a kept reply go. */
  releaseReply(): void {
    this.#release?.();
  }

  /** The client sees the server's end after the reply, also after one that is still kept. */
  #endClient(): void {
    if (this.#release) this.#endsAfterRelease = true;
    else this.#client.end();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#release = undefined;
    this.#server.destroy();
  }

  #fromClient(bytes: Buffer): void {
    this.#tape.record("client", bytes);
    if (this.#reader.idle) {
      this.#collected = this.#host.armed() ? [] : undefined;
      this.#fault = undefined;
    }
    const complete = this.#reader.push(bytes);
    for (const request of complete) this.#host.note(request);
    if (!this.#collected) {
      this.#server.write(bytes);
      return;
    }
    this.#collected.push(bytes);
    const last = complete.at(-1);
    if (last) this.#pass(last, Buffer.concat(this.#collected));
  }

  #pass(request: HttpRequest, bytes: Buffer): void {
    this.#collected = [];
    this.#fault = this.#host.strike(request);
    if (this.#fault?.kind === "lose-request") this.reset();
    else this.#server.write(bytes);
  }

  #fromServer(bytes: Buffer): void {
    this.#tape.record("server", bytes);
    const fault = this.#fault;
    switch (fault?.kind) {
      case "lose-reply":
        this.#loseReply(fault.after ?? 0, bytes);
        break;
      case "hold-reply":
        this.#keep(bytes);
        break;
      case "delay-reply":
        this.#keep(bytes);
        this.#timer = setTimeout(() => this.releaseReply(), fault.ms);
        break;
      default:
        this.#client.write(bytes);
    }
  }

  #loseReply(after: number, bytes: Buffer): void {
    if (bytes.length < after) {
      this.#client.write(bytes);
      this.#fault = { kind: "lose-reply", after: after - bytes.length };
    } else {
      this.#server.pause();
      this.#client.write(bytes.subarray(0, after), () => this.reset());
    }
  }

  #keep(bytes: Buffer): void {
    this.#server.pause();
    this.#release = () => {
      this.#release = undefined;
      this.#fault = undefined;
      this.#client.write(bytes);
      this.#server.resume();
      if (this.#endsAfterRelease) this.#client.end();
    };
  }
}
