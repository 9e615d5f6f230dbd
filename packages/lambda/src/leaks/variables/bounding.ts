import { escape, isWord } from '../pattern.ts'
import { isHolder } from './measure.ts'

/** True when the code has something that takes entries out of what has this name, or makes it anew. */
export function takesOut(text: string, name: string, isProperty: boolean): boolean {
  return (
    removes(text, name) ||
    (isWord(name) &&
      (isMadeAnew(text, name, isProperty) ||
        helpers(text, name).some((parameter) => removes(text, parameter))))
  )
}

function removes(text: string, name: string): boolean {
  const word = wordOf(name)
  const removals = [
    `${word}\\s*\\??\\.\\s*(?:delete|clear|shift|pop|splice)\\s*\\(`,
    `${word}\\s*\\.\\s*length\\s*=[^=]`,
    `\\bdelete\\s+(?:[\\w$.]+\\.)?${word}\\s*[[.]`,
    `${word}\\s*=[^=>;\\n][^;\\n]{0,400}\\.(?:slice|filter)\\s*\\(`,
    `${word}\\s*\\[[^\\]\\n]{0,200}%`,
  ]
  return new RegExp(removals.join('|')).test(text)
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
export function classTakesOut(value: object, name: string): boolean {
  const seen: string[] = []
  for (let at: unknown = value; isHolder(at); at = Object.getPrototypeOf(at)) {
    for (const member of [
      at,
      ...Object.values(Object.getOwnPropertyDescriptors(at)).map((own) => own.value),
    ]) {
      if (typeof member === 'function') seen.push(Function.prototype.toString.call(member))
    }
  }
  return takesOut(seen.join('\n'), name, true)
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
