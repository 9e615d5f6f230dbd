import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Whole processes, frozen and thawed, and a browser: no single test hangs longer than this.
  test: { testTimeout: 60_000, hookTimeout: 60_000 },
})
