// The last statement of a bundled ES module that exports names and imports nothing.
const EXPORTS = /export\s*\{([^}]*)\};?\s*$/

interface Output {
  readonly type: string
  code?: string
}

/**
 * Puts all of an ES module into one function, for rolldown, so that its exports are all it adds to a scope. Bundled with
 * a handler it would else stand among the handler's own variables, where each look for leaked state walks over some 150
 * names that are none of the user's.
 */
export function inAClosure(): {
  name: string
  generateBundle(options: unknown, bundle: Record<string, Output>): void
} {
  return {
    name: 'in-a-closure',
    generateBundle(_options, bundle) {
      for (const [file, output] of Object.entries(bundle)) {
        if (file.endsWith('.mjs') && output.code !== undefined) output.code = enclosed(file, output.code)
      }
    },
  }
}

function enclosed(file: string, code: string): string {
  const [statement, list] = EXPORTS.exec(code) ?? []
  if (statement === undefined || list === undefined || /^\s*import\b[^(]/.test(code)) {
    throw new Error(`${file} is no module that imports nothing and ends with its exports`)
  }
  const pairs = list.split(',').map((item) => item.trim().split(/\s+as\s+/))
  const names = pairs.map(([local, name = local]) => name)
  const object = pairs.map(([local, name = local]) => `${name}:${local}`).join()
  const body = code.slice(0, -statement.length)
  return `const{${names.join()}}=(()=>{${body};return{${object}}})();export{${names.join()}};\n`
}
