import { defineConfig } from 'vitest/config'

// Tests that run at the same time each have processes at work: as many as the least machine has processors.
export default defineConfig({ test: { globalSetup: './test/build.ts', maxConcurrency: 2 } })
