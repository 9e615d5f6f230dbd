import { ATTRIBUTES, key } from '@thermocline/wire'
import type { AttributePlace, AttributeType, AttributeValue, TraceSpan } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { describeFunction, startChain } from '../support/chain.ts'

// What the SDK writes and the decoder reads is what packages/wire says: no name more, each of its type, in its place.

const IS: Readonly<Record<AttributeType, (value: AttributeValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  int: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
}

const DEFINITIONS = new Map(ATTRIBUTES.map((attribute) => [attribute.key, attribute]))

test('every attribute of a root, an init and a finding span is one of the contract, in its place and of its type', async () => {
  const chain = await startChain([describeFunction('leaky')])
  let container = ''
  for (let id = 0; id < 45; id++) {
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    container = (await chain.lab.invoke('leaky', { id })).container
  }
  const { invocations } = await chain.container(container)
  const spans = (await Promise.all(invocations.map(({ traceId }) => chain.trace(traceId ?? '')))).flat()

  expect(new Set(spans.map(({ name }) => name))).toEqual(
    new Set(['leaky', key.INIT_SPAN_NAME, key.FINDING_SPAN_NAME]),
  )
  expect(spans.flatMap(faultsOf)).toEqual([])
})

function faultsOf(span: TraceSpan): string[] {
  return [
    ...faultsAmong(span.resource, 'resource', span.name),
    ...faultsAmong(span.attributes, span.name === key.FINDING_SPAN_NAME ? 'finding' : 'root', span.name),
  ]
}

function faultsAmong(attributes: TraceSpan['attributes'], place: AttributePlace, span: string): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const definition = DEFINITIONS.get(name)
    if (definition === undefined) return [`${span}: ${name} is not in the contract`]
    if (!definition.on.includes(place)) return [`${span}: ${name} does not belong on the ${place}`]
    return IS[definition.type](value)
      ? []
      : [`${span}: ${name} is no ${definition.type}: ${JSON.stringify(value)}`]
  })
}
