import { expect, test } from 'vitest'
import type { FunctionEntry } from '../src/journal/entry.ts'
import { tellSimulation } from '../src/simulated/tell.ts'
import { behaviour, made, opened, ran, ready, tell } from './simulated-helper.ts'
import type { Told } from './simulated-helper.ts'

const orders = behaviour({ logFormat: 'JSON' })

function journal(seed: number): FunctionEntry[] {
  return [
    opened(seed),
    made(0),
    ready(100),
    ...ran('a', [100, 110], 'timeout'),
    ...ran('b', [200, 900]),
    made(300, 2),
    ready(400, true, 2),
    ...ran('c', [400, 410], 'ok', { container: 2 }),
  ]
}

/** All that is random in it: names, trace ids, span ids. */
function idsIn({ events, requests }: Told): string[] {
  const text = JSON.stringify([events, requests])
  const ids = text.match(/\b[0-9a-f]{16,32}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
  // Nanoseconds look alike.
  return ids.filter((id) => !/^\d+$/.test(id))
}

test('the same journal is told the same way, to the last id', () => {
  expect(tell(orders, journal(7))).toEqual(tell(orders, journal(7)))
})

test('another seed has other ids, and so has another function of the same seed', () => {
  const ids = new Set(idsIn(tell(orders, journal(7))))
  expect(ids.size).toBeGreaterThan(10)
  const others = [tell(orders, journal(8)), tell(behaviour({ name: 'mails', logFormat: 'JSON' }), journal(7))]
  expect(others.flatMap(idsIn).filter((id) => ids.has(id))).toEqual([])
})

test('who listens to the one changes nothing of the other', () => {
  const both = tell(orders, journal(7))
  const alone: { events: unknown[]; requests: unknown[] } = { events: [], requests: [] }
  const logs = tellSimulation(orders, { onLog: (event) => void alone.events.push(event) })
  const spans = tellSimulation(orders, { onSpans: (request) => void alone.requests.push(request) })
  for (const telling of [logs, spans]) {
    for (const entry of journal(7)) telling.tell(entry)
    telling.end()
  }
  expect(alone).toEqual({ events: both.events, requests: both.requests })
})

test('it gives each line back as the live lab writes it: with the log stream of a new container', () => {
  const telling = tellSimulation(orders, {})
  const told = journal(7).map((entry) => telling.tell(entry))
  const streams = told.flatMap((entry) => (entry.kind === 'made' ? [entry.logStream ?? ''] : []))
  expect(told).toMatchObject(journal(7))
  expect(streams).toHaveLength(2)
  expect(streams.join('\n')).toMatch(/^(?:2026\/11\/02\/\[\$LATEST\][0-9a-f]{32}\n?){2}$/)
})

test('spans wait for others until there are enough of them, or until the end', () => {
  const requests: unknown[] = []
  const telling = tellSimulation(orders, { onSpans: (request) => void requests.push(request) })
  for (const entry of journal(7)) telling.tell(entry)
  expect(requests).toHaveLength(0)
  telling.end()
  telling.end()
  expect(requests).toHaveLength(1)
})

test('what is said of containers that are gone, or were never made, is passed over', () => {
  const gone: FunctionEntry[] = [
    { kind: 'ended', at: made(950).at, container: 1, reason: 'idle' },
    ...ran('d', [960, 970]),
    ready(980, true, 3),
    { kind: 'reset', at: made(990).at, container: 3 },
  ]
  expect(tell(orders, [...journal(7), ...gone])).toEqual(tell(orders, journal(7)))
})

test('a journal without its beginning is refused', () => {
  expect(() => tell(orders, [made(0)])).toThrow('the journal of orders must begin with "opened", got "made"')
})
