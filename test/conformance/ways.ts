import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'

// How a handler comes to be wrapped. Bare is the way all others are held against.

export interface Way {
  readonly name: string
  /** What `wrap` is, as the text of an ES and of a CommonJS module. */
  readonly wrap: { readonly mjs: string; readonly cjs: string }
  /** The function's environment. `collector` is the URL of an OTLP receiver. */
  readonly env: (collector: string) => Readonly<Record<string, string>>
  /** False where `wrap` is never called by the function. */
  readonly byCode?: false
  /** A fault is made to happen in it: of its spans nothing is expected, but that it happened. */
  readonly faulty?: true
}

/** The folder of the built SDK. */
const DIST: string = dirname(createRequire(import.meta.url).resolve('@thermocline/lambda'))

export const BARE: Way = {
  name: 'bare',
  wrap: {
    mjs: 'export const wrap = (handler) => handler',
    cjs: 'exports.wrap = (handler) => handler',
  },
  env: () => ({}),
}

export const LOG: Way = {
  name: 'log',
  wrap: wrapFrom(DIST),
  env: () => ({ THERMOCLINE_FLUSH: 'log' }),
}

// A slow machine must not lose spans that a test waits for.
const PATIENT_FLUSH_MS = '2000'

export const OTLP: Way = {
  name: 'otlp',
  wrap: wrapFrom(DIST),
  env: (collector) => ({
    THERMOCLINE_FLUSH: 'otlp',
    THERMOCLINE_ENDPOINT: collector,
    THERMOCLINE_FLUSH_TIMEOUT_MS: PATIENT_FLUSH_MS,
  }),
}

/** No line of the handler's code is changed: the runtime is given a module of ours that wraps what it would have loaded. */
export const AUTO: Way = {
  name: 'auto',
  wrap: BARE.wrap,
  byCode: false,
  env: () => ({ THERMOCLINE_FLUSH: 'log', NODE_OPTIONS: `--import ${join(DIST, 'auto.mjs')}` }),
}

/** The same with the extension inside the process, which sends after the response. */
export const EXTENSION: Way = {
  name: 'extension',
  wrap: BARE.wrap,
  byCode: false,
  env: (collector) => ({
    THERMOCLINE_FLUSH: 'extension',
    THERMOCLINE_ENDPOINT: collector,
    THERMOCLINE_FLUSH_TIMEOUT_MS: PATIENT_FLUSH_MS,
    NODE_OPTIONS: `--import ${join(DIST, 'auto.mjs')}`,
  }),
}

/** `wrap` of the SDK that is built in this folder. */
export function wrapFrom(folder: string): Way['wrap'] {
  return {
    mjs: `export { wrap } from ${JSON.stringify(join(folder, 'index.mjs'))}`,
    cjs: `exports.wrap = require(${JSON.stringify(join(folder, 'index.cjs'))}).wrap`,
  }
}
