import { LOG_LINE_MAX_BYTES } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { EndedSpan } from '../src/flush/exporter.ts'
import { createLogExporter } from '../src/flush/log.ts'
import { writeStdout } from '../src/flush/stdout.ts'
import { startCollector } from './collector.ts'
import { seenSpans } from './decode.ts'
import { LOG_STREAM, runProgram } from './program.ts'

const THREE = `
  const handler = wrap(async () => 'x')
  for (const id of ['r1', 'r2', 'r3']) print(await handler({}, context(id)))
`

test('log: the first line of a process has the whole resource, later ones the two names to find it by', async () => {
  const { lines, roots } = await runProgram(THREE)
  expect(lines.map(({ thermocline, enc, rid, seq, part }) => ({ thermocline, enc, rid, seq, part }))).toEqual(
    [
      { thermocline: 1, enc: 'otlp-pb-b64', rid: 'r1', seq: 1, part: [1, 1] },
      { thermocline: 1, enc: 'root', rid: 'r2', seq: 2, part: [1, 1] },
      { thermocline: 1, enc: 'root', rid: 'r3', seq: 3, part: [1, 1] },
    ],
  )
  expect(Object.keys(roots[0]?.resource ?? {})).toHaveLength(19)
  expect(roots[1]?.resource).toEqual({
    'service.instance.id': LOG_STREAM,
    'thermocline.process.id': roots[0]?.attributes['thermocline.process.id'],
  })
  expect(roots[2]?.resource).toEqual(roots[1]?.resource)
})

test('log: a flush too large for a line is split between spans, and a span too large is dropped and counted', () => {
  const written: string[] = []
  const log = createLogExporter({
    whole: { 'service.instance.id': 'c', 'faas.name': 'orders' },
    short: { 'service.instance.id': 'c' },
    scope: { name: 's', version: '1' },
    write: (text) => written.push(text) > 0,
  })
  const spans = [60_000, 60_000, 60_000, 200_000, 149_000, 10].map(spanOfBytes)
  expect(log(spans, 'r1', 300 as never)).toEqual({ outcome: 'failed', dropped: 1, keep: false })
  expect(written.map((text) => Buffer.byteLength(text) <= LOG_LINE_MAX_BYTES)).toEqual([true, true, true])
  const lines = written.map((text) => JSON.parse(text) as { part: number[]; d: string })
  expect(lines.map(({ part }) => part)).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ])
  const read = lines.map(({ d }) => seenSpans(Buffer.from(d, 'base64')))
  expect(read.map((part) => part.map(({ name }) => name.length))).toEqual([
    [60_000, 60_000],
    [60_000],
    [149_000, 10],
  ])
  expect(read.map((part) => part[0]?.resource['faas.name'])).toEqual(['orders', undefined, undefined])
})

test('log: a root span that fits no line is sent with its texts cut', async () => {
  const { roots, stdout } = await runProgram(`
    const attributes = () => Object.fromEntries(Array.from({ length: 60 }, (_, i) => ['app.' + i, 'é'.repeat(8000)]))
    const handler = wrap(async () => {}, { attributes })
    for (const id of ['r1', 'r2', 'r3']) await handler({}, context(id))
  `)
  expect(roots.map(idOf)).toEqual(['r1', 'r2', 'r3'])
  expect(roots.map(({ attributes }) => attributes['app.59'])).toEqual(Array(3).fill('é'.repeat(256)))
  expect(stdout.split('\n').every((line) => Buffer.byteLength(line) <= LOG_LINE_MAX_BYTES)).toBe(true)
})

test('log: what could not be written is dropped and counted, and the next line begins anew with the whole resource', () => {
  const written: string[] = []
  let full = true
  const log = createLogExporter({
    whole: { 'faas.name': 'orders' },
    short: {},
    scope: { name: 's', version: '1' },
    write: (text) => {
      if (!full) written.push(text)
      return !full
    },
  })
  expect(log([spanOfBytes(10)], 'r1', 300 as never)).toEqual({ outcome: 'failed', dropped: 1, keep: false })
  full = false
  expect(log([spanOfBytes(10)], 'r2', 300 as never)).toEqual({ outcome: 'ok', dropped: 0, keep: false })
  expect(written[0]?.startsWith('\n{"thermocline":1,')).toBe(true)
  const { d, seq } = JSON.parse(written[0] ?? '') as { d: string; seq: number }
  expect([seq, seenSpans(Buffer.from(d, 'base64'))[0]?.resource]).toEqual([2, { 'faas.name': 'orders' }])
})

