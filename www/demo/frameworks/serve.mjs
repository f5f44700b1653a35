// Serves a built example, and stands in for the two servers that it talks to: the provider's, which makes a token
// of a card, and the merchant's, which takes the order. Run it in an example's folder: npm start
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { json, text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const LIFE_MS = 30 * 60_000;

/** Serves these folders, the first that has a file; `seen` has what the servers were sent, no card among it. */
export async function serve(folders, port = 0) {
  const seen = { tokens: [], orders: [] };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (request.method === "POST" && pathname.endsWith("/tokens")) {
      answer(response, 201, tokenOf(await json(request), seen.tokens));
    } else if (request.method === "POST" && pathname === "/orders") {
      seen.orders.push(await text(request));
      answer(response, 201, { order: seen.orders.length });
    } else {
      send(response, folders, pathname);
    }
  });
  await new Promise((resolve) => server.listen(port, "localhost", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://localhost:${server.address().port}/`, seen, close };
}

function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** A token as Rebilly's sandbox makes them. */
function tokenOf({ method, paymentInstrument }, tokens) {
  const id = `tok_${tokens.length + 1}`;
  tokens.push(id);
  const { pan, expMonth, expYear } = paymentInstrument;
  const now = Date.now();
  return {
    id,
    method,
    paymentInstrument: { last4: pan.slice(-4), expMonth, expYear },
    isUsed: false,
    createdTime: new Date(now).toISOString(),
    expirationTime: new Date(now + LIFE_MS).toISOString(),
  };
}

function send(response, folders, pathname) {
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  const isPlain = !path.split("/").includes("..");
  const file = folders.map((folder) => join(folder, path)).find((found) => isPlain && existsSync(found));
  if (!file) return response.writeHead(404).end();
  response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { url } = await serve(process.argv.slice(2), 4180);
  console.log(url);
}
