/** What any form-associated element has in common with a native input. */

import { setText } from "./attributes.ts";
import { listen, treeTop } from "./events.ts";

/** On a server there is no HTMLElement, and importing this file must do nothing. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export abstract class FormControl extends Base {
  static readonly formAssociated = true;

  readonly #internals = this.attachInternals();
  /** Held: WebKit forgets what is in a set of states that no script holds, and shows it all the same. */
  readonly #states = this.#internals.states;
  #hasValue = false;
  #message = "";
  #anchor: HTMLElement | undefined;
  /** Is this `checkValidity()`, which shows nothing? */
  #isOnlyAsked = false;
  #isReporting = false;
  /** Has a person just asked for a submit? */
  #isPersonAsking = false;

  get type(): string {
    return this.localName;
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** The attribute, as frameworks set what an element has as a property. */
  set form(id: string | null | undefined) {
    setText(this, "form", id);
  }

  get labels(): NodeList {
    return this.#internals.labels;
  }

  /** The attribute: where the labels are. */
  set labels(place: string | null | undefined) {
    setText(this, "labels", place);
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    this.#isOnlyAsked = true;
    try {
      return this.#internals.checkValidity();
    } finally {
      this.#isOnlyAsked = false;
    }
  }

  reportValidity(): boolean {
    this.#isReporting = true;
    try {
      return this.#internals.reportValidity();
    } finally {
      this.#isReporting = false;
    }
  }

  /** @internal Shows what is wrong. */
  protected abstract tellErrors(): void;

  /** @internal Focuses the first field, or with `wrong` the first wrong one. */
  protected abstract focusFirst(which: "first" | "wrong"): void;

  /** @internal Is there a value in the form's data? */
  protected get hasFormValue(): boolean {
    return this.#hasValue;
  }

  /** @internal The value in the form's data; null for none. */
  protected setFormValue(value: string | FormData | null): void {
    this.#internals.setFormValue(value);
    this.#hasValue = value !== null;
  }

  /** @internal Valid with "", else invalid for this reason, which the browser may show at the anchor. */
  protected setMessage(message: string, anchor?: HTMLElement): void {
    if (message === this.#message && anchor === this.#anchor) return;
    this.#message = message;
    this.#anchor = anchor;
    this.#internals.setValidity(message ? { customError: true } : {}, message, message ? anchor : undefined);
  }

  /** @internal Turns a custom state such as `:state(busy)` on or off. */
  protected setState(state: string, on: boolean): void {
    // A write of what is there already makes the browser match the styles again.
    if (this.#states.has(state) === on) return;
    if (on) this.#states.add(state);
    else this.#states.delete(state);
  }

  /** @internal Takes part in the form's checks and labels until the returned function is called. */
  protected joinForm(): () => void {
    const top = treeTop(this);
    const leave = [
      listen(this, "invalid", (event) => this.#onInvalid(event)),
      listen(this, "click", (event) => this.#onClick(event as MouseEvent)),
      listen(top, "click", (event) => this.#onAct(event), true),
      listen(top, "keydown", (event) => this.#onAct(event), true),
    ];
    return () => {
      for (const undo of leave) undo();
    };
  }

  /** Remembers for one task that a submit is what follows: of Enter in a text field, or of a button. */
  #onAct(event: Event): void {
    // Most keys are none of it.
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    const control = event
      .composedPath()
      .find((target) => target instanceof HTMLInputElement || target instanceof HTMLButtonElement);
    if (!control?.form || control.form !== this.form) return;
    if (event.type === "click" && !isSubmitButton(control)) return;
    this.#expectSubmit();
  }

  #expectSubmit(): void {
    this.#isPersonAsking = true;
    setTimeout(() => {
      this.#isPersonAsking = false;
    });
  }

  /**
   * @internal Submits the form as Enter in one of its fields does: by its default button, or without
   * one if no other field would keep it from being submitted.
   */
  protected submitByEnter(): void {
    const { form } = this;
    if (!form || this.matches(":disabled")) return;
    // Not `form.elements`, which leaves pictures out.
    const root = form.getRootNode() as Document | ShadowRoot;
    const all = root.querySelectorAll<HTMLButtonElement | HTMLInputElement>("button, input");
    const controls = [...all].filter((control) => control.form === form);
    const button = controls.find(isSubmitButton);
    if (button?.matches(":disabled")) return;
    if (!button && controls.some(hasOwnEnter)) return;
    this.#expectSubmit();
    // From the prototype: a field named requestSubmit would hide the method.
    HTMLFormElement.prototype.requestSubmit.call(form, button);
  }

  #onInvalid(event: Event): void {
    if (event.target !== this) return;
    // A page may ask its form at every key whether it is valid; nothing may disturb the typing then.
    // Where a script asks, only the browser knows whether to report, and does it at the anchor.
    if (!this.#isOnlyAsked && !this.#isReporting && !this.#isPersonAsking) {
      this.#followReport();
      return;
    }
    event.preventDefault();
    if (this.#isOnlyAsked) return;
    // The element shows its own errors instead of the browser's bubble.
    this.tellErrors();
    const controls = this.form ? Array.from(this.form.elements) : [this];
    const first = controls.find((control) => control.matches(":invalid:not(fieldset)"));
    if (first !== this) return;
    this.focusFirst("wrong");
    // Else the browser would now focus the next control that is invalid too.
    const { form } = this;
    const stay = form ? listen(form, "invalid", (later) => later.preventDefault(), true) : undefined;
    setTimeout(() => stay?.());
  }

  /** A report focuses the anchor in the same task; a frame has to be told which field that means. */
  #followReport(): void {
    const undo = listen(this, "focusin", (event) => {
      if (event.composedPath()[0] instanceof HTMLIFrameElement) this.focusFirst("wrong");
    });
    setTimeout(undo);
  }

  #onClick(event: MouseEvent): void {
    // A click within a shadow root has the host as its target, too.
    if (event.composedPath()[0] !== this) return;
    // A click on a label of the host comes here too, from a point outside the host.
    const box = this.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
    if (!inside && this.labels.length > 0) this.focusFirst("first");
  }
}

function isSubmitButton({ type }: HTMLButtonElement | HTMLInputElement): boolean {
  return type === "submit" || type === "image";
}

/** The types of input that, beside another one, keep Enter from submitting a form without a button. */
const BLOCKING = /^(text|search|tel|url|email|password|date|month|week|time|datetime-local|number)$/;

function hasOwnEnter(control: Element): boolean {
  return control instanceof HTMLInputElement && BLOCKING.test(control.type);
}
