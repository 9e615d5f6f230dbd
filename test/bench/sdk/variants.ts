import { existsSync } from 'node:fs'
import type { RuntimeId } from './function-process.ts'

// Everything that is measured, one row each. Beside a row runs a handler of the same format that nobody wraps.

export type Maker = 'bare' | 'floor' | 'thermocline' | 'otel' | 'powertools'
export type Format = 'esm' | 'cjs'
/** How the span is to be seen to leave: what never sends anything is not what it says it is. */
export type Exit = 'stdout' | 'http' | 'udp' | 'nowhere'

/** The benches: `runtime` is warm under AWS's client. */
export type Row = 'cold' | 'warm' | 'runtime' | 'size'

export interface Variant {
  readonly name: string
  readonly maker: Maker
  /** `plain` is as npm installs it; `bundled` is one minified file with the handler. */
  readonly packaging: 'plain' | 'bundled'
  readonly format: Format
  readonly exit: Exit
  readonly runtime?: RuntimeId
  readonly env?: Readonly<Record<string, string>>
  /** THERMOCLINE_ENDPOINT names the bench's own receiver. */
  readonly endpoint?: boolean
  /** The handler is not wrapped in code: `NODE_OPTIONS=--import` of the SDK's own preload does it. */
  readonly auto?: boolean
  /** Which benches it has a row in. */
  readonly rows: readonly Row[]
  /** Which of the goals it is held to. */
  readonly goals?: 'bundled' | 'plain' | 'warm'
}

export const VARIANTS: readonly Variant[] = [
  {
    name: 'a line written by hand, the floor',
    maker: 'floor',
    packaging: 'bundled',
    format: 'cjs',
    exit: 'stdout',
    rows: ['cold', 'warm', 'runtime'],
  },
  ours('bundled CJS', 'bundled', 'cjs', { goals: 'bundled', rows: ['cold', 'size'] }),
  ours('bundled ESM', 'bundled', 'esm', { goals: 'bundled' }),
  ours('plain CJS', 'plain', 'cjs', { goals: 'plain' }),
  ours('plain ESM', 'plain', 'esm', { goals: 'plain' }),
  ours('bundled CJS, leaks off', 'bundled', 'cjs', { goals: 'bundled', env: leaks('off') }),
  ours('bundled CJS, Node 22', 'bundled', 'cjs', { runtime: 'nodejs22.x' }),
  ours('log, leaks off', 'bundled', 'cjs', {
    goals: 'warm',
    rows: ['warm', 'runtime'],
    env: { THERMOCLINE_FLUSH: 'log', ...leaks('off') },
  }),
  ours('log, leaks sampled', 'bundled', 'cjs', {
    goals: 'warm',
    rows: ['warm', 'runtime'],
    env: { THERMOCLINE_FLUSH: 'log', ...leaks('sampled') },
  }),
  // The wrapper's own variables are then in no scope of the handler's.
  ours('log, leaks sampled, plain', 'plain', 'cjs', {
    goals: 'warm',
    rows: ['warm'],
    env: { THERMOCLINE_FLUSH: 'log', ...leaks('sampled') },
  }),
  ours('extension', 'plain', 'esm', {
    rows: ['cold', 'runtime'],
    exit: 'http',
    endpoint: true,
    auto: true,
    env: { THERMOCLINE_FLUSH: 'extension' },
  }),
  ours('otlp, awaited', 'bundled', 'cjs', {
    rows: ['cold', 'warm', 'runtime'],
    exit: 'http',
    endpoint: true,
    env: { THERMOCLINE_FLUSH: 'otlp' },
  }),
  peer('OpenTelemetry', 'otel', 'plain', 'http', ['cold']),
  peer('OpenTelemetry', 'otel', 'bundled', 'http', ['cold', 'warm', 'runtime', 'size']),
  peer('Powertools', 'powertools', 'plain', 'udp', ['cold']),
  peer('Powertools', 'powertools', 'bundled', 'udp', ['cold', 'warm', 'runtime', 'size']),
]

/** What a row is compared with: the same handler, not wrapped, in the same format on the same Node. */
export function bareOf({ format, runtime }: Pick<Variant, 'format' | 'runtime'>): Variant {
  const base = {
    name: 'bare',
    maker: 'bare',
    packaging: 'bundled',
    format,
    exit: 'nowhere',
    rows: [],
  } as const
  return runtime === undefined ? base : { ...base, runtime }
}

const PRELOAD = new URL('../../../packages/lambda/dist/auto.mjs', import.meta.url)

/** Why a row cannot be measured here; `null` when it can. */
export function missing(variant: Variant, peersMissing: string | null): string | null {
  if (variant.auto && !existsSync(PRELOAD)) return 'the built SDK has no dist/auto.mjs'
  return variant.maker === 'otel' || variant.maker === 'powertools' ? peersMissing : null
}

function ours(
  name: string,
  packaging: Variant['packaging'],
  format: Format,
  more: Partial<Variant>,
): Variant {
  const base = { name: `thermocline ${name}`, maker: 'thermocline', packaging, format } as const
  return { ...base, exit: 'stdout', rows: ['cold'], ...more }
}

// CommonJS, the faster of the two formats, as in our best row.
function peer(
  name: string,
  maker: Maker,
  packaging: Variant['packaging'],
  exit: Exit,
  rows: Variant['rows'],
): Variant {
  return { name: `${name} ${packaging}`, maker, packaging, format: 'cjs', exit, rows }
}

function leaks(setting: string): Readonly<Record<string, string>> {
  return { THERMOCLINE_LEAKS: setting }
}
