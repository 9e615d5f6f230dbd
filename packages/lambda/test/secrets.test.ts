import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type SeenSpan, seenSpans } from './decode.ts'
import { createPlanter } from './secrets/canary.ts'
import { type Ran, run, type RunOptions } from './secrets/run.ts'
import { search } from './secrets/search.ts'

// Names of code, sizes, counts and hashes with a salt of the process go out. Nothing else of the user's does: a word of
// our own stands in every place where his data can, and no byte that leaves the process may tell one of them.

// What the user himself puts among the attributes of his telemetry.
const MEANT: readonly string[] = ['environment.OTEL_RESOURCE_ATTRIBUTES']
// And what he wants posts to carry.
const MEANT_FOR_POSTS: readonly string[] = ['environment.OTEL_EXPORTER_OTLP_HEADERS', ...MEANT]

const NODES: Readonly<Record<string, string | undefined>> = { 24: 'node', 22: node22() }
const RUNS = Object.entries(NODES).flatMap(([major, node]): [string, string, RunOptions][] =>
  node === undefined
    ? []
    : [
        [major, 'log', { node, flush: 'log' }],
        [major, 'otlp', { node, flush: 'otlp' }],
        [major, 'extension', { node, flush: 'extension' }],
      ],
)

test.each(RUNS)(
  'Node %s, flush %s: no byte that leaves the process tells anything of the user’s',
  { timeout: 60_000 },
  async (_major, flush, options) => {
    const ran = await run(options)
    expect(ran.exitCode).toBe(0)
    expect(placesOf(search(ran.exported, ran.plants))).toEqual(flush === 'log' ? MEANT : MEANT_FOR_POSTS)

    // The detectors and the errors were there to be told of.
    const spans = spansOf(ran)
    expect(valuesOf(spans, 'thermocline.finding.name')).toEqual(
      expect.arrayContaining(['all', 'byKey', 'seen', 'object', 'nested[*]', 'holder.list', 'remembered']),
    )
    expect(valuesOf(spans, 'error.type')).toEqual(
      expect.arrayContaining(['ShopError', 'AggregateError', '_OTHER', '500', 'timeout']),
    )
    expect(channelsOf(ran)).toEqual(
      expect.arrayContaining(flush === 'log' ? ['stdout', 'stderr', 'file'] : ['otlp', 'file']),
    )
  },
)

test('what is said of a process that crashes tells nothing of the error', { timeout: 60_000 }, async () => {
  const ran = await run({ flush: 'log', ending: 'crash' })
  expect(ran.exitCode).toBe(1)
  expect(placesOf(search(ran.exported, ran.plants))).toEqual(MEANT)
})

test(
  'a word in what is meant to go out is found, in each form it goes out in',
  { timeout: 60_000 },
  async () => {
    const { text, plants } = createPlanter()
    const env = {
      OTEL_SERVICE_NAME: text('service', 'of "*"'),
      AWS_LAMBDA_FUNCTION_NAME: text('function'),
      REQUEST_ID: text('request id', 'é"*'),
    }
    const planted = [...plants.values()]
    const log = await run({ flush: 'log', env })
    expect(search(log.exported, planted)).toEqual(
      expect.arrayContaining([
        'service: the end, by spans',
        'function: the end, by spans',
        'request id: the end, by spans',
        'request id: the end, by stdout',
        expect.stringMatching(/^service: base64 behind \d bytes, by stdout$/),
        expect.stringMatching(/^function: base64 behind \d bytes, by stdout$/),
        expect.stringMatching(/^request id: base64 behind \d bytes, by stdout$/),
      ]),
    )
    const otlp = await run({ flush: 'otlp', env })
    expect(search(otlp.exported, planted)).toEqual(
      expect.arrayContaining([
        'service: the end, by otlp',
        'function: the end, by otlp',
        'request id: the end, by otlp',
      ]),
    )
  },
)

const SALT = 'made anew by every process'
const hashed = (name: string) => (text: string) => createHash(name).update(text).digest('hex')

test.each<[string, boolean, (text: string, word: string) => string | Uint8Array]>([
  ['as it is', true, (text) => text],
  ['cut off', true, (_text, word) => `${word.slice(0, 10)}…`],
  ['in lower case', true, (text) => text.toLowerCase()],
  ['in an address', true, (text) => encodeURIComponent(text)],
  ['in JSON in JSON', true, (text) => JSON.stringify(JSON.stringify(text))],
  ['in base64 behind nothing', true, (text) => Buffer.from(text).toString('base64')],
  ['in base64 behind one byte', true, (text) => Buffer.from(`x${text}`).toString('base64')],
  ['in base64 behind two bytes', true, (text) => Buffer.from(`xx${text}`).toString('base64url')],
  ['in hexadecimal', true, (text) => Buffer.from(text).toString('hex')],
  ['in two bytes a character', true, (text) => Buffer.from(text, 'utf16le')],
  ['backwards', true, (_text, word) => Buffer.from(word).toReversed()],
  ['zipped', true, (text) => gzipSync(text)],
  ['by its MD5', true, hashed('md5')],
  ['by its SHA-1', true, hashed('sha1')],
  ['by the first bytes of its SHA-256', true, (text) => hashed('sha256')(text).slice(0, 10)],
  ['by its SHA-256 in base64', true, (text) => createHash('sha256').update(text).digest('base64')],
  ['by the hash of the word in it', true, (_text, word) => hashed('sha256')(word)],
  ['by a hash with a salt', false, (text) => hashed('sha256')(SALT + text)],
  ['not at all', false, () => 'orders'],
])('a text that goes out %s is found: %s', (_form, found, disguise) => {
  const { text, plants } = createPlanter()
  const whole = text('secret', 'Zoë’s "*"')
  const [plant] = plants.values()
  const bytes = Buffer.from(disguise(whole, String(plant?.canary)))
  expect(search([{ channel: 'any', bytes }], [...plants.values()]).length > 0).toBe(found)
})

test.each<[string, (value: number, bytes: Buffer) => void]>([
  ['in decimals', (value, bytes) => bytes.write(`[${value}]`)],
  ['as a double', (value, bytes) => bytes.writeDoubleLE(value, 3)],
  ['as an int64', (value, bytes) => bytes.writeBigInt64LE(BigInt(value), 3)],
])('a number that goes out %s is found', (_form, write) => {
  const { number, plants } = createPlanter()
  const bytes = Buffer.alloc(32)
  write(number('card'), bytes)
  expect(placesOf(search([{ channel: 'any', bytes }], [...plants.values()]))).toEqual(['card'])
})

/** The lab's other Node, where it is installed. */
function node22(): string | undefined {
  try {
    const require = createRequire(new URL('../../lab/package.json', import.meta.url))
    return join(dirname(require.resolve(`node22-linux-${process.arch}/package.json`)), 'bin/node')
  } catch {
    return undefined
  }
}

function placesOf(found: readonly string[]): string[] {
  return [...new Set(found.map((line) => line.split(': ')[0] ?? ''))].toSorted()
}

function spansOf({ exported }: Ran): SeenSpan[] {
  return exported
    .filter(({ channel }) => channel === 'spans' || channel === 'otlp')
    .flatMap(({ bytes }) => seenSpans(bytes))
}

function valuesOf(spans: readonly SeenSpan[], name: string): unknown[] {
  return [...new Set(spans.map(({ attributes }) => attributes[name]))]
}

function channelsOf({ exported }: Ran): string[] {
  return [...new Set(exported.map(({ channel }) => channel))]
}
