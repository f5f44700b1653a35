/** One HTTP request as it was read off the wire. */
export interface HttpRequest {
  method: string;
  /** The request target as sent: path and query. */
  path: string;
  /** Names in lower case; a repeated header is joined with `", "`. */
  headers: Record<string, string>;
  /** The body, with any chunked framing taken off. */
  body: Buffer;
}

const HEAD_END = "\r\n\r\n";

/**
 * Cuts the bytes of one connection into requests, as they arrive and however they are split.
 * Once it meets bytes that are no request it gives nothing more: the raw recording still has them.
 */
export class RequestReader {
  #pending: Buffer = Buffer.alloc(0);
  #broken = false;

  /** True between two requests. */
  get idle(): boolean {
    return this.#pending.length === 0;
  }

  /** Takes more bytes and gives the requests they complete. */
  push(bytes: Buffer): HttpRequest[] {
    if (this.#broken) return [];
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const complete: HttpRequest[] = [];
    try {
      for (let next = readRequest(this.#pending); next; next = readRequest(this.#pending)) {
        complete.push(next.request);
        this.#pending = this.#pending.subarray(next.length);
      }
    } catch {
      this.#broken = true;
    }
    return complete;
  }
}

/** The first request in `bytes` and its length on the wire; undefined when it is not complete yet. */
function readRequest(bytes: Buffer): { request: HttpRequest; length: number } | undefined {
  const headLength = bytes.indexOf(HEAD_END);
  if (headLength < 0) return undefined;
  const [requestLine = "", ...lines] = bytes.toString("latin1", 0, headLength).split("\r\n");
  const match = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(requestLine);
  if (!match) throw new Error(`not a request line: ${requestLine}`);
  const headers = readHeaders(lines);
  const start = headLength + HEAD_END.length;
  const chunked = /\bchunked$/i.test(headers["transfer-encoding"] ?? "");
  const body = chunked ? readChunks(bytes, start) : readSized(bytes, start, headers["content-length"] ?? "0");
  if (!body) return undefined;
  const [, method = "", path = ""] = match;
  return { request: { method, path, headers, body: body.content }, length: body.end };
}

function readHeaders(lines: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`not a header: ${line}`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

interface Body {
  content: Buffer;
  end: number;
}

function readSized(bytes: Buffer, start: number, length: string): Body | undefined {
  if (!/^\d+$/.test(length)) throw new Error(`not a length: ${length}`);
  const end = start + Number(length);
  return end > bytes.length ? undefined : { content: Buffer.from(bytes.subarray(start, end)), end };
}

function readChunks(bytes: Buffer, start: number): Body | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = /^[0-9a-f]+/i.exec(bytes.toString("latin1", at, lineEnd))?.[0];
    if (size === undefined) throw new Error("not a chunk size");
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      // Either the empty line that ends the body follows at once, or trailers do.
      const close = bytes.indexOf(HEAD_END, lineEnd);
      return close < 0 ? undefined : { content: Buffer.concat(parts), end: close + HEAD_END.length };
    }
    const dataEnd = lineEnd + 2 + length;
    if (dataEnd + 2 > bytes.length) return undefined;
    parts.push(bytes.subarray(lineEnd + 2, dataEnd));
    at = dataEnd + 2;
  }
}
