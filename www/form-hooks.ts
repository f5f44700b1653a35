/** The help with form posts, which only Keap needs: its code is loaded when it is called. */

import type { CardOptions } from "./options.ts";
import type { FormHooks } from "./wasm/cardlet.js";

export function lazyFormHooks(options: () => CardOptions): FormHooks {
  return {
    async begin() {
      const { beginSubmission } = await import("./form-post.ts");
      return beginSubmission(options());
    },
  };
}
