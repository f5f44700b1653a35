/** The texts that every validator is given: prefixes, whole numbers and wrong ones, as people write them. */

import { type Random, seeded } from "./random.ts";

/** Test numbers that brands, networks and processors publish. */
const PUBLISHED = [
  ...["4111111111111111", "4012888888881881", "4242424242424242", "4222222222222"],
  ...["5555555555554444", "5105105105105100", "2223003122003222"],
  ...["378282246310005", "371449635398431", "378734493671000"],
  ...["30569309025904", "38520000023237", "36227206271667"],
  ...["6011111111111117", "6011000990139424"],
  ...["3530111333300000", "3566002020360505"],
  ...["6200000000000005", "6759649826438453", "6771798021000008"],
  ...["5066991111111118", "6062828888666688"],
];

/** This many texts, the same in every run. */
export function cardTexts(count: number): string[] {
  const random = seeded(4111);
  return Array.from({ length: count }, () => written(random, digits(random)));
}

/** Half are unfinished, a third are whole, a sixth have one wrong digit. */
function digits(random: Random): string {
  const number = random.pick(PUBLISHED);
  const kind = random.below(6);
  if (kind < 3) return number.slice(0, 1 + random.below(number.length - 1));
  if (kind < 5) return number;
  const at = random.below(number.length);
  const other = (Number(number[at]) + 1 + random.below(9)) % 10;
  return number.slice(0, at) + other + number.slice(at + 1);
}

/** Half are in groups, with blanks or with dashes. */
function written(random: Random, number: string): string {
  const between = random.pick(["", "", "", " ", " ", "-"]);
  const groups = /^3[47]/.test(number)
    ? /^(.{4})(.{1,6})?(.+)?$/
    : /^(.{4})(.{1,4})?(.{1,4})?(.{1,4})?(.+)?$/;
  const found = between === "" ? null : groups.exec(number);
  return found ? found.slice(1).filter(Boolean).join(between) : number;
}
