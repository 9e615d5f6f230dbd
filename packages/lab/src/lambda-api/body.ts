import { Refusal } from './error.ts'

// Bodies of the calls that change something. AWS has many fields that the lab cannot follow: to take them in silence
// would be to say that they were followed.

export type FieldReaders<T> = Readonly<
  Record<string, { readonly wanted: string; readonly read: (value: unknown) => T | undefined }>
>

/** What each field of a JSON object says. Throws a refusal naming the first that is unknown or wrong. */
export function readFields<T>(body: Buffer, readers: FieldReaders<T>): T[] {
  return Object.entries(readObject(body)).map(([name, value]) => {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (reader === undefined) throw unknownField(name, Object.keys(readers))
    const read = reader.read(value)
    if (read !== undefined) return read
    throw new Refusal(
      'InvalidParameterValueException',
      `${name} must be ${reader.wanted}, got ${JSON.stringify(value)}`,
    )
  })
}

function unknownField(name: string, known: readonly string[]): Refusal {
  const hint = CODE_FIELDS.has(name) ? ': it reads the code from the folder of the function' : ''
  return new Refusal(
    'InvalidParameterValueException',
    `the lab does not know ${name} here, only ${known.join(', ')}${hint}`,
  )
}

const CODE_FIELDS: ReadonlySet<string> = new Set([
  'ZipFile',
  'S3Bucket',
  'S3Key',
  'S3ObjectVersion',
  'ImageUri',
])

/** Nothing at all is an object without fields. */
function readObject(body: Buffer): object {
  if (body.length === 0) return {}
  const value = parse(body.toString('utf8'))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Refusal('SerializationException', 'the body must be a JSON object')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
