interface Strike {
  /** Only requests with this method, such as `"POST"` to spare the CORS preflight before it; default: all. */
  method?: string;
  /** How many requests it strikes before it wears off; default: until `heal()`. */
  times?: number;
}

/** The request is read in full but never passed on, and the connection is reset. */
export interface LoseRequest extends Strike {
  kind: "lose-request";
}

/** The request is passed on, and the connection is reset after so many bytes of the reply (default 0). */
export interface LoseReply extends Strike {
  kind: "lose-reply";
  after?: number;
}

/** The request is passed on and the reply kept back. `heal()` lets it go; without that it is a hang. */
export interface HoldReply extends Strike {
  kind: "hold-reply";
}

/** The reply is kept back for so long. Prefer `hold-reply` where the test itself can say when. */
export interface DelayReply extends Strike {
  kind: "delay-reply";
  ms: number;
}

/** Nobody listens on the port any more, and open connections are reset. */
export interface Refuse {
  kind: "refuse";
}

/** What a proxy can do to one request or its reply. */
export type RequestFault = LoseRequest | LoseReply | HoldReply | DelayReply;

export type Fault = RequestFault | Refuse;
