import type { UserConfig } from 'tsdown'
import { inAClosure } from './in-a-closure.ts'
import { leanOpenTelemetry } from './lean-otel.ts'

const SHARED: UserConfig = {
  platform: 'node',
  target: 'node20',
  minify: true,
  dts: true,
  // Licences stay, and so does what THIRD-PARTY-NOTICES.md says; hints for bundlers have done their work.
  outputOptions: { comments: { legal: true, annotation: false, jsdoc: false } },
  deps: { alwaysBundle: [/^@thermocline\//, /^@opentelemetry\//, /^@jridgewell\//, 'acorn'] },
  // OpenTelemetry's packages keep their ES modules under `module`, which "node" would not look at: without them
  // nothing unused can be left out.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
}

// The SDK is one file a format, everything inside: what a cold start pays for is opening modules, not their code. The
// other doors are a few lines each that load it.
const CONFIGS: UserConfig[] = [
  {
    ...SHARED,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    plugins: [leanOpenTelemetry(), inAClosure()],
  },
  doors('esm', 'mjs', { auto: 'src/auto/preload.ts', middy: 'src/middy.ts' }),
  doors('cjs', 'cjs', { auto: 'src/auto/preload.ts', middy: 'src/middy.ts' }),
  // For builds and tests: nothing of it is in a function, and test runners show its lines.
  {
    ...SHARED,
    minify: false,
    entry: { manifest: 'src/manifest/index.ts', testing: 'src/testing/index.ts' },
    format: ['esm', 'cjs'],
    clean: false,
  },
  // The runtime awaits it, so it can be an ES module for both.
  { ...doors('esm', 'mjs', { handler: 'src/auto/handler.ts' }), dts: false },
]

export default CONFIGS

function doors(format: 'esm' | 'cjs', extension: string, entry: Record<string, string>): UserConfig {
  return { ...SHARED, entry, format: [format], clean: false, plugins: [besideIndex(`./index.${extension}`)] }
}

function besideIndex(built: string): {
  name: string
  resolveId(id: string): { id: string; external: true } | null
} {
  return {
    name: 'beside-index',
    resolveId: (id) => (id === '../index.ts' || id === './index.ts' ? { id: built, external: true } : null),
  }
}
