/**
 * The URL of the ES module of the function's code that is calling; undefined for CommonJS, and wherever no Lambda
 * runtime loads the function: what a test runner calls a module's URL may stand for another instance of it.
 */
export function callingModule(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const taskRoot = env['AWS_LAMBDA_RUNTIME_API'] && env['LAMBDA_TASK_ROOT']
  if (!taskRoot) return undefined
  const [own, ...callers] = scripts()
  // The runtime itself, which awaits the function's module, stands further out: it never ends.
  const caller = callers.find((script) => script !== own && script.includes(`${taskRoot}/`)) ?? own
  return caller?.startsWith('file://') ? caller : undefined
}

/** Of the calls that led here, as V8 has them: a URL for an ES module, a path for CommonJS. */
function scripts(): string[] {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const holder: { stack?: unknown } = {}
  try {
    Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '')
    Error.captureStackTrace(holder, callingModule)
    return Array.isArray(holder.stack) ? holder.stack : []
  } catch {
    // A frozen Error: init then ends with the first turn of the event loop.
    return []
  } finally {
    if (prepare) Reflect.defineProperty(Error, 'prepareStackTrace', prepare)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  }
}
