// @ts-check
/// <reference types="cardlet/define" />

const form = document.forms[0];
const card = document.querySelector("cardlet-card");
const shown = document.querySelector("#token");
const answer = document.querySelector("#answer");
if (!form || !card || !shown || !answer) throw new Error("the page lacks a part of the checkout");

// This server stands in for the provider's. Without the attribute it is the provider's own.
card.endpoint = location.origin;

form.addEventListener("submit", async (event) => {
  // The card has got its token: this is the submit that carries it.
  event.preventDefault();
  try {
    const body = new URLSearchParams({ paymentToken: String(new FormData(form).get("paymentToken")) });
    const response = await fetch("/orders", { method: "POST", body });
    answer.textContent = response.ok ? "Thank you." : "The order was refused.";
  } finally {
    card.markConsumed();
  }
});

card.addEventListener("cardlet-token", () => showLeft());
setInterval(showLeft, 1000);

function showLeft() {
  const token = card?.token;
  if (!token || !shown) return;
  const left = token.expiresIn();
  shown.textContent = left === null ? token.id : `${token.id}, good for ${Math.ceil(left / 60_000)} min`;
}