test('log: a pipe that nobody empties is tried once a flush, and less and less, while the spans wait', async () => {
  let tries = 0
  const log = createLogExporter({
    whole: {},
    short: {},
    scope: { name: 's', version: '1' },
    write: () => {
      tries += 1
      return false
    },
  })
  const large = [100_000, 100_000].map(spanOfBytes)
  expect(log(large, 'r1', 300 as never)).toEqual({ outcome: 'failed', dropped: 2, keep: false })
  expect(tries).toBe(1)
  const sent = await Promise.all(
    Array.from({ length: 9 }, async () => log([spanOfBytes(10)], 'r2', 300 as never)),
  )
  const outcomes = sent.map(({ outcome }) => outcome)
  expect(outcomes.join(' ')).toBe('failed failed skipped skipped failed skipped skipped skipped skipped')
})

test('stdout: a full pipe and short writes are tried again until all of it is out', () => {
  const out: number[] = []
  let calls = 0
  const done = writeStdout('hello', 10_000, (_file, bytes, offset) => {
    calls += 1
    if (calls % 2 === 1) throw Object.assign(new Error('full'), { code: 'EAGAIN' })
    out.push(bytes[offset] ?? 0)
    return 1
  })
  expect([done, Buffer.from(out).toString(), calls]).toEqual([true, 'hello', 10])
})

test('stdout: a pipe that stays full, or is closed, is given up', () => {
  expect(writeStdout('x', 2, failing('EAGAIN'))).toBe(false)
  expect(writeStdout('x', 300, failing('EPIPE'))).toBe(false)
})

test('log: a reader that is slow gets every line whole', async () => {
  const { roots, lines } = await runProgram(`
    process.stdout.write('')
    const handler = wrap(async () => {})
    for (let i = 1; i <= 200; i++) await handler({}, context('r' + i))
  `)
  expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  expect(roots).toHaveLength(200)
})

test('otlp: each flush is there before its result is given back, with the whole resource, over one connection', async () => {
  const collector = await startCollector()
  const { printed, stdout } = await runProgram(THREE, { env: { THERMOCLINE_ENDPOINT: `${collector.url}/` } })
  expect(printed).toEqual(['x', 'x', 'x'])
  expect(stdout).not.toContain('{"thermocline"')
  expect(collector.requests.map(({ path, spans }) => [path, spans.map(({ name }) => name)])).toEqual([
    ['/v1/traces', ['init', 'orders']],
    ['/v1/traces', ['orders']],
    ['/v1/traces', ['orders']],
  ])
  const roots = collector.requests.map(({ spans }) => spans.at(-1))
  expect(roots.map((root) => root?.resource['faas.name'])).toEqual(['orders', 'orders', 'orders'])
  expect(roots.map((root) => root?.attributes['thermocline.flush.outcome'])).toEqual([undefined, 'ok', 'ok'])
  expect(collector.connections()).toBe(1)
})

test('otlp: a callback is called after the flush', async () => {
  const collector = await startCollector((_request, response) => void setTimeout(() => response.end(), 30))
  const { printed } = await runProgram(
    `const order = []
    wrap((event, context, callback) => { callback(null, 1); order.push('returned') })({}, context('r1'), () => print([...order, 'called']))`,
    { env: { THERMOCLINE_ENDPOINT: collector.url } },
  )
  expect(printed).toEqual([['returned', 'called']])
  expect(collector.requests).toHaveLength(1)
})

test('otlp: a dead port costs the handler nothing, and the spans go once the collector is back', async () => {
  const collector = await startCollector()
  const { printed } = await runProgram(
    `
    import http from 'node:http'
    const real = http.request
    const handler = wrap(async () => 'x')
    http.request = (url, options) => real(new URL('http://127.0.0.1:1/v1/traces'), options)
    print(await handler({}, context('r1')))
    http.request = real
    print(await handler({}, context('r2')))
    `,
    { env: { THERMOCLINE_ENDPOINT: collector.url } },
  )
  expect(printed).toEqual(['x', 'x'])
  expect(collector.requests.map(({ spans }) => spans.map(idOf))).toEqual([[undefined, 'r1', 'r2']])
  expect(collector.requests[0]?.spans.at(-1)?.attributes['thermocline.flush.outcome']).toBe('failed')
})

test('otlp: a hanging collector breaks nothing, and is asked less and less', async () => {
  const collector = await startCollector(() => {})
  const { printed, stderr } = await runProgram(
    `
    const handler = wrap(async () => 'x')
    for (let i = 0; i < 12; i++) print(await handler({}, context('r' + i)))
    `,
    { env: { THERMOCLINE_ENDPOINT: collector.url, THERMOCLINE_FLUSH_TIMEOUT_MS: '50' } },
  )
  // Three fail in a row, two are skipped, one fails, four are skipped, one fails, one is skipped.
  expect(printed).toEqual(Array(12).fill('x'))
  expect(collector.requests).toHaveLength(5)
  expect(stderr).toBe(
    'thermocline: the receiver did not take spans several times in a row: it is tried less often, and the newest spans wait\n',
  )
})

