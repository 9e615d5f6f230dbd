import type { Run } from './stage.ts'
import { type Style } from './style.ts'
import { BOTH } from '../support/nodes.ts'
import { AUTO, EXTENSION, LOG, OTLP, type Way } from './ways.ts'

/** With THERMOCLINE_CONFORMANCE=all every style is played on every Node in every way. */
export const ALL: boolean = process.env['THERMOCLINE_CONFORMANCE'] === 'all'

/** All ways in which a handler is wrapped: the place for another. */
const WAYS: readonly Way[] = [LOG, OTLP, AUTO, EXTENSION]

/** Every style on one of its Nodes, each Node in its turn; or all there is. */
export function runsOf(styles: readonly Style[]): Run[] {
  return styles.flatMap((style, index) => {
    const nodes = style.nodes ?? BOTH
    const chosen = ALL ? nodes : nodes.filter((_, at) => at === index % nodes.length)
    return chosen.flatMap((node) => (ALL ? WAYS : [LOG]).map((way) => ({ style, node, way })))
  })
}

/** What another way of wrapping has to show besides, where not all of it is played. */
const SLICE: ReadonlySet<string> = new Set([
  'async',
  'sync',
  'rejects',
  'throws',
  'wrapped-twice',
  'callback',
  'esbuild',
  'stream-error-midway',
  'exits',
  'uncaught',
  'logs',
])

export function sliceOf(styles: readonly Style[]): Run[] {
  if (ALL) return []
  return styles
    .filter(({ name }) => SLICE.has(name))
    .flatMap((style, index) => {
      const nodes = style.nodes ?? BOTH
      return WAYS.slice(1).map((way) => ({ style, node: nodes[index % nodes.length] ?? '24', way }))
    })
}
