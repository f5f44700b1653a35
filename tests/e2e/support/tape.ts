/** Bytes one side sent, as one read from the socket gave them. */
export interface RecordedChunk {
  /** Milliseconds on this process's clock (`performance.now()`). */
  at: number;
  from: "client" | "server";
  bytes: Buffer;
}

/** Everything that went over one connection, in the order of arrival. */
export class Tape {
  readonly openedAt = performance.now();
  #chunks: RecordedChunk[] = [];
  #open = true;

  get chunks(): readonly RecordedChunk[] {
    return this.#chunks;
  }

  /** Whether the client is still connected. */
  get open(): boolean {
    return this.#open;
  }

  record(from: RecordedChunk["from"], bytes: Buffer): void {
    this.#chunks.push({ at: performance.now(), from, bytes });
  }

  /** One side's bytes in one piece, so that nothing hides where two reads meet. */
  bytes(from: RecordedChunk["from"]): Buffer {
    return Buffer.concat(this.#chunks.filter((chunk) => chunk.from === from).map(({ bytes }) => bytes));
  }

  clear(): void {
    this.#chunks = [];
  }

  /** Notes that the client has left. */
  end(): void {
    this.#open = false;
  }
}
