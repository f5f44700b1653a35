/** What runs in the page; `bench/run.ts` calls it by name. */

import { init } from "../www/index.ts";
import type { FieldName } from "./field-names.ts";
import { fieldValue, showField } from "./fields.ts";
import { clocked, takeKeyTimes } from "./key-clock.ts";
import { throughput } from "./throughput.ts";
import { startWriteCount, takeWrites } from "./write-count.ts";

await init();
Object.assign(globalThis, {
  bench: {
    throughput,
    showField: (name: FieldName) => clocked(() => showField(name)),
    fieldValue,
    takeKeyTimes,
    startWriteCount,
    takeWrites,
  },
});
