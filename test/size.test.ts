import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// Every kilobyte is read in a user's cold start.
const BUDGET_BYTES = 140_000

const DIST = dirname(createRequire(import.meta.url).resolve('@thermocline/lambda'))

test.each(['index.mjs', 'index.cjs'])('the SDK is one file within its budget: %s', (file) => {
  const code = readFileSync(join(DIST, file), 'utf8')
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(BUDGET_BYTES)
  const imports = [...code.matchAll(/(?:from|require\(|import\()\s*["'`]([^"'`]+)["'`]/g)].map(
    (match) => match[1],
  )
  expect(imports.filter((name) => !isBuiltin(name ?? ''))).toEqual([])
})
