import { ThermoclineError } from '@thermocline/wire'

export type BodyFormat = 'protobuf' | 'json'

const FORMATS: ReadonlyMap<string, BodyFormat> = new Map([
  ['application/x-protobuf', 'protobuf'],
  ['application/json', 'json'],
])

/** The format a Content-Type names, parameters aside. Throws `unsupported_media_type`. */
export function bodyFormat(contentType: string | undefined): BodyFormat {
  const format = FORMATS.get(mediaType(contentType))
  if (format !== undefined) return format
  const wanted = [...FORMATS.keys()].join(' or ')
  throw new ThermoclineError(
    'unsupported_media_type',
    `Content-Type must be ${wanted}, got ${JSON.stringify(contentType ?? null)}`,
  )
}

/** Whether the body is gzipped. Throws `unsupported_encoding`. */
export function isGzipped(contentEncoding: string | undefined): boolean {
  const encoding = (contentEncoding ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return false
  if (encoding === 'gzip') return true
  throw new ThermoclineError(
    'unsupported_encoding',
    `Content-Encoding must be gzip or identity, got ${JSON.stringify(contentEncoding)}`,
  )
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1).join().trim().toLowerCase()
}
