import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { thermoclineManifest, writeManifest } from '@thermocline/lambda/manifest'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { findings } from './leaking.ts'
import { type Ran, runProgram } from './program.ts'

// A bundle is minified as users' are, with names of one letter, and what is found in it is told as it was written.

const SOURCES = {
  'orders.ts': `
import { remember } from './audit'

interface Order { readonly id: string; readonly n: number }

const processedOrders: string[] = []
class SessionStore {
  static current: string | undefined
}

function pollStatus(order: Order): void {
  setInterval(() => order.id, 60_000)
}

export const work = async (order: Order): Promise<void> => {
  processedOrders.push('order ' + order.n)
  SessionStore.current = (order as unknown as { userId: string }).userId
  remember(order.n)
  pollStatus(order)
}
`,
  'audit.ts': `
const auditTrail = new Map<number, string>()
export function remember(entryNumber: number): void {
  auditTrail.set(entryNumber, 'seen')
}
`,
}

interface Bundling {
  readonly manifest: boolean
  readonly sourcemap?: boolean
  readonly sources?: Readonly<Record<string, string>>
}

async function bundled(options: Bundling): Promise<string> {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(options.sources ?? SOURCES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  await build({
    absWorkingDir: folder,
    entryPoints: ['orders.ts'],
    outfile: 'dist/bundle.cjs',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: options.sourcemap ?? false,
    plugins: options.manifest ? [thermoclineManifest()] : [],
  })
  return join(folder, 'dist/bundle.cjs')
}

function run(files: Readonly<Record<string, string>>): Promise<Ran> {
  const source = `
    const { work } = require('./bundle.cjs')
    const handler = wrap(work)
    for (let n = 0; n < 60; n++) await handler({ userId: 'user-' + n, n }, context('r' + n))
    process.exit()`
  return runProgram(source, { format: 'cjs', files, env: { THERMOCLINE_LEAKS: 'every' } })
}

function told(ran: Ran): string[] {
  return findings(ran).map(({ kind, class: of, name, location }) => [kind, of, name, location].join(' '))
}

test('names and lines of a minified bundle come back as they were written', async () => {
  const bundle = await bundled({ manifest: true })
  const manifest = readFileSync(`${bundle}.thermocline.json`, 'utf8')
  const code = readFileSync(bundle, 'utf8')
  expect(code).not.toContain('processedOrders')
  const ran = await run({ 'bundle.cjs': code, 'bundle.cjs.thermocline.json': manifest })
  expect(new Set(told(ran))).toEqual(
    new Set([
      'module_variable growth processedOrders orders.ts:6',
      'module_variable bleed SessionStore.current orders.ts:8',
      'module_variable growth auditTrail audit.ts:2',
      'timer resource setInterval in pollStatus orders.ts:12',
    ]),
  )
})

// What a client keeps for itself, and puts off: outside of a bundle it stands in a dependency's file.
const CLIENT = `
let lastUser = ''
exports.ask = (userId) => {
  const before = lastUser
  lastUser = userId
  setTimeout(() => before, 30)
  return before.length
}
`

test('what a dependency keeps and puts off inside a bundle is none of the user’s', async () => {
  const sources = {
    'orders.ts': `import { ask } from 'client'\nexport const work = async (order: { userId: string }) => ask(order.userId)`,
    'node_modules/client/index.js': CLIENT,
  }
  const bundle = await bundled({ manifest: true, sources })
  const code = readFileSync(bundle, 'utf8')
  const manifest = readFileSync(`${bundle}.thermocline.json`, 'utf8')
  expect(told(await run({ 'bundle.cjs': code, 'bundle.cjs.thermocline.json': manifest }))).toEqual([])
  expect(told(await run({ 'bundle.cjs': code }))).not.toEqual([])
})

test('without a manifest, or with one that is none, a finding stands under the name in the bundle', async () => {
  const bundle = await bundled({ manifest: false })
  const code = readFileSync(bundle, 'utf8')
  for (const files of [
    { 'bundle.cjs': code },
    { 'bundle.cjs': code, 'bundle.cjs.thermocline.json': '{"thermocline":1}' },
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- each has the machine for itself
    const kinds = told(await run(files))
    expect(kinds).toContainEqual(expect.stringMatching(/^module_variable growth \w{1,2} bundle\.cjs:\d+$/))
    expect(kinds).toContainEqual(
      expect.stringMatching(/^timer resource setInterval in \w{1,2} bundle\.cjs:\d+$/),
    )
  }
})

test.each([false, true])('a source map stays where one was asked for: %s', async (sourcemap) => {
  const bundle = await bundled({ manifest: true, sourcemap })
  expect(existsSync(`${bundle}.map`)).toBe(sourcemap)
  expect(existsSync(`${bundle}.thermocline.json`)).toBe(true)
})

test('a bundle without a source map, and what is no bundle, are refused by name', async () => {
  const bundle = await bundled({ manifest: false })
  expect(() => writeManifest(bundle, '/')).toThrow(
    `${bundle} must be with a source map in ${bundle}.map: ENOENT`,
  )
  const text = join(temporaryFolder(), 'notes.js')
  writeFileSync(text, 'not { a program')
  writeFileSync(`${text}.map`, '{"version":3,"sources":[],"names":[],"mappings":""}')
  expect(() => writeManifest(text, '/')).toThrow(`${text} must be a JavaScript bundle with its source map`)
  expect(() => writeManifest('/nowhere.js', '/')).toThrow('/nowhere.js must be a file that can be read')
})
