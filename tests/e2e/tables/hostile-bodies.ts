/** Bodies that no well-meaning server sends, with the card in every text of theirs. */

import created from "../../fixtures/rebilly/token-created.json" with { type: "json" };

export interface HostileBody {
  name: string;
  status: number;
  body: string | Uint8Array;
  headers?: Record<string, string>;
  code: string;
}

interface Card {
  number: string;
  cvc: string;
}

/** What the rows with one code have in common. */
function rows(
  code: string,
  status: number,
  bodies: Record<string, unknown>,
  headers: Record<string, string> = {},
): HostileBody[] {
  return Object.entries(bodies).map(([name, body]) => ({
    name: `${status} ${name}`,
    status,
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
    code,
  }));
}

export function hostileBodies({ number, cvc }: Card): HostileBody[] {
  const spaced = number.replace(/(.{4})(.{6})/, "$1 $2 ");
  const html = `<!doctype html><title>${number}</title><h1>${spaced} ${cvc}</h1>`;
  const token = created.response.body;
  const echo = { title: number, detail: `${number} with ${cvc}`, instance: number, type: number };
  const invalid = (field: unknown, message: unknown = number) => ({
    ...echo,
    invalidFields: [{ field, message }],
  });
  return [
    ...rows("unexpected_response", 201, {
      "in HTML": html,
      "with a text": JSON.stringify(number),
      "with a number": number,
      "with true": "true",
      "with null": "null",
      "with an array": [token],
      "with nothing in it": {},
      "with blanks": " \n\t ",
      "with NULs": new Uint8Array(100),
      "in UTF-16": Buffer.from(JSON.stringify(token), "utf16le"),
      "that is no UTF-8": Buffer.concat([
        Buffer.from('{"id":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}'),
      ]),
      "cut in a text": JSON.stringify(token).slice(0, 60),
      "cut in an escape": `{"id":"${number}\\u00`,
      "with two values": `${JSON.stringify(token)}${JSON.stringify(token)}`,
      "with a comment": `/* ${number} */ ${JSON.stringify(token)}`,
      "behind the guard of another format": `)]}',\n${JSON.stringify(token)}`,
      "nested 30,000 deep": `{"id":${"[".repeat(30_000)}`,
      "with the number as its id": { ...token, id: number },
      "with the spaced number as its id": { ...token, id: spaced },
      "with seven digits of the number in its id": { ...token, id: `tok_${number.slice(4, 11)}` },
      "with the code as its id": { ...token, id: `tok_${cvc}` },
      "with a number as its id": `{"id":${number}}`,
      "with an object as its id": { ...token, id: { id: number } },
      "with an empty id": { ...token, id: "" },
      "with an id of 1 KiB": { ...token, id: "t".repeat(1024) },
      "with markup as its id": { ...token, id: `<img src=x onerror=alert(${number})>` },
      "with a line end in its id": { ...token, id: `tok_x\r\nset-cookie: ${number}` },
      "with the id in the prototype": `{"__proto__":${JSON.stringify(token)}}`,
    }),
    ...rows("unexpected_response", 404, { "in HTML": html }, { "content-type": "text/html" }),
    ...rows("response_too_large", 201, { "of 1 MiB": `${number} ${cvc}\n`.repeat(50_000) }),
    ...rows("provider_unavailable", 500, {
      "that repeats the card": echo,
      "of 1 MiB": html.padEnd(1024 * 1024, number),
      "with the card as an id of the request": { ...echo, requestId: number, code: number },
    }),
    ...rows(
      "provider_unavailable",
      503,
      { "in HTML": html },
      { "x-request-id": number, "retry-after": number },
    ),
    ...rows("invalid_public_key", 401, { "that repeats the card": echo, "in HTML": html }),
    ...rows("forbidden", 403, { "that repeats the card": echo }),
    ...rows("provider_rejected", 400, {
      "that repeats the card": echo,
      "with the card as its code": { code: number },
    }),
    ...rows("provider_rejected", 422, {
      "for a field named by the card": invalid(number),
      "for a field of another type": invalid({ number }),
      "with fields of another type": { ...echo, invalidFields: number },
    }),
    ...rows("invalid_number", 422, { "with the card as its reason": invalid("paymentInstrument.pan") }),
    ...rows("invalid_cvc", 422, {
      "with the card as its reason": invalid("paymentInstrument.cvv", { number }),
    }),
    ...rows("rate_limited", 429, { "that repeats the card": echo }, { "retry-after": number }),
  ];
}
