import { type Bounding, boundingOf } from './bounding.ts'
import { declares, escape, hasWord, indentOf, isWord, lineWith } from '../code/pattern.ts'
import { isSpelt } from '../code/search.ts'
import { findSource, type FunctionPlace, type Source } from '../code/source.ts'
import { codeLine } from '../../identity/code-path.ts'

/** What stands for the environment among the globals. */
export const ENVIRONMENT = 'process.env'

/** Where a variable stands in the user's code. */
export interface Declaration {
  /** As the code says it: `orders`, `Registry.cache`, `state[*]`. */
  readonly name: string
  /** The last of the names that lead to it. */
  readonly last: string
  /** file:line, relative to the task root; undefined when the file was not found. */
  readonly location: string | undefined
  /** False when this file only imports the variable. */
  readonly declared: boolean
  /** How the file keeps it from growing. */
  readonly bounding: Bounding
  /** True when the code asks whether it equals something: it is a key that what stands beside it is kept under. */
  readonly compared: boolean
  /** True when it has a value from the start: settings may be the same as what a request says. */
  readonly filledAtInit: boolean
  /** True when the variable holds nothing at first: what stands in it was put there whole. */
  readonly emptyAtInit: boolean
  /** True for what stands under a key that is no name of code, as the entries of a map do. */
  readonly isEntry: boolean
  /** True for the code of a dependency. */
  readonly foreign: boolean
  readonly kind: 'module_variable' | 'global' | 'env'
  /** True when the code around it has something like this. */
  says(pattern: RegExp): boolean
  /** file:line of the first line of that file that is so. */
  lineOf(pattern: RegExp): string | undefined
}

export interface DeclarationFacts {
  /** The variable, and the property of it that is meant, if one, and of that. */
  readonly path: readonly string[]
  /** True for a property of globalThis, which no code has to declare. */
  readonly isGlobal: boolean
  /** Where a function stands that sees the variable. */
  readonly at: FunctionPlace | undefined
  readonly entryFiles: readonly string[]
  readonly taskRoot: string
}

/** Reads the user's file, so only for a finding that is about to be made. */
export function declare(facts: DeclarationFacts): Declaration {
  const { isGlobal, at, entryFiles } = facts
  const source = at && findSource(at, isGlobal ? '' : (facts.path[0] ?? ''), entryFiles)
  const path = isGlobal || !source ? facts.path : [source.variable, ...facts.path.slice(1)]
  const [variable = '', property] = path
  const text = source?.text ?? ''
  const last = path.at(-1) ?? ''
  const line =
    source && (isGlobal ? lineOfGlobal(source, path) : lineOfDeclaration(source, variable, property))
  const isBare = !isGlobal || variable === ENVIRONMENT
  const name = codeName(
    isBare ? path : ['globalThis', ...path],
    (word) => hasWord(text, word) || isSpelt(word, facts),
  )
  return {
    name,
    location: source && locationOf(source, line ?? source.viewerLine, facts.taskRoot),
    last,
    declared: line !== undefined,
    bounding: boundingOf(text, last, property !== undefined || isGlobal),
    compared: isCompared(text, path) || isKeptBesideKey(text, path),
    filledAtInit: isFilledAtInit(text, variable, property === undefined ? undefined : last),
    emptyAtInit: new RegExp(
      `\\b(?:let|var)\\s+${escape(variable)}\\s*(?:[;,\\n]|=\\s*(?:undefined|null|void 0)\\b|$)`,
    ).test(text),
    isEntry: name.includes(ENTRY),
    foreign: source?.foreign === true,
    kind: variable === ENVIRONMENT ? 'env' : isGlobal ? 'global' : 'module_variable',
    says: (pattern) => pattern.test(text),
    lineOf: (pattern) => source && lineOf(source, pattern, facts.taskRoot),
  }
}

function locationOf({ file }: Source, line: number, taskRoot: string): string | undefined {
  return file === undefined ? undefined : codeLine(taskRoot, file, line + 1)
}

function lineOf(source: Source, pattern: RegExp, taskRoot: string): string | undefined {
  const line = lineWith(source.text, pattern)
  return line === undefined ? undefined : locationOf(source, line, taskRoot)
}

// Against nothing at all is no question of whose it is.
const NOTHING = String.raw`(?:undefined|null|void 0|""|''|!?[01]\b)`

function isCompared(text: string, path: readonly string[]): boolean {
  const [name = '', owner = ''] = path.toReversed()
  if (!isWord(name)) return false
  const word = isWord(owner)
    ? `${escape(owner)}\\??\\.${escape(name)}(?![\\w$])`
    : `(?<![\\w$.])${escape(name)}(?![\\w$])`
  const compares = new RegExp(
    `${word}\\s*[=!]==?\\s*(?!${NOTHING})|(?<!${NOTHING}\\s*)[=!]==?\\s*(?:[\\w$]+\\??\\.)*${word}`,
    'g',
  )
  const variable = isWord(owner) ? owner : name
  return [...text.matchAll(compares)].some(({ index, 0: { length } }) => {
    const asks = /\bif\s*\([^;{}]*$/.test(text.slice(Math.max(0, index - 160), index))
    return !asks || hasWord(restOfBlock(text, index + length), variable)
  })
}

/** Where the value is neither used nor set anew in what an `if` decides on, it did not ask whether to keep it. */
function restOfBlock(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}' && --depth < 0) return text.slice(from, at)
  }
  return text.slice(from)
}

