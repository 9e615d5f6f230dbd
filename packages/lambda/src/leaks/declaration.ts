import { escape, isWord, takesOut } from './bounding.ts'
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
  /** The variable, and the property of it that is meant, if one, and of that. */
  readonly path: readonly string[]
  /** Where a function stands that sees the variable. */
  readonly at: FunctionPlace | undefined
  readonly entryFiles: readonly string[]
  readonly taskRoot: string
}

/** Reads the user's file, so only for a finding that is about to be made. */
export function declare(facts: DeclarationFacts): Declaration {
  const [variable = '', property] = facts.path
  const source = facts.at && findSource(facts.at, facts.entryFiles)
  if (!source) return { name: codeName(facts.path, ''), location: undefined, declared: false, shrinks: false }
  const at = lineOfDeclaration(source, variable, property)
  const line = at ?? source.viewerLine
  return {
    name: codeName(facts.path, source.text),
    location: `${relativeTo(facts.taskRoot, source.file)}:${line + 1}`,
    declared: at !== undefined,
    shrinks: takesOut(source.text, facts.path.at(-1) ?? '', property !== undefined),
  }
}

// A property's name may be a user's key. One that the code itself spells out is a name of code.
function codeName([variable = '', ...properties]: readonly string[], text: string): string {
  const steps = properties.map((property) => {
    if (/^\d+$/.test(property)) return `[${property}]`
    return isWord(property) && new RegExp(`\\b${escape(property)}\\b`).test(text) ? `.${property}` : '[*]'
  })
  return variable + steps.join('')
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

function indent(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length
}
