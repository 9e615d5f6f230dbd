import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Rolldown } from 'tsdown'
import { bundle } from './bundle.ts'
import { SOURCES } from './sources.ts'
import type { Pair, Task } from './task.ts'

/** Bytes that a wrapper adds to a handler's minified bundle. */
export interface Size {
  readonly bytes: number
  readonly gzipped: number
}

/** The files of a bundled task, less those of the bare one. */
export function sizeOver([bare, variant]: Pair): Size {
  const [less, all] = [codeOf(bare), codeOf(variant)]
  return {
    bytes: all.length - less.length,
    gzipped: gzipSync(all).length - gzipSync(less).length,
  }
}

function codeOf(task: Task): Buffer {
  const files = [task.file, ...(task.preload ? [task.preload] : [])]
  return Buffer.concat(files.map((file) => readFileSync(file)))
}

export const SDK_SOURCE: string = fileURLToPath(new URL('../../../packages/lambda/src/', import.meta.url))

/** Of our own SDK: how much of it looks for leaked state, and where the rest comes from. */
export interface OwnSize {
  readonly leakDetectors: Size
  /** Bytes before minifying, largest first. */
  readonly byOrigin: readonly (readonly [origin: string, bytes: number])[]
}

/** Built from the sources with the detectors and with empty modules in their place. */
export async function ownSize(folder: string): Promise<OwnSize> {
  const entry = join(folder, 'own-size.mjs')
  writeFileSync(entry, SOURCES.thermocline.handler.esm)
  const job = {
    entry,
    format: 'cjs',
    alias: { '@thermocline/lambda': `${SDK_SOURCE}index.ts` },
  } as const
  const whole = await bundle(job)
  const without = await bundle({ ...job, plugins: [withoutLeaks] })
  return {
    leakDetectors: {
      bytes: Buffer.byteLength(whole.code) - Buffer.byteLength(without.code),
      gzipped: gzipSync(whole.code).length - gzipSync(without.code).length,
    },
    byOrigin: byOrigin(whole.modules),
  }
}

const withoutLeaks: Rolldown.Plugin = {
  name: 'without-leaks',
  load(id) {
    if (!id.startsWith(`${SDK_SOURCE}leaks/`)) return null
    // Every name it exports, as nothing: this bundle is weighed, not run.
    const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function\*?|class) (\w+)/gm)]
    return names.map(([, name]) => `export const ${name} = undefined`).join('\n')
  },
}

function byOrigin(modules: Rolldown.RenderedChunk['modules']): OwnSize['byOrigin'] {
  const bytes = new Map<string, number>()
  for (const [id, { renderedLength }] of Object.entries(modules)) {
    const origin = originOf(id)
    bytes.set(origin, (bytes.get(origin) ?? 0) + renderedLength)
  }
  return [...bytes].toSorted(([, a], [, b]) => b - a)
}

/** A package for what was installed, a folder for our own. */
function originOf(id: string): string {
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
  if (installed) return installed
  const own = /packages\/([^/]+)\/src\/(?:(.+)\/)?/.exec(id)
  return own ? [own[1], own[2]].filter(Boolean).join('/') : 'handler'
}
