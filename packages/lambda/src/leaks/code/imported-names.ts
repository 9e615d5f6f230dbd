const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g

/** Modules that a text imports, but Node's. A name that is built from a variable is not told. */
export function importedNames(text: string): string[] {
  const names = [...text.matchAll(IMPORT)].map(([, , name = '']) => name)
  return names.filter((name) => !name.startsWith('node:'))
}
