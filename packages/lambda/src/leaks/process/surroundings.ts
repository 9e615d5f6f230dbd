import type { SpanContext } from '@opentelemetry/api'
import { readFileSync } from '../../node-globals.ts'
import type { Detector, Look } from '../detector.ts'
import { type Finding, type Grown, stateFinding } from '../finding.ts'
import type { UserCode } from '../code/loaded-files.ts'
import { lineInCode } from '../code/search.ts'

/** Something of the process that an invocation may change for all that follow. */
interface Surrounding {
  readonly kind: 'env' | 'prototype'
  readonly severity: Grown['severity']
  /** Names of what is not as it was. */
  changed(): readonly string[]
  /** What the code looks like that changes it, surest first. */
  code(): readonly RegExp[]
}

/** Finds what was changed of the process itself: its folder, its mask for new files, the prototypes all objects share. */
export function watchSurroundings(code: UserCode): Detector {
  const surroundings = [workingFolder(), fileMask(), ...prototypes()]
  const first = new Map<string, { readonly ordinal: number; readonly root: SpanContext }>()
  const told = new Set<string>()

  function judge(surrounding: Surrounding, look: Look): Finding[] {
    const { kind, severity } = surrounding
    return surrounding.changed().flatMap((name) => {
      const since = first.get(name) ?? look
      first.set(name, since)
      // What is still so when another invocation ends, it has met.
      if (since.ordinal === look.ordinal || told.has(name)) return []
      told.add(name)
      const location = surrounding
        .code()
        .map((pattern) => lineInCode(pattern, /./, code))
        .find((line) => line !== undefined)
      return [
        stateFinding(
          { kind, class: 'state', severity, name, location, confidence: 0.95 },
          since,
          look.ordinal,
        ),
      ]
    })
  }

  return { look: (look) => surroundings.flatMap((surrounding) => judge(surrounding, look)) }
}

function workingFolder(): Surrounding {
  const begun = process.cwd()
  return {
    kind: 'env',
    severity: 'medium',
    changed: () => (process.cwd() === begun ? [] : ['process.cwd()']),
    code: () => [/\bchdir\s*\(/],
  }
}

function fileMask(): Surrounding {
  const begun = umask()
  return {
    kind: 'env',
    severity: 'medium',
    changed: () => (umask() === begun ? [] : ['process.umask()']),
    code: () => [/\bumask\s*\(/],
  }
}

/** Read from the kernel: Node's own way to ask sets it for a moment, for all threads. */
function umask(): string | undefined {
  try {
    return /^Umask:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

const SHARED = { Object, Array, Function, String, Number, Promise, Map, Set } as const

// What is defined as a language would define it does not enumerate; what is assigned does, and turns up in every loop.
function prototypes(): Surrounding[] {
  return Object.entries(SHARED).map(([name, { prototype }]) => {
    const begun = new Set(Object.keys(prototype))
    return {
      kind: 'prototype',
      severity: 'high',
      changed: () => (Object.keys(prototype).some((key) => !begun.has(key)) ? [`${name}.prototype`] : []),
      code: () => [
        /\bprototype\s*(?:\.\s*[\w$]+|\[[^\]]+])\s*(?:\?\?|\|\|)?=(?!=)|__proto__/,
        // A merge that follows every key of a request.
        /\b[\w$]+\[(?:key|name|prop|property|k|path)\]\s*=(?!=)/,
      ],
    }
  })
}
