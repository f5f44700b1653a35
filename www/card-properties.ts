/** The element's properties that mirror its attributes. */

import { mirrorFlags, mirrorText, takeOver } from "./attributes.ts";
import { FormControl } from "./form-control.ts";
import { ACCOUNT } from "./options.ts";

export abstract class CardProperties extends FormControl {
  static readonly observedAttributes = [
    ...Object.keys(ACCOUNT),
    ...["fields", "brands", "required", "form", "timeout", "min-validity", "locale", "consent"],
    ...["frame", "render"],
  ];

  declare provider: string;
  declare publicKey: string;
  declare organization: string;
  declare endpoint: string;
  declare fields: string;
  declare brands: string;
  declare bin: string;
  declare consent: string;
  declare name: string;
  declare submit: string;
  declare tokenType: string;
  declare updateToken: string;
  declare cardBrand: string;
  declare locale: string;
  declare timeout: string;
  declare minValidity: string;
  declare frame: string;
  declare frameTitle: string;
  declare render: string;
  declare layout: string;
  declare theme: string;
  declare required: boolean;
  declare disabled: boolean;

  connectedCallback(): void {
    takeOver(this, [...Object.keys(TEXTS), ...FLAGS, "labels", "form"]);
  }
}

/** The attributes by property. */
const TEXTS = {
  ...Object.fromEntries(Object.entries(ACCOUNT).map(([attribute, property]) => [property, attribute])),
  fields: "fields",
  brands: "brands",
  bin: "bin",
  consent: "consent",
  name: "name",
  submit: "submit",
  frame: "frame",
  frameTitle: "frame-title",
  render: "render",
  locale: "locale",
  layout: "layout",
  theme: "theme",
  timeout: "timeout",
  minValidity: "min-validity",
};
const FLAGS = ["required", "disabled"];

mirrorText(CardProperties.prototype, TEXTS);
mirrorFlags(CardProperties.prototype, FLAGS);
