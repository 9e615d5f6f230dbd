/** Where in the user's code something was called. */
export interface CallSite {
  /** As V8 has it: a URL for an ES module, a path for CommonJS. */
  readonly script: string
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
  readonly functionName: string | undefined
}

const MOST_FRAMES = 24

/**
 * The calls that led here, innermost first, without Node's own. The structured form: reading `stack` as text would make
 * Node parse source maps where they are on, which takes seconds in a large bundle. Empty where Error may not be changed.
 */
export function callSites(): CallSite[] {
  const { stackTraceLimit } = Error
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const holder: { stack?: unknown } = {}
  // As under --frozen-intrinsics. Asked first: an assignment that throws half-way would leave the rest to be undone.
  if (!Object.isExtensible(Error)) return []
  try {
    Error.stackTraceLimit = MOST_FRAMES
    Error.prepareStackTrace = (_, sites) => sites
    Error.captureStackTrace(holder, callSites)
    const sites = holder.stack
    return Array.isArray(sites) ? sites.flatMap(toCallSite) : []
  } finally {
    if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
    Error.stackTraceLimit = stackTraceLimit
  }
}

function toCallSite(site: NodeJS.CallSite): CallSite[] {
  const name = site.getFileName()
  const line = site.getLineNumber()
  const column = site.getColumnNumber() ?? 1
  if (typeof name !== 'string' || line === null) return []
  const file = name.startsWith('file://') ? pathOf(name) : name
  return file.startsWith('/')
    ? [{ script: name, file, line, column, functionName: site.getFunctionName() ?? undefined }]
    : []
}

// As node:url's fileURLToPath does on Linux; loading node:url costs 5 ms of a cold start.
function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname)
}
