// The page's side of the frame's messages, by the fixtures that the frame's side is tested with too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readReport, VERSION, versionOf, writeCommand } from "../../www/frame-messages.ts";
import { FRAME_TEXTS } from "../../www/frame-texts.ts";
import en from "../../www/locales/en.json" with { type: "json" };
import commands from "../fixtures/frame/commands.json" with { type: "json" };
import hostile from "../fixtures/frame/hostile-reports.json" with { type: "json" };
import reports from "../fixtures/frame/reports.json" with { type: "json" };

test("what the page writes is what the frame's fixture has", () => {
  for (const { name, message } of commands) {
    const { cardlet, type, ...content } = message;
    assert.equal(cardlet, VERSION, name);
    assert.deepEqual(JSON.parse(writeCommand(type, content)), message, name);
  }
});

test("every report of the frame is read", () => {
  for (const { name, message } of reports) {
    assert.deepEqual(readReport(JSON.stringify(message)), message, name);
  }
});

test("no hostile message is taken for a report", () => {
  assert.ok(hostile.length >= 60);
  for (const { name, data } of hostile) assert.equal(readReport(data), null, name);
});

test("what is no text is no message, and is not even looked at", () => {
  const trap = new Proxy({}, { get: () => assert.fail("was read"), ownKeys: () => assert.fail("was read") });
  const circular = { cardlet: 1, type: "enter" };
  circular.self = circular;
  const values = [null, undefined, 1, 1n, true, Symbol("x"), () => {}, [], new Map(), circular, trap];
  for (const value of [
    ...values,
    { cardlet: 1, type: "enter" },
    new String('{"cardlet":1,"type":"enter"}'),
  ]) {
    assert.equal(readReport(value), null);
    assert.equal(versionOf(value), undefined);
  }
});

test("the words for a frame that can't speak are the locale's", () => {
  for (const [key, text] of Object.entries(FRAME_TEXTS)) assert.equal(text, en[key], key);
});
