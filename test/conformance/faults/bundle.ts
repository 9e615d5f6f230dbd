import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import { inAClosure } from '../../../packages/lambda/in-a-closure.ts'
import { leanOpenTelemetry } from '../../../packages/lambda/lean-otel.ts'
import CONFIGS from '../../../packages/lambda/tsdown.config.ts'
import { wrapFrom, type Way } from '../ways.ts'
import { HOOK_CJS, HOOK_MJS } from './hook.ts'
import { FAULT, injectFaults, type Place } from './inject.ts'

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url))
const SDK = `${PACKAGES}lambda`

/**
 * On the way of every call from the runtime to the user's handler and back: what fails here fails the handler, so these
 * files have to be right by being short, and depend on nothing.
 */
const CALL_PATH: ReadonlySet<string> = new Set([
  'lambda/src/index.ts',
  'lambda/src/call/wrapper.ts',
  'lambda/src/call/answering.ts',
  'lambda/src/call/shield.ts',
  // Where it is asked for, on the way of the application's own calls.
  'lambda/src/spans/context-manager.ts',
])

/** Where {@link FAULT} comes from: set before the bundle is loaded. */
const FOUND = `const ${FAULT} = globalThis[Symbol.for('thermocline.fault')] ?? (() => {});\n`

/** Builds the SDK as it is published, but for a possible fault in each of its functions, with what makes it happen. */
export async function bundleWithFaults(outDir: string): Promise<void> {
  const [sdk] = CONFIGS
  const faults = {
    name: 'faults',
    transform(code: string, id: string) {
      const file = ownFile(id)
      return file === undefined ? null : { code: injectFaults(file, code).code, map: null }
    },
    renderChunk: (code: string) => ({ code: FOUND + code, map: null }),
  }
  await build({
    ...sdk,
    config: false,
    cwd: SDK,
    outDir,
    dts: false,
    minify: false,
    publint: false,
    logLevel: 'warn',
    plugins: [faults, leanOpenTelemetry(), inAClosure()],
  })
  writeFileSync(join(outDir, 'hook.mjs'), HOOK_MJS)
  writeFileSync(join(outDir, 'hook.cjs'), HOOK_CJS)
}

/** `wrap` of the SDK that was built there. */
export function faultyWrapFrom(outDir: string): Way['wrap'] {
  const { mjs, cjs } = wrapFrom(outDir)
  return {
    mjs: `import ${JSON.stringify(join(outDir, 'hook.mjs'))}\n${mjs}`,
    cjs: `require(${JSON.stringify(join(outDir, 'hook.cjs'))})\n${cjs}`,
  }
}

/** Every place in which a fault can be made to happen. */
export function allPlaces(): Place[] {
  return globSync('{lambda,wire}/src/**/*.ts', { cwd: PACKAGES })
    .toSorted()
    .flatMap((file) =>
      CALL_PATH.has(file) ? [] : injectFaults(file, readFileSync(PACKAGES + file, 'utf8')).places,
    )
}

/** The id of the one place of this name. */
export function placeOf(name: string): string {
  const [found, ...others] = allPlaces().filter((place) => place.name === name)
  if (found === undefined || others.length > 0)
    throw new Error(`there are ${others.length} more of ${name}, or none`)
  return found.id
}

function ownFile(id: string): string | undefined {
  const file = relative(PACKAGES, id)
  return /^(?:lambda|wire)\/src\//.test(file) && !CALL_PATH.has(file) ? file : undefined
}
