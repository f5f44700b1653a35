import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  // While developing, the script has to stay beside its module.
  optimizeDeps: { exclude: ["cardlet"] },
});
