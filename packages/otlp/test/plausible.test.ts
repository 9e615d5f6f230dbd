import type { Attributes, SpanId } from '@thermocline/wire'
import { key } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { readTraces, sightings } from '../src/index.ts'
import { encode, PROTOBUF, protoSpan, REQUEST_ID, row, SPAN_ID, STREAM } from './builder.ts'

const TEN_YEARS_MS = 315_360_000_000

const root = row({
  attributes: {
    ...row().attributes,
    [key.START]: 'cold',
    [key.CONTAINER_INVOCATION]: 1,
    [key.CONTAINER_AGE_MS]: 140,
    [key.CONTAINER_THREAD]: 0,
    [key.INIT_DURATION_MS]: 120,
    [key.INIT_TO_FIRST_INVOCATION_MS]: 4,
  },
  resource: { [key.FAAS_MAX_MEMORY]: 134_217_728 },
})

const finding = row({
  name: 'thermocline.finding',
  spanId: 'bbbbbbbbbbbbbbbb' as SpanId,
  parentSpanId: SPAN_ID as SpanId,
  attributes: {
    [key.FINDING_KEY]: 'k',
    [key.FINDING_KIND]: 'module_variable',
    [key.FINDING_CLASS]: 'growth',
    [key.FINDING_SEVERITY]: 'high',
    [key.FINDING_NAME]: 'seen',
    [key.FINDING_CONFIDENCE]: 0.9,
    [key.FINDING_SIZE_FIRST]: 1,
    [key.FINDING_SIZE]: 40,
    [key.FINDING_INVOCATIONS]: 20,
  },
})

const FIELD_OF = {
  [key.CONTAINER_INVOCATION]: 'containerInvocation',
  [key.CONTAINER_AGE_MS]: 'containerAge',
  [key.CONTAINER_THREAD]: 'thread',
  [key.INIT_DURATION_MS]: 'init',
  [key.INIT_TO_FIRST_INVOCATION_MS]: 'initStart',
  [key.FAAS_MAX_MEMORY]: 'memory',
  [key.FINDING_SIZE_FIRST]: 'sizeFirst',
  [key.FINDING_SIZE]: 'size',
} as const

function noteOf(name: string) {
  return [{ count: 1, reason: `${name} out of range: left out of what is counted` }]
}

describe('a number that cannot be is left out of the sighting alone, and noted by its name', () => {
  test.each<[keyof typeof FIELD_OF, readonly unknown[]]>([
    [key.CONTAINER_INVOCATION, [0, -1, 2.5, 1_000_000_001, 9_007_199_254_740_991, '9007199254740993', 'NaN']],
    [key.CONTAINER_AGE_MS, [-1e15, -0.5, TEN_YEARS_MS + 1, 1e300, 'Infinity']],
    [key.CONTAINER_THREAD, [-1, 0.5, 1e10]],
    [key.INIT_DURATION_MS, [-50, TEN_YEARS_MS + 1, 1e300]],
    [key.INIT_TO_FIRST_INVOCATION_MS, [-1, 1e300]],
  ])('%s of a root: %o', (name, values) => {
    const field = FIELD_OF[name]
    expect(sightings([root]).invocations[0]).toHaveProperty(field)
    for (const value of values) {
      const span = { ...root, attributes: { ...root.attributes, [name]: value } as Attributes }
      const { invocations, notes } = sightings([span])
      expect(invocations).toMatchObject([{ requestId: REQUEST_ID, container: STREAM, startKind: 'cold' }])
      expect(invocations[0]).not.toHaveProperty(field)
      expect(notes).toEqual(noteOf(name))
    }
  })

  test.each([-1, 2 ** 40 + 1, 1e300])('the memory of a resource: %o', (value) => {
    const { invocations, notes } = sightings([{ ...root, resource: { [key.FAAS_MAX_MEMORY]: value } }])
    expect(invocations).toHaveLength(1)
    expect(invocations[0]).not.toHaveProperty('memory')
    expect(notes).toEqual(noteOf(key.FAAS_MAX_MEMORY))
  })

  test.each<[keyof typeof FIELD_OF, number]>([
    [key.FINDING_SIZE_FIRST, -1],
    [key.FINDING_SIZE, 1e300],
  ])('%s of a finding: %o', (name, value) => {
    const span = { ...finding, attributes: { ...finding.attributes, [name]: value } }
    const { findings, notes } = sightings([root, span])
    expect(findings).toHaveLength(1)
    expect(findings[0]).not.toHaveProperty(FIELD_OF[name])
    expect(notes).toEqual(noteOf(name))
  })

  test.each<[string, 'confidence' | 'invocations', number]>([
    [key.FINDING_CONFIDENCE, 'confidence', 7],
    [key.FINDING_CONFIDENCE, 'confidence', -0.1],
    [key.FINDING_INVOCATIONS, 'invocations', -3.5],
    [key.FINDING_INVOCATIONS, 'invocations', 0],
    [key.FINDING_INVOCATIONS, 'invocations', 9_007_199_254_740_991],
  ])('%s, which every finding has, is then as if it was not sent: %s of %o is 1', (name, field, value) => {
    const span = { ...finding, attributes: { ...finding.attributes, [name]: value } }
    const { findings, notes } = sightings([root, span])
    expect(findings).toMatchObject([{ key: 'k', [field]: 1 }])
    expect(notes).toEqual(noteOf(name))
  })
})

test('numbers at the edge of what can be are kept', () => {
  const edges = {
    [key.CONTAINER_INVOCATION]: 1_000_000_000,
    [key.CONTAINER_AGE_MS]: TEN_YEARS_MS,
    [key.INIT_DURATION_MS]: 0,
    [key.INIT_TO_FIRST_INVOCATION_MS]: 0,
  }
  const sure = { ...finding, attributes: { ...finding.attributes, [key.FINDING_CONFIDENCE]: 0 } }
  const { invocations, findings, notes } = sightings([
    { ...root, attributes: { ...root.attributes, ...edges } },
    sure,
  ])
  expect(invocations).toMatchObject([
    {
      containerInvocation: 1_000_000_000,
      containerAge: TEN_YEARS_MS,
      init: { duration: 0 },
      initStart: root.start,
    },
  ])
  expect(findings).toMatchObject([{ confidence: 0 }])
  expect(notes).toEqual([])
})

test('a request tells of such numbers in its notes, each with its count, and its spans keep them', () => {
  const attributes = [
    { key: key.START, value: { stringValue: 'warm' } },
    { key: key.CONTAINER_ID, value: { stringValue: STREAM } },
    { key: key.FAAS_INVOCATION_ID, value: { stringValue: REQUEST_ID } },
    { key: key.CONTAINER_AGE_MS, value: { doubleValue: -1e15 } },
  ]
  const spans = [protoSpan({ attributes }), protoSpan({ attributes, spanId: Buffer.alloc(8, 7) })]
  const body = encode({ resourceSpans: [{ scopeSpans: [{ scope: { name: key.SCOPE_NAME }, spans }] }] })
  const { intake, notes } = readTraces(body, PROTOBUF)
  expect(notes).toEqual([
    { count: 2, reason: 'thermocline.container.age_ms out of range: left out of what is counted' },
  ])
  expect(intake.spans.map((span) => span.attributes[key.CONTAINER_AGE_MS])).toEqual([-1e15, -1e15])
  expect(intake.invocations.map((one) => one.containerAge)).toEqual([undefined, undefined])
})
