/** Cardlet's functions. Importing this file has no side effect, also on a server. */

export {
  checkCvc,
  checkExpiry,
  checkName,
  checkNumber,
  checkPostalCode,
  detectBrands,
  type ExpiryCheck,
  formatExpiry,
  formatNumber,
  type NumberCheck,
} from "./checks.ts";
export { type Client, type ClientOptions, createClient, type PaymentRequest } from "./client.ts";
export { type DoctorOptions, doctor, type Finding } from "./doctor.ts";
export { CardletError, type ErrorCode, type ErrorType } from "./errors.ts";
export { init, type WasmSource } from "./module.ts";
export type { CardOptions } from "./options.ts";
export type { FieldCheck } from "./packed.ts";
export { explainRejection, type RejectedCall, type SpentToken } from "./rejection.ts";
export type { Token } from "./token.ts";
export type {
  Brand,
  BrandId,
  FieldCode,
  FieldName,
  PaymentType,
  ProviderId,
  TokenStatus,
  TokenType,
} from "./wasm/cardlet.js";
