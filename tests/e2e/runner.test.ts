import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engineNames, launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { RequestReader } from "./support/http-request.ts";
import { occurrences } from "./support/occurrences.ts";
import { startProxy } from "./support/proxy.ts";
import { retry } from "./support/retry.ts";
import { startSandbox } from "./support/sandbox.ts";

const NUMBER = "4242424242424242";

const PAGE = `<!doctype html><title>form</title>
<form id="form"><input id="number"><input id="name"><button>Pay</button></form>
<script>
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const response = await fetch(document.title, { method: "POST", body: number.value });
    document.title = await response.text();
  });
</script>`;

for (const name of engineNames) {
  test(`${name} runs a page`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "cardlet-runner-"));
    t.after(() => rm(folder, { recursive: true }));
    const server = await startFakeApi(({ method }) =>
      method === "POST" ? { body: "paid" } : { headers: { "content-type": "text/html" }, body: PAGE },
    );
    t.after(() => server.close());
    const shop = await startProxy({ host: "localhost", target: server.port });
    t.after(() => shop.close());
    const engine = await launch(name);
    t.after(() => engine.close());
    const page = await engine.newPage();

    await t.test("keys go where the focus is", async () => {
      await page.goto(shop.url);
      await page.click("#number");
      await page.type("4242");
      await page.press("Tab");
      await page.type("Zoë Ab");
      assert.equal(await page.evaluate<string>("document.activeElement.id"), "name");
      await page.press("Home");
      await page.press("Delete");
      await page.press("Shift+Tab");
      await page.press("End");
      await page.type("42");
      assert.deepEqual(await page.evaluate("[number.value, document.querySelector('#name').value]"), [
        "424242",
        "oë Ab",
      ]);
    });

    await t.test("evaluate awaits, and reports what the page throws", async () => {
      assert.deepEqual(
        await page.evaluate("(async () => ({ a: [await 1, null], title: document.title }))();"),
        {
          a: [1, null],
          title: "form",
        },
      );
      assert.equal(await page.evaluate("undefined"), undefined);
      await assert.rejects(page.evaluate("Promise.reject(new TypeError('no card'))"), /TypeError: no card/);
      await assert.rejects(page.waitFor("document.title === 'x'", 1000), /waitFor\(document\.title.*false/);
    });

    await t.test("WebAssembly loads", async () => {
      const empty = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])";
      assert.equal(
        await page.evaluate<string>(`WebAssembly.instantiate(${empty}).then(({ module }) => String(module))`),
        "[object WebAssembly.Module]",
      );
    });

    await t.test("the proxy has what was sent, once", async () => {
      await page.evaluate(`number.value = ""`);
      await page.click("#number");
      await page.type(NUMBER);
      assert.equal(occurrences(shop.requestBytes(), NUMBER), 0);
      await page.press("Enter");
      await page.waitFor("document.title === 'paid'");
      assert.equal(occurrences(shop.requestBytes(), NUMBER), 1);
      assert.equal(occurrences(shop.responseBytes(), NUMBER), 0);
      const post = shop.requests().find(({ method }) => method === "POST");
      assert.equal(post?.path, "/form");
      assert.equal(post?.headers.host, `localhost:${shop.port}`);
      assert.equal(String(post?.body), NUMBER);
    });

    await t.test("another site is reached through its own proxy", async (t) => {
      const api = await startProxy({ host: "127.0.0.1", target: server.port });
      t.after(() => api.close());
      const send = `fetch("${api.url}/tokens", { method: "POST", headers: { "x-test": "1" }, body: "${NUMBER}" })
        .then((response) => response.text(), () => "failed")`;
      shop.clear();
      assert.equal(await page.evaluate<string>(send), "paid");
      assert.deepEqual(
        api.requests().map(({ method }) => method),
        ["OPTIONS", "POST"],
      );
      assert.equal(occurrences(api.requestBytes(), NUMBER), 1);
      assert.equal(occurrences(shop.requestBytes(), NUMBER), 0);

      await api.inject({ kind: "refuse" });
      assert.equal(await page.evaluate<string>(send), "failed");
      await api.inject({ kind: "lose-reply", method: "POST" });
      assert.equal(await page.evaluate<string>(send), "failed");
      await api.inject({ kind: "hold-reply", method: "POST" });
      api.clear();
      await page.evaluate(`void (window.reply = "none yet", ${send}.then((text) => window.reply = text))`);
      await retry("the held reply", 20_000, async () => assert.match(String(api.responseBytes()), /paid/));
      assert.equal(await page.evaluate("reply"), "none yet");
      await api.heal();
      await page.waitFor("reply === 'paid'");
    });

    await t.test("a visit to nobody fails, and the next one does not", async () => {
      await shop.inject({ kind: "refuse" });
      await assert.rejects(page.goto(shop.url));
      await shop.heal();
      await page.goto(shop.url);
      assert.equal(await page.evaluate("document.title"), "form");
    });

    await t.test("a screenshot is a PNG", async () => {
      const file = join(folder, "page.png");
      await page.screenshot(file);
      assert.equal((await readFile(file)).toString("latin1", 1, 4), "PNG");
    });
  });
}

