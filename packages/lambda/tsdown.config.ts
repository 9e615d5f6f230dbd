import { defineConfig } from 'tsdown'

// One file a format, everything inside: what a cold start pays for is opening modules, not their code.
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20',
  minify: true,
  dts: true,
  deps: { alwaysBundle: [/^@thermocline\//, /^@opentelemetry\//] },
})
