// The user's name travels in the environment: worker threads of Managed Instances start with a copy of it. It stays
// there, so that they, and processes that the handler starts, see that the rewriting has been done.
const ORIGINAL = 'THERMOCLINE_HANDLER'
const HANDLER = '_HANDLER'

type Environment = Record<string, string | undefined>

/** True in the runtime's own process, before the user's handler has been replaced. */
export function canRewriteHandler(env: Environment): boolean {
  return Boolean(env['AWS_LAMBDA_RUNTIME_API'] && env[HANDLER] && !env[ORIGINAL])
}

/** Has the runtime load the export `handler` of `module` in place of the user's handler. */
export function rewriteHandler(env: Environment, module: URL): void {
  env[ORIGINAL] = env[HANDLER]
  env[HANDLER] = decodeURIComponent(module.pathname).replace(/\.mjs$/, '.handler')
}

/** The user's own, put back where it was. */
export function restoreHandler(env: Environment): string {
  const original = env[ORIGINAL] ?? ''
  env[HANDLER] = original
  return original
}
