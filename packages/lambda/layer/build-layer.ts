import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { zipSync } from 'fflate'
import type { Zippable } from 'fflate'

// Builds the layer: `npm run layer`. What lies in it is unpacked into /opt of each container: the package where Node
// looks for modules, and the wrapper script that AWS_LAMBDA_EXEC_WRAPPER can name.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const TARGET = `${PACKAGE}dist/layer/thermocline-layer.zip`
const INSIDE = 'nodejs/node_modules/@thermocline/lambda'

// Always the same, so that the same SDK gives the same bytes: zip knows no time before.
const MADE = new Date(1980, 0, 1)
const UNIX = 3

const files: Zippable = {
  thermocline: entry('layer/thermocline', 0o755),
  [`${INSIDE}/package.json`]: entry('package.json'),
  [`${INSIDE}/THIRD-PARTY-NOTICES.md`]: entry('THIRD-PARTY-NOTICES.md'),
}
// Types are for those who write code, and nobody does in a container.
for (const name of readdirSync(`${PACKAGE}dist`).filter((file) => /\.[cm]js$/.test(file))) {
  files[`${INSIDE}/dist/${name}`] = entry(`dist/${name}`)
}

mkdirSync(`${PACKAGE}dist/layer`, { recursive: true })
writeFileSync(TARGET, zipSync(files, { level: 9 }))
console.log(`${TARGET} (${Math.round(statSync(TARGET).size / 1024)} KB)`)

function entry(path: string, mode = 0o644): [Uint8Array, { mtime: Date; os: number; attrs: number }] {
  return [readFileSync(PACKAGE + path), { mtime: MADE, os: UNIX, attrs: (0o100000 | mode) << 16 }]
}
