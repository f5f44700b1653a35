/**
 * The fields in the order of the table. The bare input is the floor; `Cardlet formatNumber` formats and no
 * more, as the peers do, and `<cardlet-card>` also checks, shows and tells.
 */
export const FIELDS = [
  "bare input",
  "Cardlet formatNumber",
  "cleave-zen",
  "cleave-zen, caret kept",
  "imask",
  "restricted-input",
  "<cardlet-card>",
] as const;
export type FieldName = (typeof FIELDS)[number];
