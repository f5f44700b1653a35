/** How long a validator takes for one text. */

import { cardTexts } from "./numbers.ts";
import { medians } from "./rounds.ts";
import { type Question, type Validator, validators } from "./validators.ts";

export interface Throughput {
  readonly name: string;
  readonly nanoseconds: number;
  readonly question: Question;
  /** The share of the texts to which it gives Cardlet's answer. */
  readonly agreement: number;
}

const ROUNDS = { rounds: 21, warmUp: 4 };
const texts = cardTexts(10_000);

export async function throughput(): Promise<Throughput[]> {
  const costs = await medians(validators, ROUNDS, async (validator) => {
    // A task of its own, so that a frame or a collection between two runs is nobody's.
    await new Promise((resolve) => setTimeout(resolve));
    return timed(validator);
  });
  return validators.map((validator, index) => ({
    name: validator.name,
    question: validator.question,
    nanoseconds: ((costs[index] ?? Number.NaN) * 1e6) / texts.length,
    agreement: agreement(validator),
  }));
}

/** Answers are added up and kept: what nobody reads, a compiler may leave out. */
let sum = 0;

function timed(validator: Validator): number {
  const start = performance.now();
  for (const text of texts) sum += validator.read(text);
  const cost = performance.now() - start;
  if (!(sum > 0)) throw new Error(`${validator.name} gave no answers`);
  return cost;
}

function agreement({ question, opinion }: Validator): number {
  const cardlet = validators.find((other) => other.question === question) as Validator;
  return texts.filter((text) => opinion(text) === cardlet.opinion(text)).length / texts.length;
}
