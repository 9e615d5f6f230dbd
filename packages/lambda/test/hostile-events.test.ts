import { seeded } from '@thermocline/testkit/random'
import { expect, test } from 'vitest'
import { DEFAULT_PROPAGATORS } from '../src/settings/propagators.ts'
import { detectTrigger } from '../src/triggers/detect.ts'
import { readResult } from '../src/triggers/result.ts'
import { readUpstream } from '../src/upstream/upstream.ts'
import { realEvents } from './real-events.ts'
import { EVENTS } from './trigger-events.ts'

// Our own events, and the published ones where they are at hand.
const ALL: readonly unknown[] = [...Object.values(EVENTS).flat(), ...realEvents().map(({ event }) => event)]

type Path = readonly (string | number)[]

function fail(): never {
  throw new Error('SECRET')
}

const CYCLE: Record<string, unknown> = {}
Object.assign(CYCLE, {
  headers: CYCLE,
  detail: CYCLE,
  traceparent: CYCLE,
  Records: [CYCLE],
  info: CYCLE,
  body: CYCLE,
})
const RING: unknown[] = []
RING.push(RING)

/** What may stand anywhere. */
const HOSTILE: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => '',
  () => 'x'.repeat(300_000),
  () => `{"traceparent":${'['.repeat(100_000)}`,
  () => -0.5,
  () => 10n,
  () => Symbol('SECRET'),
  () => fail,
  () => [],
  () => Array.from({ length: 2000 }),
  () => CYCLE,
  () => RING,
  () => new Date(Number.NaN),
  () => Object.create(null),
  () => ({ toString: fail, valueOf: fail }),
  () => ({
    get traceparent() {
      return fail()
    },
    get eventSource() {
      return fail()
    },
    get value() {
      return fail()
    },
  }),
  () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail }),
  () => Proxy.revocable({}, {}).proxy,
  () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    return proxy
  },
]

function readAll(event: unknown, clientContext: unknown): void {
  const trigger = detectTrigger(event)
  const upstream = readUpstream(event, trigger, {
    xrayHeader: 'Root=1-;Parent',
    clientContext,
    propagators: DEFAULT_PROPAGATORS,
  })
  readResult(event, trigger)
  for (const value of Object.values(trigger.attributes)) {
    expect(['string', 'number', 'boolean']).toContain(typeof value)
    expect(String(value).length).toBeLessThanOrEqual(2048)
  }
  expect(upstream.links.length).toBeLessThanOrEqual(128)
  const ids = [upstream.parent, ...upstream.links].map((one) => one && `${one.traceId}-${one.spanId}`)
  expect(ids.filter((id) => id !== undefined && !/^[\da-f]{32}-[\da-f]{16}$/.test(id))).toEqual([])
}

test('nothing that stands in an event can make reading it throw', () => {
  const random = seeded(20_261_123)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  for (let round = 0; round < 6000; round++) {
    const event = pick(ALL)
    const paths = pathsIn(event)
    const spoiled = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(paths)).reduce<unknown>(
      (before, path) => withValue(before, path, pick(HOSTILE)()),
      event,
    )
    expect(() => readAll(spoiled, pick(HOSTILE)())).not.toThrow()
  }
}, 60_000)

test('whatever an event is in itself is a direct call', () => {
  for (const make of HOSTILE) {
    readAll(make(), make())
    expect(detectTrigger(make()).kind).toMatch(/^(?:other|http)$/)
  }
})

test('an event is only read: nothing in it is changed, added or taken away', () => {
  const changes: unknown[] = []
  for (const event of ALL)
    readAll(watched(event, changes), watched({ custom: { traceparent: 'x' } }, changes))
  expect(changes).toEqual([])
})

/** An event that tells of each attempt to change anything in it. */
function watched(value: unknown, changes: unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const tell = (target: object, name: string | symbol) => changes.push([target, name]) > 0
  return new Proxy(value, {
    get: (target, name) => watched(Reflect.get(target, name), changes),
    set: tell,
    deleteProperty: tell,
    defineProperty: tell,
    setPrototypeOf: (target) => tell(target, '__proto__'),
  })
}

// Names of resources: what is allowed to be told, of all the texts in an event.
const TOLD: Readonly<Record<string, RegExp>> = {
  'http.route': /^(?:routeKey|resource)$/,
  'messaging.destination.name':
    /^(?:Records\.0\.eventSourceARN|Records\.0\.Sns\.TopicArn|records\.[^.]*\.0\.topic|messages\.0\.destination\.physicalName|deliveryStreamArn)$/,
  'faas.document.collection': /^Records\.0\.(?:eventSourceARN|s3\.bucket\.name)$|^events\.0\.event\.ns\.db$/,
}
const CANARY = 'CANARY'

test('no text of an event is told, but for the names of resources', () => {
  for (const event of ALL) {
    for (const path of pathsIn(event).filter((one) => typeof valueAt(event, one) === 'string')) {
      const text = String(valueAt(event, path))
      // In place of the text, behind it, and where a name within an ARN or a route would stand.
      for (const planted of [CANARY, text + CANARY, `/${CANARY}`, `arn:a:b:c:d:${CANARY}`]) {
        const told = Object.entries(detectTrigger(withValue(event, path, planted)).attributes)
        const leaked = told.filter(([, value]) => String(value).includes(CANARY)).map(([name]) => name)
        expect(leaked.filter((name) => !TOLD[name]?.test(path.join('.')))).toEqual([])
      }
    }
  }
}, 60_000)

test('nor is the name of any field, but for the queue that RabbitMQ’s messages stand under', () => {
  for (const event of ALL) {
    const told = JSON.stringify(detectTrigger(renamed(event)))
    expect(told).not.toContain(CANARY)
  }
})

/** Every field once more, and first, under a name of the user's own. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    name === 'rmqMessagesByQueue' ? field : renamed(field),
  ])
  return { [CANARY]: CANARY, ...(Object.fromEntries(fields) as object) }
}

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, field]) => pathsIn(field, [...path, name]))]
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, step) => (here as Record<string, unknown>)[step], value)
}

function withValue(value: unknown, path: Path, planted: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return planted
  if (typeof value !== 'object' || value === null || value === CYCLE) return value
  try {
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>
    copy[step] = withValue(copy[step], rest, planted)
    return copy
  } catch {
    // What was planted there before cannot be copied.
    return value
  }
}
