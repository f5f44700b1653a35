/** Types of `<cardlet-card>` in JSX, for React 19: `import type {} from "cardlet/react"`. There is no code behind it. */

import type { ClassAttributes, HTMLAttributes } from "react";
import type { CardAttributes, CardListeners } from "./card-attributes.ts";
import type { CardElement } from "./card-element.ts";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "cardlet-card": CardAttributes &
        CardListeners &
        ClassAttributes<CardElement> &
        Omit<HTMLAttributes<CardElement>, keyof CardAttributes>;
    }
  }
}
