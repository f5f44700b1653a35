import type { Card } from "./card.ts";

/** A classic script to run before a page's modules: it keeps the memories that the product does not export. */
export const KEEP_MEMORY = `(() => {
  globalThis.moduleMemories = [];
  const keep = (instance) => {
    const isMemory = (value) => value instanceof WebAssembly.Memory;
    moduleMemories.push(Object.values(instance.exports).find(isMemory));
    return instance;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...parameters) => {
      const result = await original.apply(WebAssembly, parameters);
      keep(result.instance ?? result);
      return result;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct: (original, parameters) => keep(new original(...parameters)),
  });
})();`;

/** The linear memory of the card's module as it is now, from address 0: stack, data and heap; of so many instances. */
export async function readMemory(card: Card, instances = 1): Promise<Buffer> {
  const base64 = await card.among<string>(`(() => {
    if (moduleMemories.length !== ${instances}) throw new Error(moduleMemories.length + " instances");
    let text = "";
    for (const { buffer } of moduleMemories) {
      const bytes = new Uint8Array(buffer);
      for (let at = 0; at < bytes.length; at += 0x4000) {
        text += String.fromCharCode(...bytes.subarray(at, at + 0x4000));
      }
    }
    return btoa(text);
  })()`);
  return Buffer.from(base64, "base64");
}

/** Four of it are an address far outside of any memory. Of 0xff an offset would lead back to its begin, and a loop on. */
const OUTSIDE = 0x80;

/**
 * A statement that spoils the newest instance's memory, so that its next call traps. Where these digits stand
 * it stays as it is: the wipe that must follow is not this one.
 */
export function spoilMemory(...kept: string[]): string {
  return `{
    const bytes = new Uint8Array(moduleMemories.at(-1).buffer);
    const text = new TextDecoder("latin1").decode(bytes);
    bytes.fill(${OUTSIDE});
    for (const digits of ${JSON.stringify(kept)}) {
      for (let at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + 1)) {
        for (let index = 0; index < digits.length; index++) bytes[at + index] = digits.charCodeAt(index);
      }
    }
  }`;
}

/** How many zero bytes follow each character. */
const FORMS = { ascii: 0, "utf-16": 1, "utf-32": 3 } as const;

/** A place where digits stand one after the other, with or without single blanks or dashes between them. */
export interface Copy {
  form: keyof typeof FORMS;
  at: number;
  end: number;
}

/** Every place where these digits stand, in each form. */
export function findCopies(memory: Buffer, digits: string): Copy[] {
  if (!/^\d{4,}$/.test(digits)) throw new Error("findCopies needs a run of at least 4 digits");
  // Latin-1 keeps one character for each byte, so an index is an address.
  const text = memory.toString("latin1");
  return (Object.keys(FORMS) as Copy["form"][]).flatMap((form) => {
    const zeros = "\\0".repeat(FORMS[form]);
    const run = [...digits].join(`${zeros}(?:[ \\-]${zeros})?`);
    return [...text.matchAll(new RegExp(`(?=(${run}))`, "g"))].map(({ index, 1: found = "" }) => ({
      form,
      at: index,
      end: index + found.length,
    }));
  });
}

/** Every place that holds at least `length` digits of the number in a row; each place once. */
export function findRuns(memory: Buffer, number: string, length: number): Copy[] {
  const windows = Array.from({ length: number.length - length + 1 }, (_, start) =>
    number.slice(start, start + length),
  );
  const found = [...new Set(windows)].flatMap((digits) => findCopies(memory, digits));
  const places: Copy[] = [];
  for (const copy of found.sort((a, b) => a.form.localeCompare(b.form) || a.at - b.at)) {
    const last = places.at(-1);
    if (last && last.form === copy.form && copy.at < last.end) last.end = Math.max(last.end, copy.end);
    else places.push({ ...copy });
  }
  return places;
}

/** A line for each place: its addresses and what kinds of bytes stand around it, never the bytes themselves. */
export function describeCopies(memory: Buffer, copies: readonly Copy[]): string {
  const lines = copies.map(({ form, at, end }) => {
    const [before, inside, after] = [
      memory.subarray(Math.max(0, at - 16), at),
      memory.subarray(at, end),
      memory.subarray(end, end + 16),
    ].map((bytes) => [...bytes].map(kindOf).join(""));
    return `${address(at)}..${address(end)} ${form} ${before}[${inside}]${after}`;
  });
  return lines.join("\n");
}

function address(at: number): string {
  return `0x${at.toString(16).padStart(6, "0")}`;
}

/** `.` for zero, `9` for a digit, `a` for another printable character, `x` for the rest. */
function kindOf(byte: number): string {
  if (byte === 0) return ".";
  if (byte >= 0x30 && byte <= 0x39) return "9";
  return byte >= 0x20 && byte < 0x7f ? "a" : "x";
}
