/** Tokens without an element: payment methods that have no card form. */

import { assertLoaded } from "./catalog.ts";
import { optionError, toError } from "./errors.ts";
import { givenText } from "./given.ts";
import { unlessTrapped, wasm } from "./instance.ts";
import { ModuleToken } from "./module-token.ts";
import { type CardOptions, optionsText } from "./options.ts";
import { Token } from "./token.ts";
import type { PaymentType, ProviderId, TokenType } from "./wasm/cardlet.js";

export interface ClientOptions extends CardOptions {
  provider: ProviderId;
  publicKey?: string;
  organization?: string;
  endpoint?: string;
  tokenType?: TokenType;
  /** Seconds; 30. */
  timeout?: number;
}

/** A payment method, and what the provider wants to know of it. */
export interface PaymentRequest {
  paymentType: Exclude<PaymentType, "card" | "cvc">;
  [name: string]: unknown;
}

export interface Client {
  /**
   * Posts a payment method to the tokenization endpoint.
   *
   * @throws {CardletError} with a code to match on.
   */
  tokenize(request: PaymentRequest, options?: { signal?: AbortSignal }): Promise<Token>;
}

/**
 * A client for payment methods without a card form, such as Univapay's convenience stores.
 *
 * @example
 * // With the app token, and never with its secret.
 * const client = createClient({ provider: "univapay", publicKey: "sk_mine" });
 * const token = client.tokenize({
 *   paymentType: "konbini",
 *   customerName: "Taro Yamada",
 *   convenienceStore: "seven_eleven",
 *   phoneNumber: { countryCode: "81", localNumber: "312345678" },
 * });
 * await token.catch((error) => error.code); // → "secret_key_refused"
 */
export function createClient(options: ClientOptions): Client {
  const { timeout = 30, provider, publicKey, organization, endpoint, tokenType, ...configured } = options;
  const account = { provider, publicKey, organization, endpoint, tokenType };
  const text = optionsText(account, configured);
  return {
    async tokenize({ paymentType, ...data }, { signal } = {}) {
      assertLoaded();
      if (paymentType == null) throw optionError("paymentType", "missing_option");
      if ((paymentType as PaymentType) === "card") throw optionError("paymentType", "unsupported_operation");
      try {
        const json = JSON.stringify(data);
        const answer = wasm.tokenizePayment(
          text,
          givenText("paymentType", paymentType),
          json,
          timeout * 1000,
          signal,
        );
        return new Token(new ModuleToken(await unlessTrapped(answer)));
      } catch (failure) {
        throw toError(failure);
      }
    },
  };
}
