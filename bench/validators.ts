/** The validators, each called as its own documentation shows. */

import cardValidator from "card-validator";
import creditCardType from "credit-card-type";
import creditcards from "creditcards";
import Payment from "payment";
import { checkNumber } from "../www/index.ts";

/** What is asked: libraries that answer less have less to do, so each is compared on what it answers. */
export type Question = "verdict" | "verdict, brand and candidates" | "brand and candidates";

export interface Validator {
  readonly name: string;
  readonly question: Question;
  /** Reads every answer to the question, and folds them into a number. */
  read(text: string): number;
  /** What it holds of a text, to compare with Cardlet's answer to the same question. */
  opinion(text: string): unknown;
}

/** Cardlet comes first for each question. */
export const validators: readonly Validator[] = [
  {
    name: "Cardlet",
    question: "verdict",
    read: (text) => (checkNumber(text).valid ? 1 : 0),
    opinion: (text) => checkNumber(text).valid,
  },
  {
    name: "payment",
    question: "verdict",
    read: (text) => (Payment.fns.validateCardNumber(text) ? 1 : 0),
    opinion: (text) => Payment.fns.validateCardNumber(text),
  },
  {
    name: "creditcards",
    question: "verdict",
    read: (text) => (creditcards.card.isValid(creditcards.card.parse(text)) ? 1 : 0),
    opinion: (text) => creditcards.card.isValid(creditcards.card.parse(text)),
  },
  {
    name: "Cardlet",
    question: "verdict, brand and candidates",
    read: (text) => {
      const { valid, potentiallyValid, brand, brands } = checkNumber(text);
      return (valid ? 1 : 0) + (potentiallyValid ? 1 : 0) + (brand?.length ?? 0) + brands.length;
    },
    opinion: (text) => checkNumber(text).valid,
  },
  {
    name: "card-validator",
    question: "verdict, brand and candidates",
    read: (text) => {
      const { isValid, isPotentiallyValid, card } = cardValidator.number(text);
      return (isValid ? 1 : 0) + (isPotentiallyValid ? 1 : 0) + (card?.type.length ?? 0);
    },
    opinion: (text) => cardValidator.number(text).isValid,
  },
  {
    name: "Cardlet",
    question: "brand and candidates",
    read: (text) => {
      const { brand, brands } = checkNumber(text);
      return (brand?.length ?? 0) + brands.length;
    },
    opinion: (text) => sameBrand(checkNumber(text).brands[0]?.id),
  },
  {
    name: "credit-card-type",
    question: "brand and candidates",
    read: (text) => {
      const types = creditCardType(digitsOf(text));
      return (types[0]?.type.length ?? 0) + types.length;
    },
    opinion: (text) => sameBrand(creditCardType(digitsOf(text))[0]?.type),
  },
];

/** It takes digits only. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function sameBrand(id: string | undefined): string | undefined {
  return id?.replaceAll("-", "_");
}
