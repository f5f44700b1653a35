/** Where Keap's redirect leads, inside the hidden frame: reports to the page and does nothing else. */

// A system that appends its own query may write a second "?".
const query = new URLSearchParams(location.search.slice(1).replaceAll("?", "&"));
const get = (name: string): string => query.get(name) ?? "";
const report = {
  cardlet: "return",
  nonce: get("nonce"),
  outcome: get("outcome"),
  message: get("message").slice(0, 200),
};
const origin = get("origin");
// No `*`, and nothing that would be read as another origin than it says.
const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
if (parent !== window && isOrigin) parent.postMessage(report, origin);

export {};
