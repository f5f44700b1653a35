import type { TestContext } from "node:test";

/** The gates that `npm run test:security` lists; `scripts/security-gates.mjs` says what each needs. */
export type GateId =
  | "M1"
  | "L1"
  | "L2"
  | "L4"
  | "N1"
  | "N2"
  | "N4"
  | "F1"
  | "F2"
  | "C1"
  | "C2"
  | "C3"
  | "G1"
  | "G2"
  | "G3";

/** What a test has shown of a gate. */
export interface Shown {
  /** How many rows of its table held. */
  cases: number;
  /** What proves that the test could have failed. */
  control?: string;
  engine?: "chromium" | "firefox" | "webkit" | "node";
}

/** The first word of a note for the table. */
export const GATE_NOTE = "gate";

/** Notes for the table what has held so far. To be called at a test's end: a failed test notes nothing. */
export function shows(t: TestContext, gate: GateId, shown: Shown): void {
  t.diagnostic(`${GATE_NOTE} ${JSON.stringify({ gate, engine: "chromium", ...shown })}`);
}
