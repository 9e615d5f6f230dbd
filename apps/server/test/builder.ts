import { key } from '@thermocline/wire'

// One invocation as an SDK sends it. Times and ids are fixed, so that what is sent twice is the same.

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
export const CONTAINER = '2026/11/02/[$LATEST]0123456789abcdef0123456789abcdef'
export const START_MS: number = Date.UTC(2026, 10, 2, 8)

/** An OTLP/JSON request with the root span of one cold invocation of `orders`; `resource` is added to its resource. */
export function tracesJson(resource: Readonly<Record<string, string | boolean>> = {}): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributes({ ...RESOURCE, ...resource }) },
        scopeSpans: [{ scope: { name: key.SCOPE_NAME }, spans: [rootSpan()] }],
      },
    ],
  })
}

/** The same kind of request in protobuf: one span named "a" without attributes. */
export function tracesProtobuf(): Buffer<ArrayBuffer> {
  const time = Buffer.alloc(8)
  time.writeBigUInt64LE(BigInt(START_MS) * 1_000_000n)
  const span = Buffer.concat([
    field(1, Buffer.from(TRACE_ID, 'hex')),
    field(2, Buffer.from('00f067aa0ba902b7', 'hex')),
    field(5, Buffer.from('a')),
    Buffer.from([7 * 8 + 1]),
    time,
    Buffer.from([8 * 8 + 1]),
    time,
  ])
  return field(1, field(2, field(2, span)))
}

const RESOURCE = {
  [key.CLOUD_PROVIDER]: 'aws',
  [key.CLOUD_REGION]: 'eu-west-1',
  [key.CLOUD_ACCOUNT_ID]: '123456789012',
  [key.FAAS_NAME]: 'orders',
  [key.FAAS_VERSION]: '$LATEST',
  [key.FAAS_INSTANCE]: CONTAINER,
  [key.SERVICE_INSTANCE_ID]: CONTAINER,
}

function rootSpan(): object {
  return {
    traceId: TRACE_ID,
    spanId: 'b7ad6b7169203331',
    name: 'orders',
    kind: 2,
    startTimeUnixNano: `${START_MS}000000`,
    endTimeUnixNano: `${START_MS + 40}000000`,
    attributes: attributes({
      [key.FAAS_INVOCATION_ID]: '00000000-0000-4000-8000-000000000001',
      [key.FAAS_COLDSTART]: true,
      [key.CONTAINER_ID]: CONTAINER,
      [key.PROCESS_ID]: 'p1',
      [key.START]: 'cold',
    }),
  }
}

function attributes(values: Readonly<Record<string, string | boolean>>): object[] {
  return Object.entries(values).map(([name, value]) => ({
    key: name,
    value: typeof value === 'string' ? { stringValue: value } : { boolValue: value },
  }))
}

/** A length-delimited field of at most 127 bytes. */
function field(number: number, content: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([Buffer.from([number * 8 + 2, content.length]), content])
}
