/** What can go wrong with a request, in the sandbox's words. */

export interface Fault {
  readonly label: string;
  readonly rule: Readonly<Record<string, unknown>>;
}

export function faults(api: string): Fault[] {
  return [
    { label: "the answer comes 3 seconds late", rule: { kind: "latency", ms: 3000 } },
    { label: "status 500", rule: { kind: "status", status: 500 } },
    { label: "status 401", rule: { kind: "status", status: 401 } },
    { label: "too many requests, wait 60 s", rule: { kind: "rate-limited", form: "seconds", seconds: 60 } },
    { label: "the connection ends before the answer", rule: { kind: "reset-before" } },
    { label: "the answer is lost, the token made", rule: { kind: "reset-after" } },
    { label: "the answer breaks off in the middle", rule: { kind: "truncated" } },
    { label: "a page instead of JSON", rule: { kind: "not-json" } },
    { label: "an answer of 100 KB", rule: { kind: "huge", bytes: 100_000 } },
    { label: "an empty answer", rule: { kind: "empty" } },
    { label: "a redirect", rule: { kind: "redirect", to: `${api}/healthz` } },
    { label: "no CORS headers", rule: { kind: "cors" } },
  ];
}
