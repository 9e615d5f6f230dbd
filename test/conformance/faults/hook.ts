// What a process loads before an SDK that was built with places for faults.

/** How a fault happens: at every call of the place, at the first alone, or at the n-th alone. */
export type Mode = 'always' | 'once' | `nth ${number}`

/** The variable that says which fault happens: `<mode>@<place>@<place>`. */
const FAULT_VARIABLE = 'THERMOCLINE_TEST_FAULT'

/** The environment of a process in which the fault happens, in each of these places. */
export function faultAt(mode: Mode, ...places: readonly string[]): Readonly<Record<string, string>> {
  return { [FAULT_VARIABLE]: [mode, ...places].join('@') }
}

/** The environment of a process that tells at its end which places it met. */
export const CENSUS: Readonly<Record<string, string>> = { [FAULT_VARIABLE]: 'census' }

/** Begins what the hook says on stdout: that the fault has happened, and at the end how often each place was met. */
export const FAULT_LINE = 'fault: '

const HOOK = `
const [mode, ...places] = (process.env.${FAULT_VARIABLE} ?? '').split('@')
const nth = mode === 'always' ? undefined : mode === 'once' ? 1 : Number(mode.slice('nth '.length))
const met = new Map()
let thrown = false
globalThis[Symbol.for('thermocline.fault')] = (at) => {
  const count = (met.get(at) ?? 0) + 1
  met.set(at, count)
  if (!places.includes(at) || (nth !== undefined && count !== nth)) return
  if (!thrown) writeSync(1, '${FAULT_LINE}thrown\\n')
  thrown = true
  throw new RangeError('a fault at ' + at)
}
if (mode === 'census') process.on('exit', () => writeSync(1, '${FAULT_LINE}' + JSON.stringify([...met]) + '\\n'))
`

/** The same as an ES and as a CommonJS module. */
export const HOOK_MJS: string = `import { writeSync } from 'node:fs'\n${HOOK}`
export const HOOK_CJS: string = `const { writeSync } = require('node:fs')\n${HOOK}`
