import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { key } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { describeFunction, startChain } from '../support/chain.ts'
import { applyDiff } from '../support/diff.ts'

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url))
const DIST = dirname(createRequire(import.meta.url).resolve('@thermocline/lambda'))
const MOST_LINES = 10

// Each part of the guide has the code as it was, and the diff.
const GUIDE = readFileSync(new URL('../../docs/moving-over.md', import.meta.url), 'utf8')
const [otel = '', powertools = ''] = GUIDE.split('\n## ').slice(1)

test.each([
  ['the instrumentation of OpenTelemetry', otel],
  ['Powertools Tracer', powertools],
])('moving over from %s takes less than ten lines', (_, part) => {
  expect(block(part, 'diff').trim().split('\n').length).toBeLessThan(MOST_LINES)
})

test("after OpenTelemetry's instrumentation: the provider has the root, its own span under it, and is flushed", async () => {
  const folder = functionFolder({
    'tracing.mjs': applyDiff(block(otel, 'js'), block(otel, 'diff')),
    // A span that is not flushed before the response is not in the next answer.
    'exporter.mjs': `export const exported = []
      export const exporter = {
        export(spans, done) { exported.push(...spans); done({ code: 0 }) },
        shutdown: () => Promise.resolve(),
      }`,
    'index.mjs': `import { trace } from '@opentelemetry/api'
      import { exported } from './exporter.mjs'
      export const handler = async () => {
        const before = exported.map(({ name, kind, parentSpanContext, attributes }) =>
          [name, kind, parentSpanContext !== undefined, attributes['faas.coldstart'] ?? null])
        trace.getTracer('orders').startSpan('query').end()
        return before
      }`,
  })
  const env = {
    NODE_OPTIONS: `--import ./tracing.mjs --import ${join(DIST, 'auto.mjs')}`,
    THERMOCLINE_INIT_PROFILE: 'off',
  }
  const chain = await startChain([describeFunction('orders', { folder, handler: 'index.handler', env })])
  await chain.lab.invoke('orders', {})
  const { payload } = await chain.lab.invoke('orders', {})
  expect(payload).toEqual([
    ['init', 0, true, null],
    ['query', 0, true, null],
    ['orders', 1, false, true],
  ])
})

test('after Powertools Tracer: the invocation is told with its service and what was an annotation', async () => {
  const folder = functionFolder({
    'orders.mjs': applyDiff(block(powertools, 'js'), block(powertools, 'diff')),
  })
  const chain = await startChain([describeFunction('orders', { folder, handler: 'orders.handler' })])
  const { payload, container } = await chain.lab.invoke('orders', { id: 7 })
  expect(payload).toEqual({ ok: true })
  const { invocations } = await chain.container(container)
  const spans = await chain.trace(invocations[0]?.traceId ?? '')
  const root = spans.find(({ name }) => name === 'orders')
  expect(root?.attributes).toMatchObject({ order: 7, [key.START]: 'cold' })
  expect(root?.resource[key.SERVICE_NAME]).toBe('orders')
})

function block(text: string, language: string): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(text)?.[1] ?? ''
}

function functionFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  symlinkSync(MODULES, join(folder, 'node_modules'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
