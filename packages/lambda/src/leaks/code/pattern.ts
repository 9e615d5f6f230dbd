// Patterns for names of code, and where they match.

export function isWord(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}

/** For what stands for itself in a pattern. */
export function escape(text: string): string {
  return text.replaceAll(/[$.*+?^(){}|[\]\\/-]/g, '\\$&')
}

/** Matches the declaration of a variable. */
export function declares(variable: string): RegExp {
  return new RegExp(`\\b(?:const|let|var|class|function\\*?)\\s+${escape(variable)}(?![\\w$])`)
}

/** The text of a pattern for a name, where it is a word of its own; of a property too. */
export function wordOf(name: string): string {
  return `(?<![\\w$])${escape(name)}(?![\\w$])`
}

export function hasWord(text: string, name: string): boolean {
  return new RegExp(wordOf(name)).test(text)
}

/** The first line that matches, from 0. */
export function lineWith(text: string, pattern: RegExp): number | undefined {
  const line = text.split('\n').findIndex((each) => pattern.test(each))
  return line === -1 ? undefined : line
}

/** The line of an offset, from 0. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1
}

export function indentOf(line = ''): number {
  return line.length - line.trimStart().length
}
