import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { EVENTS, type EventMaker } from './events.ts'
import { type Format, FORMATS } from './format.ts'

// A folder is a program: `leaking.mjs` and its twin `clean.mjs`, or `program.mjs` of state that is right to stay, and
// `label.json` beside them.

/** What of the leak has to be told. */
interface Expected {
  readonly kind: string
  readonly class: string
  readonly name: string
  /** file:line of the program as it was written. */
  readonly location: string
}

export interface Program {
  /** Folder and file, such as `current-user/leaking`. */
  readonly name: string
  readonly part: Part
  readonly folder: string
  /** The handler's file in it. */
  readonly file: string
  readonly event: EventMaker
  /** Undefined for a program that must stay silent. */
  readonly expected: Expected | undefined
  /** Other findings that are right to make of it. */
  readonly also: readonly Omit<Expected, 'location'>[]
  readonly formats: readonly Format[]
}

/**
 * `held-out` and `held-out-2`: each not looked at while rules were tuned, until its first pass had been written down.
 * `libraries`: real ones in normal use, installed when they are asked for.
 */
export const PARTS = ['programs', 'legitimate', 'held-out', 'held-out-2', 'libraries'] as const
export type Part = (typeof PARTS)[number]

interface Label {
  readonly story: string
  readonly event: string
  readonly expect?: Omit<Expected, 'location'> & { readonly at: string }
  readonly also?: readonly Omit<Expected, 'location'>[]
  /** Where some cannot be: a library that is an ES module only, or one that requires such, which Lambda's Node does not. */
  readonly formats?: readonly Format[]
}

const ROOT = fileURLToPath(new URL('.', import.meta.url))

export async function readPrograms(part: Part): Promise<Program[]> {
  const root = join(ROOT, part)
  const folders = readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'label.json')))
    .toSorted()
  return (await Promise.all(folders.map((folder) => readFolder(part, join(root, folder), folder)))).flat()
}

async function readFolder(part: Part, folder: string, name: string): Promise<Program[]> {
  const label = JSON.parse(readFileSync(join(folder, 'label.json'), 'utf8')) as Label
  const event = await eventMaker(label, folder)
  const { expect, also = [], formats = FORMATS } = label
  return ['leaking', 'clean', 'program'].flatMap((which) => {
    const file = `${which}.mjs`
    if (!existsSync(join(folder, file))) return []
    const leaks = which === 'leaking' && expect !== undefined
    const expected = leaks ? { ...expect, location: locate(folder, file, expect.at) } : undefined
    return [
      { name: `${name}/${which}`, part, folder, file, event, expected, also: leaks ? also : [], formats },
    ]
  })
}

async function eventMaker(label: Label, folder: string): Promise<EventMaker> {
  if (label.event === 'own') {
    const own = (await import(pathToFileURL(join(folder, 'event.mjs')).href)) as { event: EventMaker }
    return own.event
  }
  const maker = EVENTS[label.event]
  if (!maker) throw new Error(`${folder}: no event is called ${label.event}`)
  return maker
}

/** `text` or `file: text`; the text is in one line only. */
function locate(folder: string, main: string, at: string): string {
  const [, file = main, text = ''] = /^(?:([\w./-]+\.mjs): )?(.*)$/s.exec(at) ?? []
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
  if (found.length !== 1) throw new Error(`${folder}: ${JSON.stringify(at)} stands in ${found.length} lines`)
  return `${file}:${found[0]}`
}
