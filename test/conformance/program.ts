import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Style } from './style.ts'
import type { Way } from './ways.ts'

// What a process's exit says is part of what is compared, and the lab does not always tell it.
const TELL_EXIT = `process.on('exit', (code) => writeSync(1, \`out: exit \${code}\\n\`))`
const PREAMBLE_MJS = `import { writeSync } from 'node:fs'\n${TELL_EXIT}\n`
const PREAMBLE_CJS = `const { writeSync } = require('node:fs')\n${TELL_EXIT}\n`

/** Writes the style's files into this folder: the same ones for every way but what `wrap` is. */
export function writeProgram(folder: string, style: Style, way: Way): void {
  const files = {
    ...style.files,
    [style.file ?? 'index.mjs']: style.source,
    'wrap.mjs': PREAMBLE_MJS + way.wrap.mjs,
    'wrap.cjs': PREAMBLE_CJS + way.wrap.cjs,
  }
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
