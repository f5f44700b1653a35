/** One frame, from its making to the port on which both sides talk. */

import { frameError } from "./frame-errors.ts";
import { readReport, VERSION, versionOf, writeCommand } from "./frame-messages.ts";

export class FrameLink {
  readonly element = document.createElement("iframe");
  #port: MessagePort | null = null;
  #end = new AbortController();

  constructor(title: string) {
    this.name(title);
  }

  /** What screen readers call the frame. */
  name(title: string): void {
    this.element.title = title;
  }

  /**
   * Gives the port, once the frame is in the page and has greeted with the window and from the origin
   * that were asked for. `onLost` is told when its document is replaced later.
   *
   * @throws {CardletError} of type `load`.
   */
  async open(url: URL, onLost: () => void): Promise<MessagePort> {
    const { element } = this;
    const { signal } = this.#end;
    const target = new URL(url);
    target.hash = location.origin;
    const port = await new Promise<MessagePort>((resolve, reject) => {
      const onMessage = (event: MessageEvent): void => {
        if (event.source !== element.contentWindow || event.origin !== url.origin) return;
        const version = versionOf(event.data);
        if (version !== undefined && version !== VERSION) reject(frameError("frame_version_mismatch"));
        const report = readReport(event.data);
        if (report?.type === "refused") reject(frameError("frame_origin_refused"));
        if (report?.type !== "hello") return;
        window.removeEventListener("message", onMessage);
        const { port1, port2 } = new MessageChannel();
        element.contentWindow?.postMessage(writeCommand("port", { nonce: report.nonce }), url.origin, [
          port2,
        ]);
        resolve(port1);
      };
      window.addEventListener("message", onMessage, { signal });
      // A second document is another page in the frame's place.
      let loads = 0;
      element.addEventListener("load", () => ++loads > 1 && this.#port && onLost(), { signal });
      element.src = target.href;
    });
    this.#port = port;
    return port;
  }

  /** Posts to the frame, once it is open. */
  post(type: string, content?: object): void {
    this.#port?.postMessage(writeCommand(type, content));
  }

  /** Takes the frame out of the page. */
  close(): void {
    this.#end.abort();
    this.#port?.close();
    this.element.remove();
  }
}
