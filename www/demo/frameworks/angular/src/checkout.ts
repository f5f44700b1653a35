import {
  type AfterViewInit,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  type ElementRef,
  type OnDestroy,
  signal,
  viewChild,
} from "@angular/core";
import "cardlet/define";
import type { CardElement, CardletEventMap, Token } from "cardlet/define";

@Component({
  selector: "shop-checkout",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  templateUrl: "./checkout.html",
})
export class Checkout implements AfterViewInit, OnDestroy {
  /** The example's server stands in for the provider's. Without it, it is the provider's own. */
  protected readonly endpoint = location.origin;
  protected readonly token = signal<Token | null>(null);
  protected readonly minutes = signal(0);
  protected readonly answer = signal("");
  private readonly card = viewChild.required<ElementRef<CardElement>>("card");
  private readonly timer = setInterval(() => this.count(), 1000);

  ngAfterViewInit(): void {
    this.card().nativeElement.configure({ localesUrl: "/locales/" });
  }

  ngOnDestroy(): void {
    clearInterval(this.timer);
  }

  protected take(event: Event): void {
    this.token.set((event as CardletEventMap["cardlet-token"]).detail);
    this.count();
  }

  /** Is called with the submit that carries the token, once. */
  protected async order(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    try {
      const body = new URLSearchParams({ paymentToken: String(data.get("paymentToken")) });
      const response = await fetch("/orders", { method: "POST", body });
      this.answer.set(response.ok ? "Thank you." : "The order was refused.");
    } finally {
      this.card().nativeElement.markConsumed();
    }
  }

  private count(): void {
    this.minutes.set(Math.ceil((this.token()?.expiresIn() ?? 0) / 60_000));
  }
}
