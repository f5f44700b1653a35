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
if (parent !== window && get("origin")) parent.postMessage(report, get("origin"));

export {};