test('otlp: a handler that does not wait for its posts has no more than eight under way, and none of its spans is lost', async () => {
  const waiting: (() => void)[] = []
  const collector = await startCollector((_request, response) => {
    waiting.push(() => response.end())
    if (waiting.length >= 8) for (const answer of waiting) answer()
  })
  await runProgram(
    `
    const handler = wrap(() => 'x')
    for (let i = 0; i < 100; i++) handler({}, context('r' + i))
    await new Promise((resolve) => setTimeout(resolve, 200))
    handler({}, context('last'))
    `,
    { env: { THERMOCLINE_ENDPOINT: collector.url, THERMOCLINE_FLUSH_TIMEOUT_MS: '5000' } },
  )
  expect(collector.requests).toHaveLength(9)
  const ids = collector.requests.flatMap(({ spans }) => spans.map(idOf)).filter((id) => id !== undefined)
  expect(new Set(ids).size).toBe(101)
})

test.each(['() => { throw new Error("blocked") }', '() => undefined'])(
  'otlp: an http.request that somebody patched as %s costs a flush, not the process',
  async (patched) => {
    const { printed, exitCode, stderr } = await runProgram(
      `
      import http from 'node:http'
      http.request = ${patched}
      print(await wrap(async () => 'x')({}, context('r1')))
      await new Promise((resolve) => setTimeout(resolve, 60))
      print('alive')
      `,
      { env: { THERMOCLINE_ENDPOINT: 'http://127.0.0.1:1', THERMOCLINE_FLUSH_TIMEOUT_MS: '20' } },
    )
    expect({ printed, exitCode, stderr }).toEqual({ printed: ['x', 'alive'], exitCode: 0, stderr: '' })
  },
)

test('otlp: a flush that ran out of time on a kept connection is not sent once more behind its back', async () => {
  const collector = await startCollector((_request, response, ordinal) => {
    if (ordinal === 1) response.end()
  })
  const { exitCode, printed } = await runProgram(
    `
    const handler = wrap(async () => 'x')
    for (const id of ['r1', 'r2']) print(await handler({}, context(id)))
    await new Promise((resolve) => setTimeout(resolve, 60))
    print(process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap'))
    process.exit()
    `,
    { env: { THERMOCLINE_ENDPOINT: collector.url, THERMOCLINE_FLUSH_TIMEOUT_MS: '50' } },
  )
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: ['x', 'x', []] })
  expect(collector.requests).toHaveLength(2)
})

test('otlp: spans a collector refuses are dropped and counted', async () => {
  const collector = await startCollector((_request, response, ordinal) => {
    response.writeHead(ordinal === 1 ? 401 : ordinal === 2 ? 503 : 200).end()
  })
  const { stderr } = await runProgram(THREE, { env: { THERMOCLINE_ENDPOINT: collector.url } })
  expect(stderr).toBe('thermocline: the receiver refuses spans with HTTP status 401: they are given up\n')
  expect(collector.requests.map(({ spans }) => spans.map(idOf))).toEqual([
    [undefined, 'r1'],
    ['r2'],
    ['r2', 'r3'],
  ])
  const last = collector.requests.at(-1)?.spans.at(-1)?.attributes
  expect([last?.['thermocline.sdk.dropped_spans'], last?.['thermocline.flush.outcome']]).toEqual([
    2,
    'failed',
  ])
})

test('otlp: a connection that the collector closed meanwhile is opened again', async () => {
  const collector = await startCollector((request, response) => {
    response.end()
    // After the answer, and without a word: what a frozen process finds when it is thawed.
    setTimeout(() => request.socket.resetAndDestroy(), 5)
  })
  const { printed } = await runProgram(
    `
    const handler = wrap(async () => 'x')
    print(await handler({}, context('r1')))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)
    print(await handler({}, context('r2')))
    `,
    { env: { THERMOCLINE_ENDPOINT: collector.url } },
  )
  expect(printed).toEqual(['x', 'x'])
  expect(collector.requests.map(({ spans }) => spans.map(idOf))).toEqual([[undefined, 'r1'], ['r2']])
  expect(collector.connections()).toBe(2)
})

test('otlp: little time left bounds the flush, whatever the timeout', async () => {
  const collector = await startCollector(() => {})
  const { printed } = await runProgram(
    `const began = performance.now()
    await wrap(async () => 'x')({}, context('r1', { getRemainingTimeInMillis: () => 70 }))
    print(performance.now() - began < 1000)`,
    { env: { THERMOCLINE_ENDPOINT: collector.url, THERMOCLINE_FLUSH_TIMEOUT_MS: '5000' } },
  )
  expect(printed).toEqual([true])
})

