import { Rolldown } from 'tsdown'
import type { Format } from './variants.ts'

export interface BundleJob {
  readonly entry: string
  readonly format: Format
  /** Left where they are: what must be loaded from its own file. */
  readonly external?: readonly RegExp[]
  readonly alias?: Readonly<Record<string, string>>
  readonly plugins?: readonly Rolldown.Plugin[]
}

/** One minified file with everything inside, as a bundler makes it for a function, and its source map. */
export async function bundle(job: BundleJob): Promise<Rolldown.OutputChunk> {
  const made = await Rolldown.rolldown({
    input: job.entry,
    platform: 'node',
    external: [...(job.external ?? [])],
    // As packages/lambda/tsdown.config.ts has it: OpenTelemetry's ES modules stand under `module`.
    resolve: { mainFields: ['module', 'main'], ...(job.alias ? { alias: { ...job.alias } } : {}) },
    plugins: [...(job.plugins ?? [])],
    logLevel: 'silent',
  })
  const { output } = await made.generate({
    format: job.format === 'cjs' ? 'cjs' : 'es',
    minify: true,
    codeSplitting: false,
    comments: { legal: false, annotation: false, jsdoc: false },
    sourcemap: 'hidden',
  })
  await made.close()
  return output[0]
}
