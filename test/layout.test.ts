import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// Arrows run down only. A package can import what its package.json names and nothing else (pnpm links no more),
// so this list is the whole import picture between packages.
const MAY_NAME: Readonly<Record<string, readonly string[]>> = {
  'packages/wire': [],
  'test/kit': ['wire'],
  'packages/lambda': ['wire'],
  'packages/otlp': ['wire'],
  'packages/logs': ['wire', 'otlp'],
  'packages/analysis': ['wire'],
  'packages/store': ['wire'],
  'packages/analyzer': ['wire', 'store', 'analysis'],
  'packages/export': ['wire'],
  'packages/lab': ['wire', 'lambda'],
  'apps/dashboard': ['wire'],
  'apps/server': ['wire', 'otlp', 'analyzer', 'export', 'dashboard'],
  'apps/cli': ['lambda', 'wire', 'otlp', 'logs', 'store', 'analyzer', 'export', 'lab', 'server'],
}

/** Tests of every package may share it; no source can, being a development dependency. */
const TESTKIT = '@thermocline/testkit'

test.each(Object.entries(MAY_NAME))('%s names only what lies below it', (folder, below) => {
  expect(below).toEqual(expect.arrayContaining(namedBy(folder)))
})

function namedBy(folder: string): string[] {
  const url = new URL(`../${folder}/package.json`, import.meta.url)
  const manifest = JSON.parse(readFileSync(url, 'utf8')) as Record<string, Record<string, string> | undefined>
  return ['dependencies', 'peerDependencies', 'devDependencies']
    .flatMap((field) => Object.keys(manifest[field] ?? {}))
    .filter((name) => name.startsWith('@thermocline/') && name !== TESTKIT)
    .map((name) => name.replace('@thermocline/', ''))
}