/** Set together with a key that decides whether it still holds: `if (id !== lastId) { last = load(id); lastId = id }`. */
function isKeptBesideKey(text: string, path: readonly string[]): boolean {
  const blocks = text.matchAll(/\bif\s*\(([^{}\n]*[=!]==?[^{}\n]*)\)\s*\{([^{}]*)\}/g)
  return [...blocks].some(([, condition = '', block = '']) => {
    const set = [...block.matchAll(/(?<![\w$.])((?:[\w$]+\.)*[\w$]+)\s*=(?![=>])/g)].map(
      ([, each = '']) => each,
    )
    const own = set.find((each) => path.some((name) => each === name || each.endsWith(`.${name}`)))
    const isKey = (each: string): boolean =>
      each !== own && new RegExp(`(?<![\\w$.])${escape(each)}(?![\\w$])`).test(condition)
    return own !== undefined && set.some(isKey)
  })
}

// A field that a function of the code fills when it is called is filled by what it was called with.
function isFilledAtInit(text: string, variable: string, property: string | undefined): boolean {
  const begins = text.search(declares(variable))
  if (begins === -1 || (property !== undefined && !isWord(property))) return false
  const own = statementAt(text, begins)
  const before =
    property === undefined
      ? `\\b(?:const|let|var)\\s+${escape(variable)}\\s*=`
      : `(?<![\\w$])${escape(property)}\\s*[:=]`
  return new RegExp(
    `${before}\\s*(?!undefined|null|void 0|''|""|\\{|\\[|new |[\\w$]+(?:\\??\\.[\\w$]+)+)\\S`,
  ).test(own)
}

/** To the end of its brackets, and of the line after them. */
function statementAt(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if ('({['.includes(character)) depth += 1
    else if (')}]'.includes(character)) depth -= 1
    if (depth < 0 || (depth === 0 && /[;\n]/.test(character))) return text.slice(from, at)
  }
  return text.slice(from)
}

function lineOfGlobal(source: Source, path: readonly string[]): number | undefined {
  const name = path.findLast(isWord)
  // Of the environment it is the line that sets one, whichever it is.
  const sets = path[0] === ENVIRONMENT ? lineWith(source.text, SETS_ENVIRONMENT) : undefined
  if (sets !== undefined) return sets
  if (name === undefined) return undefined
  const assigns = new RegExp(
    `(?<![\\w$])${escape(name)}\\s*['"]?\\s*\\]?\\s*(?:[-+*/|&?]{0,2}=(?!=)|\\.push\\()`,
  )
  return lineWith(source.text, assigns)
}

const SETS_ENVIRONMENT =
  /\bprocess\.env(?:\s*\.\s*[\w$]+|\s*\[[^\]]*\])\s*(?:\?\?|\|\|)?=(?!=)|\bassign\s*\(\s*process\.env\b/

// A property's name may be a user's key. One that the code itself spells out is a name of code.
function codeName(
  [variable = '', ...properties]: readonly string[],
  spelt: (word: string) => boolean,
): string {
  const steps = properties.map((property) => {
    const key = property.replace(/^\*/, '')
    if (!isWord(key.replace(/^#/, '')) || !(key === 'process' || spelt(key))) return ENTRY
    return property === key ? `.${key}` : `.get('${key}')`
  })
  return variable + steps.join('')
}

/** Stands for a key that is no name of code. */
const ENTRY = '[*]'

/** The line, from 0: of the property where the class spells it out, else of the variable. */
function lineOfDeclaration(
  source: Source,
  variable: string,
  property: string | undefined,
): number | undefined {
  const lines = source.text.split('\n')
  const found = nearest(lines, declares(variable), source.viewerLine)
  if (found === undefined || property === undefined || !isWord(property)) return found
  const spells = new RegExp(`^\\s*(?:static\\s+)?(?:readonly\\s+)?${escape(property)}\\s*(?:[=;:]|$)`)
  const spelled = lines.findIndex((line, index) => index > found && spells.test(line))
  return spelled === -1 || !/\bclass\b/.test(lines[found] ?? '') ? found : spelled
}

// A function sees what stands in its own file around it: of several variables of one name, the nearest above that is
// indented no deeper than the function.
function nearest(lines: readonly string[], pattern: RegExp, viewerLine: number): number | undefined {
  const depth = indentOf(lines[viewerLine])
  const matches = lines.flatMap((line, index) => (pattern.test(line) ? [index] : []))
  const around = matches.filter((index) => indentOf(lines[index]) <= depth)
  return around.findLast((index) => index <= viewerLine) ?? around[0] ?? matches[0]
}
