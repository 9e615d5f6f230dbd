import type { Node } from '../support/nodes.ts'
import type { FunctionDescription } from '@thermocline/lab'

// What a style is: one way of writing a handler, that must not be able to tell whether it is wrapped.

export interface Style {
  /** Lower case and short: functions of the lab are named after it. */
  readonly name: string
  /** The handler's file; `wrap` stands for the identity in the bare run. {@link esm} and {@link cjs} make it. */
  readonly source: string
  /** Default `index.mjs`. */
  readonly file?: string
  /** More files, beside the handler's. */
  readonly files?: Readonly<Record<string, string>>
  /** Default `index.handler`. */
  readonly handler?: string
  /** Default both. */
  readonly nodes?: readonly Node[]
  /** One invocation after another. Default three, the last two of which meet a warm container. */
  readonly events?: readonly unknown[]
  readonly settings?: Partial<Omit<FunctionDescription, 'name' | 'folder' | 'handler' | 'runtime'>>
  /** Which events, counted from 1, leave no root span, because the process did not live to tell it. Default none. */
  readonly untold?: readonly number[] | Readonly<Record<Node, readonly number[]>>
  /** The function breaks what the SDK is made of: its spans may be lost, and it may say so; nothing else may change. */
  readonly lossy?: boolean
  /** Which events may leave none: of a timeout it is told 30 ms before the process is killed, few on a busy machine. */
  readonly perhapsUntold?: readonly number[]
  /** It gives no promise, so that nothing is held back for a post: that may be late, or die with the process. */
  readonly unheld?: boolean
  /** What the SDK says on stderr where it wraps by code, and has something to say. */
  readonly says?: readonly string[]
  /** Lines may come in a later invocation than the one that wrote them. */
  readonly lateLines?: boolean
  /** The reader of a streamed answer stands still for a while. */
  readonly slowReader?: boolean
  readonly known?: readonly KnownDifference[]
}

/** What of a run is compared. */
export type Facet = 'answer' | 'process' | 'platform' | 'lines' | 'roots' | 'says'

/**
 * A difference that is there: the rest is compared all the same, and the test fails when it is there no more.
 * Without `nodes` or `ways` it is there on all.
 */
export interface KnownDifference {
  readonly facet: Facet
  readonly reason: string
  readonly nodes?: readonly Node[]
  readonly ways?: readonly string[]
  /** It is a race whether it is there. */
  readonly sometimes?: boolean
}

/** An ES module with `wrap` at hand. */
export function esm(source: string): Pick<Style, 'file' | 'source'> {
  return { file: 'index.mjs', source: `import { wrap } from './wrap.mjs'\n${source}` }
}

/** A CommonJS module with `wrap` at hand. */
export function cjs(source: string): Pick<Style, 'file' | 'source'> {
  return { file: 'index.cjs', source: `const { wrap } = require('./wrap.cjs')\n${source}` }
}

/** Events that say which of several cases of a style is meant, and an ordinary one after them. */
export function cases(...names: readonly string[]): { readonly case: string }[] {
  return [...names, 'ordinary'].map((name) => ({ case: name }))
}

export function untoldOn(style: Style, node: Node): readonly number[] {
  const untold = style.untold ?? []
  return Array.isArray(untold) ? untold : (untold as Readonly<Record<Node, readonly number[]>>)[node]
}

export const DEFAULT_EVENTS: readonly unknown[] = [{ n: 1 }, { n: 2 }, { n: 3 }]
