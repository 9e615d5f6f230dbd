import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

// Arrows run down only, inside the lab as between packages: each folder of src names only folders before it.
const FLOORS = [
  ['random.ts', 'occurrence.ts', 'node-flags.ts', 'runtimes.ts', 'platform'],
  ['api', 'export'],
  ['settings'],
  ['samples.ts', 'schedule'],
  ['journal'],
  ['live', 'simulated'],
  ['lambda-api', 'load', 'replay'],
  ['index.ts'],
]

const SRC = join(import.meta.dirname, '../src')

test('a folder names only what lies on a floor below its own', () => {
  const floorOf = new Map(FLOORS.flatMap((names, floor) => names.map((name) => [name, floor] as const)))
  const arrows = globSync('**/*.ts', { cwd: SRC }).flatMap((file) => {
    const named = readFileSync(join(SRC, file), 'utf8').matchAll(/from '(\.[^']+)'/g)
    return [...named].map(([, path]) => [place(file), place(normalize(join(dirname(file), path!)))] as const)
  })
  const between = arrows.filter(([from, to]) => from !== to)
  expect(between.length).toBeGreaterThan(50)
  const up = between.filter(([from, to]) => !(floorOf.get(from)! > floorOf.get(to)!))
  expect(up.map((arrow) => arrow.join(' -> '))).toEqual([])
})

function place(path: string): string {
  return path.split('/')[0]!
}
