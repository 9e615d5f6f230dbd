import { type SpanContext } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import { attempt } from '../call/shield.ts'
import { codePath } from '../identity/code-path.ts'
import { performance, statSync } from '../node-globals.ts'
import type { StartSpan } from '../spans/spans.ts'
import { epoch } from './epoch.ts'
import type { LoadedModule } from './module-profile.ts'

/** The slowest are told, so that a line of the log stays a line. */
const MOST_TOLD = 20

/** Adds a span for each of the slowest modules, each under the one that asked for it, the others under `parent`. */
export function addModules(
  startSpan: StartSpan,
  parent: SpanContext,
  modules: readonly LoadedModule[],
  taskRoot: string,
): void {
  const slowest = modules.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)).slice(0, MOST_TOLD)
  const contexts = new Map<LoadedModule, SpanContext>()
  for (const module of slowest.toSorted((a, b) => a.startMs - b.startMs)) {
    const above = ancestors(module).find((ancestor) => contexts.has(ancestor))
    const file = attempt(() => fileOf(module), undefined)
    const attributes = {
      [key.MODULE_NAME]: file === undefined ? nameOf(module) : codePath(taskRoot, file),
      [key.MODULE_PACKAGE]: packageOf(file ?? module.id),
      [key.MODULE_SELF_MS]: module.selfMs,
      [key.MODULE_BYTES]: file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.size,
    }
    const options = { startTime: epoch(performance.timeOrigin + module.startMs), attributes }
    const span = startSpan(key.MODULE_SPAN_NAME, options, (above && contexts.get(above)) ?? parent)
    contexts.set(module, span.context)
    span.end(epoch(performance.timeOrigin + module.endMs))
  }
}

function ancestors(module: LoadedModule): LoadedModule[] {
  return module.parent ? [module.parent, ...ancestors(module.parent)] : []
}

/** Of a module of Node's own, which has no file. */
function nameOf({ id }: LoadedModule): string | undefined {
  return id.startsWith('/') || id.startsWith('.') || id.startsWith('file:') ? undefined : id
}

/** Undefined for a module of Node's own. */
function fileOf({ id, askedBy }: LoadedModule): string | undefined {
  if (id.startsWith('file://')) return decodeURIComponent(new URL(id).pathname)
  if (askedBy === undefined) return id.startsWith('/') ? id : undefined
  const { createRequire } = process.getBuiltinModule('node:module')
  const file = createRequire(askedBy).resolve(id)
  return file.startsWith('/') ? file : undefined
}

/** The package that a file was installed with; undefined for the function's own code. */
function packageOf(file: string): string | undefined {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? []
  return name
}
