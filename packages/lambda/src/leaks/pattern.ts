// Patterns for names of code.

export function isWord(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}

export function escape(name: string): string {
  return name.replaceAll('$', '\\$')
}

/** Matches the declaration of a variable. */
export function declares(variable: string): RegExp {
  return new RegExp(`\\b(?:const|let|var|class|function\\*?)\\s+${escape(variable)}(?![\\w$])`)
}
