import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Checkout } from "./checkout.tsx";

createRoot(document.body).render(
  <StrictMode>
    <Checkout />
  </StrictMode>,
);
