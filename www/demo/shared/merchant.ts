/** The merchant's own server: it gets a token and never a card. */

/** What the server answered to an order. */
export type Answer = Accepted | Refused;

export interface Accepted {
  readonly accepted: true;
  readonly status: number;
  readonly order: string;
  readonly instrument: string;
}

export interface Refused {
  readonly accepted: false;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What the provider told the server, for `explainRejection`. */
  readonly told: { readonly status: number; readonly body: unknown };
}

/** One request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface OrderReply {
  readonly order?: string;
  readonly spent?: { readonly id?: string };
  readonly error?: {
    readonly status: number;
    readonly body: { readonly title?: string; readonly detail?: string };
  };
}

export class Merchant {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Posts an order. Rejects only when there was no answer at all. */
  async order(fields: Record<string, unknown>): Promise<Answer> {
    const response = await this.#post("/orders", fields);
    const { status } = response;
    const reply = (await response.json().catch(() => ({}))) as OrderReply;
    if (response.ok) {
      return {
        accepted: true,
        status,
        order: reply.order ?? "",
        instrument: reply.spent?.id ?? "",
      };
    }
    const told = reply.error ?? { status, body: {} };
    const { title = "", detail = "no reason was given" } = told.body;
    return { accepted: false, status, title, detail, told };
  }

  /** Signs a person up, and gives the number of the contact. */
  async createContact(person: Record<string, unknown>): Promise<number> {
    const { contactId } = await this.#made<{ contactId: number }>("/contacts", person);
    return contactId;
  }

  /** Gets Keap's token for one form. */
  async submissionToken(submission: Record<string, unknown>): Promise<string> {
    const { token } = await this.#made<{ token: string }>("/submission-tokens", submission);
    return token;
  }

  /** Everything that the server was ever sent, the oldest first. */
  async received(): Promise<ReceivedRequest[]> {
    const response = await fetch(`${this.#origin}/orders/received`);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.json();
  }

  async #made<T>(path: string, body: Record<string, unknown>): Promise<T> {
    const response = await this.#post(path, body);
    if (!response.ok) throw new Error(`POST ${path}: HTTP ${response.status}`);
    return response.json();
  }

  #post(path: string, body: Record<string, unknown>): Promise<Response> {
    return fetch(`${this.#origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }
}
