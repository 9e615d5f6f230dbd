// What the bootstrap of AWS's Node runtimes puts on node's command line.

export interface FlagSettings {
  readonly memoryMb: number
  /** The function's own NODE_OPTIONS. */
  readonly nodeOptions?: string | undefined
}

/** The flags of a function's process, the same for Node 22 and 24. What NODE_OPTIONS sets itself is left to it. */
export function nodeFlags({ memoryMb, nodeOptions = '' }: FlagSettings): string[] {
  return [
    '--expose-gc',
    '--max-http-header-size=81920',
    ...heapFlags(memoryMb, nodeOptions),
    ...moduleFlags(nodeOptions),
  ]
}

/** A tenth of the memory for the young generation, the rest for the old one. */
function heapFlags(memoryMb: number, nodeOptions: string): string[] {
  if (/--max[-_](?:semi|old)[-_]space[-_]size/.test(nodeOptions)) return []
  const young = Math.floor(memoryMb / 10)
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMb - young}`]
}

/** AWS turns off what Node turns on, unless the function asks for it. */
function moduleFlags(nodeOptions: string): string[] {
  return ['require-module', 'detect-module']
    .filter((feature) => !nodeOptions.includes(`--experimental-${feature}`))
    .map((feature) => `--no-experimental-${feature}`)
}
