import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { writeManifest } from './write.ts'

/** Of esbuild's own types what is used here, so that nobody has to have esbuild to have the SDK. */
interface Build {
  readonly initialOptions: {
    sourcemap?: boolean | 'linked' | 'inline' | 'external' | 'both'
    absWorkingDir?: string
    metafile?: boolean
    write?: boolean
  }
  onEnd(callback: (result: Result) => { warnings: { text: string }[] } | undefined): void
}

interface Result {
  readonly errors: readonly unknown[]
  readonly metafile?: { readonly outputs: Readonly<Record<string, unknown>> } | undefined
}

/**
 * A plugin for esbuild: writes `<bundle>.thermocline.json` beside each bundle, so that the SDK can tell what it finds by
 * the names and lines that were written. Makes a source map for it, and removes that again where none was asked for.
 */
export function thermoclineManifest(): { name: string; setup(build: Build): void } {
  return {
    name: 'thermocline-manifest',
    setup(build) {
      const { initialOptions } = build
      if (initialOptions.write === false) return
      const root = initialOptions.absWorkingDir ?? process.cwd()
      const asked = initialOptions.sourcemap
      initialOptions.sourcemap ||= 'external'
      initialOptions.metafile = true
      build.onEnd(({ errors, metafile }) => {
        if (errors.length > 0) return undefined
        const bundles = Object.keys(metafile?.outputs ?? {}).filter((file) => /\.[cm]?js$/.test(file))
        const warnings = bundles.flatMap((file) => {
          const path = resolve(root, file)
          const problem = attemptToWrite(path, root)
          if (!asked) rmSync(`${path}.map`, { force: true })
          return problem === undefined ? [] : [{ text: problem }]
        })
        return { warnings }
      })
    },
  }
}

// Without it a bundle works as well: a build does not fail for it.
function attemptToWrite(bundle: string, root: string): string | undefined {
  try {
    writeManifest(bundle, root)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
