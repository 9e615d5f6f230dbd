import { defineConfig } from 'tsdown'

// One file a format, everything inside: what a cold start pays for is opening modules, not their code.
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20',
  minify: true,
  // Licences stay, and so does what THIRD-PARTY-NOTICES.md says; hints for bundlers have done their work.
  outputOptions: { comments: { legal: true, annotation: false, jsdoc: false } },
  dts: true,
  deps: { alwaysBundle: [/^@thermocline\//, /^@opentelemetry\//] },
  // OpenTelemetry's packages keep their ES modules under `module`, which "node" would not look at: without them
  // nothing unused can be left out.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
})
