import type { FunctionPlace } from './scopes.ts'
import { findSource, type Source } from './source.ts'
import { relativeTo } from './task-path.ts'

/** Where a variable stands in the user's code. */
export interface Declaration {
  /** As the code says it: `orders`, `Registry.cache`, `state[*]`. */
  readonly name: string
  /** file:line, relative to the task root; undefined when the file was not found. */
  readonly location: string | undefined
  /** False when this file only imports the variable. */
  readonly declared: boolean
  /** True when the file has code that takes entries out of it. */
  readonly shrinks: boolean
}

export interface DeclarationFacts {
  /** The variable, and the property of it that is meant, if one. */
  readonly path: readonly string[]
  /** A function that sees the variable, and where its parameters begin. */
  readonly viewer: Function
  readonly at: FunctionPlace | undefined
  readonly entryFiles: readonly string[]
  readonly taskRoot: string
}

/** Reads the user's file, so only for a finding that is about to be made. */
export function declare(facts: DeclarationFacts): Declaration {
  const [variable = '', property] = facts.path
  const source = facts.at && findSource(facts.viewer, facts.at, facts.entryFiles)
  if (!source)
    return { name: codeName(variable, property, ''), location: undefined, declared: false, shrinks: false }
  const at = lineOfDeclaration(source, variable, property)
  const line = at ?? source.viewerLine
  return {
    name: codeName(variable, property, source.text),
    location: `${relativeTo(facts.taskRoot, source.file)}:${line + 1}`,
    declared: at !== undefined,
    shrinks: shrinks(source.text, property ?? variable),
  }
}

// A property's name may be a user's key. One that the code itself spells out is a name of code.
function codeName(variable: string, property: string | undefined, text: string): string {
  if (property === undefined) return variable
  if (/^\d+$/.test(property)) return `${variable}[${property}]`
  return isWord(property) && new RegExp(`\\b${escape(property)}\\b`).test(text)
    ? `${variable}.${property}`
    : `${variable}[*]`
}

/** The line, from 0: of the property where the class spells it out, else of the variable. */
function lineOfDeclaration(
  source: Source,
  variable: string,
  property: string | undefined,
): number | undefined {
  const lines = source.text.split('\n')
  const declares = new RegExp(`\\b(?:const|let|var|class|function\\*?)\\s+${escape(variable)}(?![\\w$])`)
  const found = nearest(lines, declares, source.viewerLine)
  if (found === undefined || property === undefined || !isWord(property)) return found
  const spells = new RegExp(`^\\s*(?:static\\s+)?(?:readonly\\s+)?${escape(property)}\\s*[=;:]`)
  const spelled = lines.findIndex((line, index) => index > found && spells.test(line))
  return spelled === -1 || !/\bclass\b/.test(lines[found] ?? '') ? found : spelled
}

// A function sees what stands in its own file around it: of several variables of one name, the nearest above that is
// indented no deeper than the function.
function nearest(lines: readonly string[], pattern: RegExp, viewerLine: number): number | undefined {
  const depth = indent(lines[viewerLine])
  const matches = lines.flatMap((line, index) => (pattern.test(line) ? [index] : []))
  const around = matches.filter((index) => indent(lines[index]) <= depth)
  return around.findLast((index) => index <= viewerLine) ?? around[0] ?? matches[0]
}

function shrinks(text: string, name: string): boolean {
  if (!isWord(name)) return false
  const word = `(?<![\\w$])#?${escape(name)}`
  return new RegExp(
    `${word}\\s*\\.\\s*(?:delete|clear|shift|pop|splice)\\s*\\(|${word}\\s*\\.\\s*length\\s*=[^=]|\\bdelete\\s+(?:[\\w$.]+\\.)?${word}\\s*[[.]`,
  ).test(text)
}

function isWord(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}

function indent(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length
}

function escape(name: string): string {
  return name.replaceAll('$', '\\$')
}