const OCCURRENCES: [text: string | Buffer, count: number][] = [
  [`{"number":"${NUMBER}"}`, 1],
  ["a=4242+4242+4242+4242&b=4242%204242%204242%204242&c=4242-4242-4242-4242", 3],
  [Buffer.from(NUMBER, "utf16le"), 1],
  [`${btoa(`${NUMBER}x`)} ${btoa(`a${NUMBER}`)} ${btoa(`ab${NUMBER}abc`)}`, 3],
  ["", 0],
  ["424242424242424", 0],
  ["4242  4242  4242  4242", 0],
  [`{"number":"4242424242424241","mask":"424242******4242"}`, 0],
  [btoa("4242424242424241"), 0],
];

test("occurrences finds a number however it is written, and nothing else", () => {
  for (const [text, count] of OCCURRENCES) {
    assert.equal(occurrences(Buffer.from(text), NUMBER), count, String(text));
  }
});

const WIRE: [bytes: string, bodies: string[]][] = [
  ["GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n", [""]],
  [
    "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcPUT / HTTP/1.1\r\nContent-Length: 1\r\n\r\nd",
    ["abc", "d"],
  ],
  ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", ["abcde"]],
  [
    "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ["a", ""],
  ],
  ["POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nabc", []],
  ["POST / HTTP/1.1\r\ncontent-length: x\r\n\r\nabc", []],
  ["\x16\x03\x01\r\n\r\nGET / HTTP/1.1\r\n\r\n", []],
];

test("requests are read off the wire however it splits them", () => {
  for (const [bytes, bodies] of WIRE) {
    for (const size of [1, 7, bytes.length]) {
      const reader = new RequestReader();
      const requests = [];
      for (let at = 0; at < bytes.length; at += size) {
        requests.push(...reader.push(Buffer.from(bytes.slice(at, at + size), "latin1")));
      }
      assert.deepEqual(
        requests.map(({ body }) => String(body)),
        bodies,
        `${size} at a time: ${bytes}`,
      );
    }
  }
});

test("what a test started does not outlive it, however it ends", async () => {
  const script = `import { startOwned } from "${import.meta.resolve("./support/owned-process.ts")}";
    const { child } = await startOwned("sleep", ["60"]);
    console.log(child.pid);
    process.kill(process.pid, "SIGKILL");`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script];
  const started = await new Promise<string>((resolve) =>
    execFile("node", args, (_, stdout) => resolve(stdout)),
  );
  const pid = Number(started);
  assert.ok(pid > 0, started);
  await retry("the end of the process", 20_000, async () =>
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }),
  );
});

/** Stands in for the sandbox: four servers on one port each, and an API that repeats what it is told. */
const STAND_IN = `#!/usr/bin/env node
import { createServer } from "node:http";
const option = (name) => process.argv[process.argv.indexOf("--public-" + name) + 1];
const serve = (name) => new Promise((resolve) => {
  const server = createServer((request, response) => request.method === "POST"
    ? request.pipe(response) : response.end(name + " " + option(name)));
  server.listen(0, "127.0.0.1", () => resolve(server.address().port));
});
const [shop, merchant, api, fields] = await Promise.all(["shop", "merchant", "api", "fields"].map(serve));
console.log(JSON.stringify({ shop: "http://localhost:" + shop, merchant: "http://localhost:" + merchant,
  api: "http://127.0.0.1:" + api, fields: "http://127.0.0.1:" + fields }));
console.error("ready");
`;

test("the sandbox runs behind a proxy for each origin", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "cardlet-runner-"));
  t.after(() => rm(folder, { recursive: true }));
  const binary = join(folder, "sandbox.mjs");
  await writeFile(binary, STAND_IN, { mode: 0o755 });
  const sandbox = await startSandbox(binary);
  t.after(() => sandbox.close());

  for (const name of ["shop", "merchant", "api", "fields"] as const) {
    const { url } = sandbox[name];
    assert.equal(await (await fetch(url)).text(), `${name} ${url}`);
    assert.equal(sandbox[name].requests().length, 1);
  }
  assert.deepEqual(await sandbox.post("/_sandbox/clock", { advance: 60 }), { advance: 60 });
  assert.equal(sandbox.api.requests().length, 1, "control requests go around the recording");
  await retry("the output", 20_000, async () => assert.match(String(sandbox.output()), /ready/));

  await assert.rejects(startSandbox(join(folder, "none")), /none did not start: build it/);
  await assert.rejects(startSandbox("/bin/false"), /did not name its addresses/);
});

test("the fake API answers, hangs and drops as told", async (t) => {
  const api = await startFakeApi(({ path }) =>
    path === "/drop" ? "drop" : path === "/hang" ? "hang" : { status: 503, body: "{" },
  );
  t.after(() => api.close());
  const reply = await fetch(api.url, { headers: { origin: "http://localhost:1" } });
  assert.deepEqual([reply.status, await reply.text()], [503, "{"]);
  assert.equal(reply.headers.get("access-control-allow-origin"), "http://localhost:1");
  await assert.rejects(fetch(`${api.url}/drop`));
  const leave = new AbortController();
  const hung = fetch(`${api.url}/hang`, { signal: leave.signal });
  await retry("the request that hangs", 20_000, async () => assert.equal(api.requests.length, 3));
  leave.abort();
  await assert.rejects(hung, { name: "AbortError" });
});
