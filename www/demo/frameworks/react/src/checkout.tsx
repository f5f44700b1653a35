import "cardlet/define";
import type { CardElement, Token } from "cardlet/define";
import type {} from "cardlet/react";
import { useEffect, useRef, useState } from "react";
import { useMinutesLeft } from "./minutes-left.ts";

export function Checkout() {
  const card = useRef<CardElement>(null);
  const [token, setToken] = useState<Token | null>(null);
  const [answer, setAnswer] = useState("");
  const minutes = useMinutesLeft(token);

  useEffect(() => card.current?.configure({ localesUrl: "/locales/" }), []);

  /** Is called with the submit that carries the token, once. */
  async function order(data: FormData) {
    try {
      const body = new URLSearchParams({ paymentToken: String(data.get("paymentToken")) });
      const response = await fetch("/orders", { method: "POST", body });
      setAnswer(response.ok ? "Thank you." : "The order was refused.");
    } finally {
      card.current?.markConsumed();
    }
  }

  return (
    <>
      <form action={order}>
        <cardlet-card
          ref={card}
          provider="rebilly"
          public-key="pk_sandbox_CardletDemoPublishableKey"
          organization="cardlet-demo"
          // The example's server stands in for the provider's. Without it, it is the provider's own.
          endpoint={location.origin}
          name="paymentToken"
          labels="floating"
          required
          oncardlet-token={({ detail }) => setToken(detail)}
        />
        <button type="submit">Buy the book</button>
      </form>
      {token && (
        <p id="token">
          {token.id}, good for {minutes} min
        </p>
      )}
      <p id="answer" role="status">
        {answer}
      </p>
    </>
  );
}