test.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, '/base/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '' }, '/base'],
  [{ THERMOCLINE_ENDPOINT: '', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, '/base/v1/traces'],
])('otlp: endpoints by %o', async (env, path) => {
  const collector = await startCollector()
  const filled = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value || `${collector.url}/base`]),
  )
  await runProgram(`await wrap(async () => 'x')({}, context('r1'))`, { env: filled })
  expect(collector.requests.map((request) => request.path)).toEqual([path])
})

test('a bad setting is reported once with its name, what was wanted and met, and the default is used', async () => {
  const { stderr, roots } = await runProgram(
    `
    for (let i = 0; i < 2; i++) await wrap(async () => {}, { flush: 'later', flushTimeoutMs: -1 })({}, context('r' + i))
    wrap(() => {}, null)
    wrap(() => {}, { endpoint: 42 })
    `,
    { env: { THERMOCLINE_LEAKS: 'often', THERMOCLINE_ENDPOINT: 'nowhere' } },
  )
  expect(stderr.trim().split('\n')).toEqual([
    'thermocline: THERMOCLINE_ENDPOINT must be an http or https URL, got "nowhere"',
    'thermocline: flush must be one of "auto", "log", "otlp", "extension", got "later"',
    'thermocline: flushTimeoutMs must be 0 to 900000 milliseconds, got -1',
    'thermocline: THERMOCLINE_LEAKS must be one of "off", "sampled", "every", got "often"',
    'thermocline: endpoint must be an http or https URL, got 42',
  ])
  expect(roots.map(({ attributes }) => attributes['thermocline.flush.mode'])).toEqual(['log', 'log'])
})

test('a bad endpoint is reported without the secrets in it', async () => {
  const { stderr } = await runProgram(`
    wrap(() => {}, { endpoint: 'ftp://user:secret@host/path?key=secret' })
    wrap(() => {}, { endpoint: 'user:secret@host:port' })
    wrap(() => {}, { endpoint: 'collector:4318' })
  `)
  expect(stderr.trim().split('\n')).toEqual([
    'thermocline: endpoint must be an http or https URL, got "ftp://..."',
    'thermocline: endpoint must be an http or https URL, got "a text of 21 characters"',
    'thermocline: endpoint must be an http or https URL, got "collector:4318"',
  ])
})

test('a key that came to the wrong variable is not told, a word that was mistyped is', async () => {
  const secret = 'AKIAIOSFODNN7EXAMPLE'
  const names = [
    'ENDPOINT',
    'FLUSH',
    'LEAKS',
    'TENANT',
    'INIT_PROFILE',
    'FLUSH_TIMEOUT_MS',
    'REGISTER_GLOBAL',
  ]
  const env = Object.fromEntries(names.map((name) => [`THERMOCLINE_${name}`, secret]))
  const { stderr } = await runProgram('wrap(() => {})', { env })
  expect(stderr.trim().split('\n')).toHaveLength(names.length)
  expect(stderr).not.toContain(secret)
  const mistyped = await runProgram('wrap(() => {})', { env: { THERMOCLINE_FLUSH: 'otpl' } })
  expect(mistyped.stderr).toContain('got "otpl"')
})

test('options win over the environment', async () => {
  const { roots } = await runProgram(
    `await wrap(async () => {}, { flush: 'log', serviceName: 'mine' })({}, context('r1'))`,
    {
      env: {
        THERMOCLINE_FLUSH: 'otlp',
        THERMOCLINE_ENDPOINT: 'http://127.0.0.1:1',
        OTEL_SERVICE_NAME: 'theirs',
        THERMOCLINE_LAB: '1',
      },
    },
  )
  expect(roots[0]?.resource).toMatchObject({ 'service.name': 'mine', 'thermocline.lab': true })
})

function idOf(span: { readonly attributes: Readonly<Record<string, unknown>> }): unknown {
  return span.attributes['faas.invocation.id']
}

/** A ScopeSpans.spans entry whose span is nothing but a name of so many bytes. */
function spanOfBytes(bytes: number): EndedSpan {
  const name = Buffer.concat([Buffer.from([0x2a]), varint(bytes), Buffer.alloc(bytes, 'n')])
  const entry = Buffer.concat([Buffer.from([0x12]), varint(name.length), name])
  return { root: undefined, bytes: () => entry, cutBytes: () => entry }
}

function varint(value: number): Buffer {
  return value < 128
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value & 127) | 128]), varint(value >> 7)])
}

function failing(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code })
  }
}
