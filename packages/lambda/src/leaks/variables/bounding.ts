import { escape, isWord } from '../code/pattern.ts'
import { isHolder } from './measure.ts'

/**
 * What the code does to keep something from growing: nothing; something, but by no rule of size or age, so that it may
 * never happen; or what keeps it within bounds.
 */
export type Bounding = 'none' | 'loose' | 'tight'

/** Of what has this name in this text. */
export function boundingOf(text: string, name: string, isProperty: boolean): Bounding {
  const names = isWord(name) ? [name, ...helpers(text, name)] : [name]
  if (names.some((each) => isCut(text, each))) return 'tight'
  const takes =
    names.some((each) => removes(text, each)) || (isWord(name) && isMadeAnew(text, name, isProperty))
  if (!takes) return isAged(text) ? 'loose' : 'none'
  return isAged(text) || names.some((each) => isMeasured(text, each)) ? 'tight' : 'loose'
}

function removes(text: string, name: string): boolean {
  const word = wordOf(name)
  const removals = [
    `${word}\\s*\\??\\.\\s*(?:delete|clear|shift|pop|splice)\\s*\\(`,
    `${word}\\s*\\.\\s*length\\s*=[^=]`,
    `\\bdelete\\s+(?:[\\w$.]+\\.)?${word}\\s*[[.]`,
  ]
  return new RegExp(removals.join('|')).test(text)
}

/** Made as short as it may be, or filled in a circle. */
function isCut(text: string, name: string): boolean {
  const word = wordOf(name)
  return new RegExp(
    `${word}\\s*=[^=>;\\n][^;\\n]{0,400}\\.(?:slice|filter)\\s*\\(|${word}\\s*\\[[^\\]\\n]{0,200}%`,
  ).test(text)
}

/** Asked how long it is. */
function isMeasured(text: string, name: string): boolean {
  const length = `${wordOf(name)}\\s*\\??\\.\\s*(?:size|length)`
  return new RegExp(
    `${length}\\s*(?:[<>]|[=!]==)|(?:[<>]=?|[=!]==)\\s*(?:[\\w$]+\\.)*${length}(?![\\w$])`,
  ).test(text)
}

// Something is compared with the time it is.
const AGED =
  /[<>]=?\s*(?:Date\.now\(\)|performance\.now\(\)|now\b)|(?:Date\.now\(\)|performance\.now\(\)|\bnow)\s*(?:[-+]\s*[\w$.?[\]()]+\s*)?[<>]/

function isAged(text: string): boolean {
  return AGED.test(text)
}

function isMadeAnew(text: string, name: string, isProperty: boolean): boolean {
  // A field is made once; a variable's first making is its declaration.
  const made = `(?<!\\b(?:const|let|var)\\s+)${wordOf(name)}\\s*[=:]\\s*(?:\\[\\s*]|\\{\\s*}|new\\s|null\\b)`
  return [...text.matchAll(new RegExp(made, 'g'))].length > (isProperty ? 1 : 0)
}

// An entry has no name that the code could spell: anything that is taken out of anything may be it.
function wordOf(name: string): string {
  return isWord(name) ? `(?<![\\w$])#?${escape(name)}` : '[\\w$)\\]]'
}

/** The same of the class that something is an instance of, of its parents, and of an object's own functions. */
export function boundingOfClass(value: object, name: string): Bounding {
  const seen: string[] = []
  for (let at: unknown = value; isHolder(at); at = Object.getPrototypeOf(at)) {
    for (const member of [
      at,
      ...Object.values(Object.getOwnPropertyDescriptors(at)).map((own) => own.value),
    ]) {
      if (typeof member === 'function') seen.push(Function.prototype.toString.call(member))
    }
  }
  const text = seen.join('\n')
  // Its constructor's making of a field is no other.
  const bounding = boundingOf(text, name, true)
  return bounding === 'loose' && !removes(text, name) && !isMadeAnew(text, name, true) ? 'none' : bounding
}

/** What a variable is called inside the functions of this file that it is given to. */
function helpers(text: string, name: string): string[] {
  const calls = text.matchAll(
    new RegExp(`(?<![\\w$])([\\w$]+)\\s*\\(\\s*(?:[^()]{0,400},\\s*)?${wordOf(name)}\\s*[,)]`, 'g'),
  )
  return [...calls].flatMap(([, called = '']) => {
    const parameters = new RegExp(
      `(?:\\bfunction\\s+${escape(called)}\\s*|[^\\w$]${escape(called)}\\s*=\\s*)\\(([^()]*)\\)`,
    ).exec(text)?.[1]
    return parameters?.split(/[\s,]+/).filter(isWord) ?? []
  })
}
