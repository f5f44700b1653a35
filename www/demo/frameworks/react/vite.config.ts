import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // While developing, the script has to stay beside its module.
  optimizeDeps: { exclude: ["cardlet"] },
});
