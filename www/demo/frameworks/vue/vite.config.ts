import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const isCustomElement = (tag: string) => tag === "cardlet-card";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  // While developing, the script has to stay beside its module.
  optimizeDeps: { exclude: ["cardlet"] },
});
