import type { Attributes, SpanId } from '@thermocline/wire'
import { key, unixUs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { sightings } from '../src/index.ts'
import { REQUEST_ID, row, SPAN_ID, STREAM, TRACE_ID } from './builder.ts'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:orders'
const START_US = 1_700_000_000_000_000

function rootWith(attributes: Attributes, resource: Attributes = {}) {
  return row({ attributes: { ...row().attributes, ...attributes }, resource })
}

function onlyInvocation(span = row()) {
  const { invocations } = sightings([span])
  expect(invocations).toHaveLength(1)
  return invocations[0]
}

describe('a root span of ours', () => {
  test('says everything by its own attributes, as in a later log line of its process', () => {
    const span = rootWith(
      {
        [key.START]: 'cold',
        [key.INVOKED_ARN]: `${ARN}:7`,
        [key.CONTAINER_INVOCATION]: 1,
        [key.CONTAINER_AGE_MS]: 140.5,
        [key.CONTAINER_THREAD]: 0,
        [key.PROCESS_ID]: 'p-1',
        [key.INIT_DURATION_MS]: 120.25,
        [key.INIT_SOURCE]: 'sdk',
        [key.INIT_TYPE]: 'on-demand',
        [key.INIT_TO_FIRST_INVOCATION_MS]: 4,
        [key.CODE_FINGERPRINT]: 'c0de',
        [key.CONFIG_FINGERPRINT]: 'c0f1',
        [key.TENANT_ID]: 't',
      },
      { [key.SERVICE_INSTANCE_ID]: STREAM, [key.PROCESS_ID]: 'p-1' },
    )
    expect(onlyInvocation(span)).toEqual({
      source: 'span',
      function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
      container: STREAM,
      requestId: REQUEST_ID,
      start: START_US,
      end: START_US + 250_000,
      duration: 250,
      version: '$LATEST',
      process: 'p-1',
      thread: 0,
      startKind: 'cold',
      containerInvocation: 1,
      containerAge: 140.5,
      init: { duration: 120.25, source: 'sdk', type: 'on-demand' },
      initStart: START_US - 124_250,
      outcome: 'ok',
      trace: { traceId: TRACE_ID, spanId: SPAN_ID },
      codeFingerprint: 'c0de',
      configFingerprint: 'c0f1',
      tenant: 't',
    })
  })

  test('is completed by its resource', () => {
    const resource = {
      [key.FAAS_NAME]: 'orders',
      [key.FAAS_VERSION]: '12',
      [key.CLOUD_ACCOUNT_ID]: '123456789012',
      [key.CLOUD_REGION]: 'eu-central-1',
      [key.FAAS_MAX_MEMORY]: 134_217_728,
      [key.FAAS_INSTANCE]: STREAM,
    }
    const span = row({ attributes: { [key.START]: 'warm', [key.FAAS_INVOCATION_ID]: REQUEST_ID }, resource })
    expect(onlyInvocation(span)).toMatchObject({
      function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
      container: STREAM,
      version: '12',
      memory: 134_217_728,
    })
  })

  test('takes its version from the ARN that has one', () => {
    const arns = { [key.INVOKED_ARN]: `${ARN}:prod`, [key.CLOUD_RESOURCE_ID]: `${ARN}:7` }
    expect(onlyInvocation(rootWith({ ...arns, [key.CONTAINER_ID]: 'a-uuid' }))).toMatchObject({
      container: 'a-uuid',
      version: '7',
    })
  })

  test('of a warm start has no init of its own', () => {
    const span = rootWith({ [key.INIT_DURATION_MS]: 120, [key.INIT_TO_FIRST_INVOCATION_MS]: 4 })
    expect(onlyInvocation(span)).not.toHaveProperty('init')
    expect(onlyInvocation(span)).not.toHaveProperty('initStart')
  })

  test('takes the beginning of its init from the init span', () => {
    const root = rootWith({
      [key.START]: 'cold',
      [key.INIT_DURATION_MS]: 120,
      [key.INIT_TO_FIRST_INVOCATION_MS]: 4,
    })
    const init = row({
      name: 'init',
      spanId: 'aaaaaaaaaaaaaaaa' as SpanId,
      parentSpanId: SPAN_ID as SpanId,
      start: unixUs(START_US - 125_000),
      attributes: {},
    })
    expect(sightings([init, root]).invocations).toMatchObject([{ initStart: START_US - 125_000 }])
  })

  test.each([
    [{ [key.ERROR_TYPE]: 'timeout' }, 'error', { outcome: 'timeout', errorType: 'timeout' }],
    [{ [key.ERROR_TYPE]: 'TypeError' }, 'error', { outcome: 'error', errorType: 'TypeError' }],
    [{}, 'error', { outcome: 'error' }],
    [{}, 'ok', { outcome: 'ok' }],
  ] as const)('with %o and status %s ended as %o', (attributes, status, outcome) => {
    expect(onlyInvocation({ ...rootWith(attributes), status })).toMatchObject(outcome)
  })

  test('of a log line falls back on what the reader of the log knows', () => {
    const span = row({ attributes: { [key.START]: 'warm', [key.FAAS_INVOCATION_ID]: REQUEST_ID } })
    expect(sightings([span]).invocations).toEqual([])
    expect(sightings([span], { container: STREAM, function: { name: 'orders' } }).invocations).toMatchObject([
      { container: STREAM, function: { name: 'orders' } },
    ])
  })

  test('whose function nobody named is of the unknown function', () => {
    expect(onlyInvocation()?.function).toEqual({ name: 'unknown' })
  })
})

describe("a span of OpenTelemetry's Lambda instrumentation", () => {
  const resource = {
    [key.CLOUD_PROVIDER]: 'aws',
    [key.CLOUD_REGION]: 'eu-central-1',
    [key.FAAS_NAME]: 'orders',
    [key.FAAS_VERSION]: '$LATEST',
    [key.FAAS_INSTANCE]: STREAM,
    [key.FAAS_MAX_MEMORY]: '128',
    [key.SERVICE_INSTANCE_ID]: 'f0e1d2c3-0000-4000-8000-000000000000',
  }
  const attributes = {
    'faas.execution': REQUEST_ID,
    'cloud.account.id': '123456789012',
    'faas.coldstart': true,
  }
  const foreign = row({ scope: '@opentelemetry/instrumentation-aws-lambda', resource, attributes })

  test('is a sighting with what it knows', () => {
    expect(onlyInvocation(foreign)).toEqual({
      source: 'span',
      function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
      container: STREAM,
      requestId: REQUEST_ID,
      start: START_US,
      end: START_US + 250_000,
      duration: 250,
      version: '$LATEST',
      startKind: 'cold',
      outcome: 'ok',
      trace: { traceId: TRACE_ID, spanId: SPAN_ID },
    })
  })

  test('that was no cold start may be warm, proactive or provisioned: it is left open', () => {
    const warm = { ...foreign, attributes: { ...attributes, 'faas.coldstart': false } }
    expect(onlyInvocation(warm)).not.toHaveProperty('startKind')
  })

  test.each([
    ['faas.invocation_id', 'cloud.resource_id', ARN],
    ['faas.invocation.id', 'aws.lambda.invoked_arn', `${ARN}:prod`],
    ['faas.execution', 'faas.id', ARN],
  ])('is understood by %s and %s', (requestName, arnName, arn) => {
    const span = {
      ...foreign,
      resource: { [key.LOG_STREAM_NAMES]: [STREAM] },
      attributes: { [requestName]: REQUEST_ID, [arnName]: arn },
    }
    expect(onlyInvocation(span)).toMatchObject({
      function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
      version: '$LATEST',
    })
  })

  test.each<[string, Partial<typeof foreign>]>([
    ['names no container', { resource: { ...resource, [key.FAAS_INSTANCE]: '' } }],
    ['names a container of an emulator', { resource: { ...resource, [key.FAAS_INSTANCE]: '$LATEST' } }],
    ['is of another cloud', { resource: { ...resource, [key.CLOUD_PROVIDER]: 'gcp' } }],
    ['names no request', { attributes: {} }],
    ['is a call inside one', { kind: 'client', parentSpanId: 'aaaaaaaaaaaaaaaa' as SpanId }],
  ])('is a span and nothing more when it %s', (_, fields) => {
    expect(sightings([{ ...foreign, ...fields }]).invocations).toEqual([])
  })
})

describe('a finding span', () => {
  const finding = row({
    name: 'thermocline.finding',
    kind: 'internal',
    spanId: 'bbbbbbbbbbbbbbbb' as SpanId,
    parentSpanId: SPAN_ID as SpanId,
    start: unixUs(START_US + 9),
    attributes: {
      [key.FINDING_KEY]: 'k',
      [key.FINDING_KIND]: 'module_variable',
      [key.FINDING_CLASS]: 'growth',
      [key.FINDING_SEVERITY]: 'high',
      [key.FINDING_NAME]: 'seen',
      [key.FINDING_LOCATION]: 'src/orders.ts:12',
      [key.FINDING_CONFIDENCE]: 0.9,
      [key.FINDING_SIZE_FIRST]: 1,
      [key.FINDING_SIZE]: 40,
      [key.FINDING_INVOCATIONS]: 20,
    },
  })
  const told = {
    function: { name: 'orders', account: '123456789012', region: 'eu-central-1' },
    container: STREAM,
    process: 'p-1',
    version: '$LATEST',
    key: 'k',
    kind: 'module_variable',
    class: 'growth',
    severity: 'high',
    name: 'seen',
    location: 'src/orders.ts:12',
    confidence: 0.9,
    seenAt: START_US + 9,
    sizeFirst: 1,
    size: 40,
    invocations: 20,
    trace: { traceId: TRACE_ID, spanId: SPAN_ID },
  }

  test('takes function, version and process from the root that saw it', () => {
    const root = rootWith({ [key.INVOKED_ARN]: ARN, [key.PROCESS_ID]: 'p-1' })
    expect(sightings([finding, root]).findings).toEqual([told])
  })

  test('stands alone by its resource when its root came in another request', () => {
    const resource = { [key.SERVICE_INSTANCE_ID]: STREAM, [key.PROCESS_ID]: 'p-1' }
    expect(sightings([{ ...finding, resource }]).findings).toEqual([
      { ...told, function: { name: 'unknown' } },
    ])
  })

  test.each<[string, Attributes]>([
    ['findings of a kind, class or severity that is not known', { [key.FINDING_KIND]: 'ghost' }],
    ['findings without key or name', { [key.FINDING_KEY]: '' }],
  ])('%s are kept as spans, and that is noted', (reason, attributes) => {
    const broken = { ...finding, attributes: { ...finding.attributes, ...attributes } }
    const { findings, notes } = sightings([broken], { container: STREAM })
    expect(findings).toEqual([])
    expect(notes).toEqual([{ count: 1, reason: `${reason}: kept as spans only` }])
  })
})
