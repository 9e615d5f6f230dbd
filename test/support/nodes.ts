/** A runtime of Lambda, by its Node. */
export type Node = '22' | '24'

export const BOTH: readonly Node[] = ['22', '24']

export const RUNTIMES: Readonly<Record<Node, string>> = { '22': 'nodejs22.x', '24': 'nodejs24.x' }
