/** Calls that wait for the other side's answer, by their numbers. */

interface Call<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export class FrameCalls<T> {
  readonly #waiting = new Map<number, Call<T>>();
  #last = 0;

  /** A number for the next call, and its answer. */
  open(): [call: number, answer: Promise<T>] {
    const call = ++this.#last;
    return [call, new Promise<T>((resolve, reject) => this.#waiting.set(call, { resolve, reject }))];
  }

  resolve(call: number, value: T): void {
    this.#take(call)?.resolve(value);
  }

  reject(call: number, error: Error): void {
    this.#take(call)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const call of [...this.#waiting.keys()]) this.reject(call, error);
  }

  #take(call: number): Call<T> | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }
}
