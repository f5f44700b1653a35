/** Types of `<cardlet-card>` in templates, for Vue 3: `import type {} from "cardlet/vue"`. There is no code behind it. */

import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { CardAttributes } from "./card-attributes.ts";
import type { CardElement } from "./card-element.ts";
import type { CardletEventMap } from "./events.ts";

type Emitted = { [Type in keyof CardletEventMap]: (event: CardletEventMap[Type]) => void };

declare module "vue" {
  interface GlobalComponents {
    "cardlet-card": new () => CardElement & {
      $props: CardAttributes & Omit<HTMLAttributes, keyof CardAttributes> & PublicProps;
      $emit: EmitFn<Emitted>;
    };
  }
}
