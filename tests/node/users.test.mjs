// What people suffer from in card forms, line by line, and the tests that hold it: tests/users.json. A test that
// is renamed or taken away leaves its line without one, and is found here.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import users from "../users.json" with { type: "json" };

const folder = new URL("../", import.meta.url);

for (const [group, lines] of Object.entries(users)) {
  test(`${group}: every line has its tests`, () => {
    for (const [line, tests] of Object.entries(lines)) {
      assert.ok(tests.length > 0, line);
      for (const named of tests) assert.ok(isThere(named), `${line}: there is no ${named}`);
    }
  });
}

test("a test that is not there is missed", () => {
  assert.equal(isThere("e2e/typing.test.ts: a pasted text takes the field's form"), true);
  assert.equal(isThere("e2e/typing.test.ts: a pasted text takes no form"), false);
  assert.equal(isThere("e2e/no-such.test.ts: a pasted text takes the field's form"), false);
});

/** Is there a test of this name? `file: words of its title`, or `file: function` in Rust. */
function isThere(named) {
  const [file, words] = named.split(/: (.*)/s);
  const url = new URL(file, folder);
  if (!existsSync(url)) return false;
  const text = readFileSync(url, "utf8");
  return file.endsWith(".rs") ? text.includes(`fn ${words}(`) : text.includes(words);
}
