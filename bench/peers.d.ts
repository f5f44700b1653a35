/** The parts that are used of peers without types. */

declare module "payment" {
  const payment: { fns: { validateCardNumber(number: string): boolean } };
  export default payment;
}

declare module "creditcards" {
  const creditcards: { card: { parse(text: string): string; isValid(number: string): boolean } };
  export default creditcards;
}
