import { callSites } from '../call-site.ts'

/**
 * The URL of the ES module of the function's code that is calling; undefined for CommonJS, and wherever no Lambda
 * runtime loads the function: what a test runner calls a module's URL may stand for another instance of it.
 */
export function callingModule(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const taskRoot = env['AWS_LAMBDA_RUNTIME_API'] && env['LAMBDA_TASK_ROOT']
  if (!taskRoot) return undefined
  const [own, ...callers] = callSites().map((site) => site.script)
  // The runtime itself, which awaits the function's module, stands further out: it never ends.
  const caller = callers.find((script) => script !== own && script.includes(`${taskRoot}/`)) ?? own
  return caller?.startsWith('file://') ? caller : undefined
}
