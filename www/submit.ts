/**
 * Takes a form's submit, gets the tokens, and submits again with them.
 *
 * The page's handlers see only the second submit. Several cards in one form take turns, also those of
 * different versions of this script.
 */

import { treeTop } from "./events.ts";

/** A card that takes part in its form's submits. */
export interface SubmitCard extends HTMLElement {
  readonly form: HTMLFormElement | null;
  /** Does this submit need a token of the card? */
  needsToken(): boolean;
  /** Gets a token; false when the form must not be submitted. */
  prepareSubmit(): Promise<boolean>;
  /** Puts the token into the form's data; false when it no longer stands for what the fields hold. */
  enterToken(): boolean;
  /** Adds to a form's data what the card stands for in it. */
  addEntries(data: FormData): void;
}

type Submitter = (HTMLButtonElement | HTMLInputElement) | null;

/** The cards of a page, and its forms between their two submits. */
interface Submits {
  readonly cards: Set<SubmitCard>;
  readonly preparing: WeakSet<HTMLFormElement>;
  readonly passing: WeakSet<HTMLFormElement>;
}

/** Shared by all versions on a page: each with its own would take the other's second submit, for ever. */
const SHARED = Symbol.for("cardlet.submits");

const listened = new Map<EventTarget, number>();

function submits(): Submits {
  const page = globalThis as { [SHARED]?: Submits };
  page[SHARED] ??= { cards: new Set(), preparing: new WeakSet(), passing: new WeakSet() };
  return page[SHARED];
}

/** Takes part in the submits of the card's form; returns how to stop. */
export function joinSubmits(card: SubmitCard): () => void {
  // Capture at the top comes before every other handler.
  const target = treeTop(card);
  submits().cards.add(card);
  const count = listened.get(target) ?? 0;
  listened.set(target, count + 1);
  if (count === 0) target.addEventListener("submit", onSubmit as EventListener, { capture: true });
  return () => {
    submits().cards.delete(card);
    const left = (listened.get(target) ?? 1) - 1;
    if (left > 0) {
      listened.set(target, left);
    } else {
      listened.delete(target);
      target.removeEventListener("submit", onSubmit as EventListener, { capture: true });
    }
  };
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  const submitter = event.submitter as Submitter;
  const { cards, preparing, passing } = submits();
  if (!(form instanceof HTMLFormElement) || passing.has(form)) return;
  // A way back, or a draft: what needs no valid form needs no card either.
  if (submitter?.formNoValidate && !form.noValidate) return;
  const waiting = [...cards].filter((card) => card.form === form && card.needsToken());
  if (waiting.length === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (preparing.has(form)) return;
  preparing.add(form);
  waiting.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  prepare(form, waiting, submitter).finally(() => preparing.delete(form));
}

async function prepare(form: HTMLFormElement, waiting: SubmitCard[], submitter: Submitter): Promise<void> {
  for (const card of waiting) {
    if (!(await card.prepareSubmit())) return;
  }
  // In a microtask of the submit event a second submit is dropped silently, in all engines.
  await new Promise((resolve) => setTimeout(resolve));
  // Only now: while one card's token was on its way, another one may have been edited, or moved away.
  const isRight = (card: SubmitCard): boolean => card.form === form && card.enterToken();
  if (form.isConnected && waiting.every(isRight)) submitAgain(form, waiting, submitter);
}

function submitAgain(form: HTMLFormElement, cards: SubmitCard[], submitter: Submitter): void {
  const usable = submitter?.isConnected && submitter.form === form ? submitter : null;
  const addDisabled = ({ formData }: FormDataEvent): void => {
    // What the page disabled meanwhile is left out of the data by the browser.
    for (const card of cards) if (card.matches(":disabled")) card.addEntries(formData);
    if (usable?.name && usable.matches(":disabled")) formData.append(usable.name, usable.value);
  };
  const { passing } = submits();
  form.addEventListener("formdata", addDisabled);
  passing.add(form);
  try {
    // From the prototype: a field named requestSubmit would hide the method.
    HTMLFormElement.prototype.requestSubmit.call(form, usable);
  } finally {
    passing.delete(form);
    form.removeEventListener("formdata", addDisabled);
  }
}
