/**
 * The gates of docs/security.md: what each shows, where, and how many cases it has in which engine. A new case
 * raises its number here: with one less the gate fails.
 */

const e2e = (name, mode) => ({ file: `tests/e2e/${name}.test.ts`, mode });
/** Tests without notes count for this engine. */
const node = (name) => ({ file: `tests/node/${name}.test.mjs`, counts: "node" });
const cargo = (name, ...parameters) => ({
  file: `tests/${name}.rs`,
  command: ["cargo", "test", "--quiet", "--features", "sandbox", "--test", name, ...parameters],
});

/** The comparison of `scripts/repro`, with what it must find. */
const ONE_BYTE_MORE =
  'copy=$(mktemp -d); cp -r dist/. "$copy"; printf x >>"$copy/cardlet.wasm"; ' +
  '! diff -rq dist "$copy"; found=$?; rm -rf "$copy"; exit $found';

export const GATES = [
  {
    id: "M1",
    what: "no card in linear memory after each ending",
    runs: [e2e("memory"), e2e("memory", "hosted"), e2e("trap")],
    least: { chromium: 51, firefox: 43 },
  },
  { id: "L1", what: "no card digits in 18 sinks", runs: [e2e("taint")], least: { chromium: 72 } },
  {
    id: "L2",
    what: "one request has the card, nobody else is asked",
    runs: [e2e("taint")],
    least: { chromium: 2 },
  },
  {
    id: "L4",
    what: "the host page learns no digit of a frame",
    runs: [e2e("hosted-hostile")],
    least: { chromium: 68 },
  },
  {
    id: "N1",
    what: "no hostile message is accepted",
    runs: [
      e2e("hosted-hostile"),
      node("frame-messages"),
      { ...cargo("frame", "no_hostile_message_is_taken_for_a_command"), counts: "native" },
    ],
    least: { chromium: 222, node: 5, native: 1 },
  },
  {
    id: "N2",
    what: "no exception under foreign messages",
    runs: [e2e("hosted-hostile")],
    least: { chromium: 101 },
  },
  {
    id: "N4",
    what: "no message for any origin",
    runs: [e2e("hosted-hostile")],
    least: { chromium: 9 },
  },
  {
    id: "F1",
    what: "no frame for other embedders",
    runs: [e2e("hosted-hostile")],
    least: { chromium: 8 },
  },
  {
    id: "F2",
    what: "works cross-origin isolated",
    runs: [e2e("hosted-hostile")],
    least: { chromium: 2 },
  },
  {
    id: "C1",
    what: "each CSP row behaves as documented",
    runs: [e2e("csp")],
    least: { chromium: 9 },
  },
  {
    id: "C2",
    what: "works under Trusted Types 'none'",
    runs: [e2e("csp")],
    least: { chromium: 2 },
  },
  {
    id: "C3",
    what: "no shipped file runs with a byte flipped",
    runs: [e2e("integrity")],
    least: { chromium: 66, firefox: 65, webkit: 65 },
  },
  {
    id: "G1",
    what: "network faults end in their codes",
    runs: [e2e("faults")],
    least: { chromium: 82 },
  },
  {
    id: "G2",
    what: "hostile bodies end in typed errors",
    runs: [e2e("faults")],
    least: { chromium: 90 },
  },
  {
    id: "G3",
    what: "no endpoint trick is taken",
    runs: [e2e("endpoints")],
    least: { chromium: 41 },
  },
  {
    id: "Z1",
    what: "the fuzz targets hold over each input of their corpora",
    runs: [cargo("fuzz", "--", "--nocapture")],
    least: { native: 324 },
  },
  {
    id: "S",
    what: "supply chain: crates, licences, hashes, no dependency",
    runs: [node("supply"), node("shipped")],
    least: { node: 10 },
    control: "a planted path and a forbidden licence are found",
  },
  // Last, since two builds from nothing take minutes.
  {
    id: "S-repro",
    what: "two builds of the last commit in two folders are the same bytes",
    runs: [
      {
        file: "scripts/repro",
        command: ["bash", "scripts/repro"],
        counts: "build",
        counted: /^(\d+) files, the same bytes/,
      },
      {
        file: "scripts/repro",
        command: ["bash", "-c", ONE_BYTE_MORE],
        control: "one byte more in a copy of dist/ is a difference",
      },
    ],
    least: { build: 141 },
  },
];
