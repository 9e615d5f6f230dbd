import { defineConfig } from 'vitest/config'

// Tests that run at the same time each have processes at work: as many as the least machine has processors.
// A slow one of them takes several times as long as a fast one.
export default defineConfig({
  test: { globalSetup: './test/build.ts', maxConcurrency: 2, testTimeout: 30_000 },
})
