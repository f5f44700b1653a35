//! The TypeScript types of the module, written here once.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A card brand. `unknown`: the number is valid but belongs to no brand that is known. */
export type BrandId =
  | "visa" | "mastercard" | "american_express" | "diners_club"
  | "discover" | "jcb" | "unionpay" | "maestro"
  | "mir" | "elo" | "hipercard" | "hiper" | "troy" | "verve" | "rupay" | "naranja"
  | "uatp" | "dankort" | "cartes_bancaires" | "unknown";

/** A field of the form. */
export type FieldName = "number" | "expiry" | "cvc" | "name" | "postalCode" | "country";

/** What is missing or wrong in a field. */
export type FieldCode =
  | "incomplete_number" | "invalid_number" | "unsupported_brand"
  | "incomplete_expiry" | "invalid_expiry_month" | "invalid_expiry_month_past"
  | "invalid_expiry_year" | "invalid_expiry_year_past"
  | "incomplete_cvc" | "invalid_cvc"
  | "incomplete_name" | "invalid_name" | "card_number_in_name"
  | "incomplete_postal_code" | "invalid_postal_code" | "incomplete_country";

/** A system that tokens come from. */
export type ProviderId =
  | "checkout" | "generic" | "keap" | "paymentsai" | "processout" | "rebilly" | "univapay";

/** How somebody pays with a token. */
export type PaymentType =
  | "card" | "cvc" | "qr_scan" | "qr_merchant" | "online" | "konbini" | "bank_transfer" | "paidy"
  | "apple_pay";

/** How often a token may be used. */
export type TokenType = "one_time" | "subscription" | "recurring";

/** A brand and what it prints on its cards. */
export interface Brand {
  readonly id: BrandId;
  readonly name: string;
  /** The number's possible lengths, ascending. */
  readonly lengths: readonly number[];
  /** After how many digits a gap stands. */
  readonly gaps: readonly number[];
  /** The security code; a length of 0 means that a card may have none. */
  readonly cvc: { readonly name: string; readonly lengths: readonly number[] };
}

/** The tables that packed answers refer to by index. */
export interface Catalog {
  readonly brands: readonly Brand[];
  readonly codes: readonly FieldCode[];
  readonly fields: readonly FieldName[];
}

/** What never changes about a token. */
export interface TokenFacts {
  readonly id: string;
  readonly provider: ProviderId;
  readonly paymentType: PaymentType;
  readonly createdTime: string | null;
  readonly expirationTime: string | null;
  readonly expirationSource: "provider" | "published" | "client_clock" | "none";
  /** Null where the provider does not tell tokens apart by it. */
  readonly type: TokenType | null;
  /** How often a recurring token may be charged, in the provider's words. */
  readonly usageLimit: string | null;
  readonly mode: "live" | "test" | null;
  readonly card: {
    readonly brand: BrandId;
    readonly last4: string;
    readonly expMonth: number;
    readonly expYear: number;
    /** The first six or eight digits, as many as the page has opted in to; null for none. */
    readonly bin: string | null;
    readonly holder: string | null;
  } | null;
  /** What another payment method's reply says of it; null for a card. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Where a token is in its life. */
export type TokenStatus = "created" | "active" | "inactive" | "consumed" | "expired";

/** A check of a recurring token's security code. */
export interface CvvAuthorize {
  readonly status: "pending" | "current" | "failed" | "inactive";
  readonly chargeId: string | null;
  readonly currency: string | null;
}

/** What a customer has to do before there is a token. */
export interface Action {
  /** The provider's word for it, such as `url`. */
  readonly type: string;
  readonly url: string | null;
  /** What has to be sent there. */
  readonly payload: unknown;
}

/** Where an attempt would go. */
export interface Rehearsal {
  readonly method: string;
  readonly url: string;
  /** The names of its headers, in lower case. */
  readonly headers: readonly string[];
  /** Is it a form that is posted into a frame? */
  readonly isForm: boolean;
}

/** What the shell does for a system that takes a form instead of a request. */
export interface FormHooks {
  /** Gets the merchant's token for one submission; undefined when the page names no way to. */
  begin(): Promise<FormSubmission | undefined>;
}

/** One form that is posted under a token. */
export interface FormSubmission {
  readonly token: string;
  /** Posts a form that `fill` fills, in a hidden frame; resolves to the return page's report. */
  post(url: string, fill: (data: FormData) => void, signal: AbortSignal): Promise<string>;
}

/** What a page around a frame may set at any time. */
export interface FrameSettings {
  readonly tokenType: string | null;
  readonly updateToken: string | null;
  readonly cardBrand: string | null;
  readonly timeoutMs: number;
  readonly minValidityMs: number;
  readonly locale: string | null;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly fetchesSubmissionToken: boolean;
  readonly fetchesToken: boolean;
  readonly configure: Readonly<Record<string, unknown>>;
}

/** Looks that have passed the rules. */
export interface FrameStyle {
  /** Values by the names of custom properties. */
  readonly properties: Readonly<Record<string, string>>;
  /** Words by the names of the element's attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly scheme: "light" | "dark" | null;
  readonly direction: "ltr" | "rtl" | null;
}

/** A message of the page around a frame that has passed the rules. */
export type FrameCommand =
  | {
      readonly type: "start";
      readonly fields: readonly FieldName[];
      /** As the attribute takes them. */
      readonly brands: string;
      readonly bin: string | null;
      readonly settings: FrameSettings;
      readonly style: FrameStyle;
    }
  | { readonly type: "set"; readonly settings: FrameSettings }
  | { readonly type: "style"; readonly style: FrameStyle }
  | { readonly type: "tokenize"; readonly call: number; readonly resume: string | null }
  | { readonly type: "abort"; readonly call: number }
  | { readonly type: "validate" | "clear" | "consumed" | "blur" }
  | { readonly type: "error"; readonly field: FieldName; readonly words: string }
  | { readonly type: "focus"; readonly field: FieldName | null }
  | { readonly type: "fetched"; readonly ask: number; readonly value: string | null };

/** Why no token came back, before the shell makes a `CardletError` of it. */
export interface Failure {
  readonly type: string;
  readonly code: string;
  readonly field?: FieldName | null;
  /** The option that can't be used. */
  readonly option?: string | null;
  readonly retryable: boolean;
  /** False where the code is our best guess. */
  readonly certain?: boolean;
  readonly status?: number | null;
  readonly providerCode?: string | null;
  readonly requestId?: string | null;
  readonly retryAfterMs?: number | null;
  readonly action?: Action | null;
}
"#;
