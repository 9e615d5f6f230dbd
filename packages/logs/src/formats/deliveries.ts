import { gunzipSync } from 'node:zlib'
import { ThermoclineError } from '@thermocline/wire'
import type { Importer, ParsedLog } from '../importers.ts'
import {
  beginsWith,
  documentsOf,
  excerpt,
  fieldsOf,
  type Parsed,
  readDocuments,
  readEntries,
} from './entries.ts'

// What a subscription of a log group delivers: messages {messageType, owner, logGroup, logStream, logEvents}, gzipped,
// one or more in a record; plain where somebody unpacked them, or where Firehose did as it wrote them to S3.

/** To a Lambda function: `{awslogs: {data}}`; or the messages themselves, one after the other. */
export const subscription: Importer = {
  name: 'subscription',
  sniff: (text) => beginsWith(text, /"awslogs"\s*:|"messageType"\s*:\s*"(?:DATA|CONTROL)_MESSAGE"/),
  parse: (text) =>
    readDocuments(text, (document, prefix, parsed) => {
      const { awslogs } = fieldsOf(document)
      if (awslogs === undefined) readMessage(document, prefix, parsed)
      else readRecord(fieldsOf(awslogs)['data'], `${prefix}awslogs.data`, parsed)
    }),
}

/** To Kinesis: what a function behind it is called with (`Records[].kinesis.data`), and `aws kinesis get-records`. */
export const kinesis: Importer = {
  name: 'kinesis-records',
  sniff: (text) => beginsWith(text, /"Records"\s*:\s*\[/),
  parse: (text) =>
    readRecords(text, 'Records', (record) => fieldsOf(record['kinesis'])['data'] ?? record['Data']),
}

/** To Firehose: what it posts to an HTTP endpoint, or calls a transforming function with (`records[].data`). */
export const firehose: Importer = {
  name: 'firehose-records',
  sniff: (text) => beginsWith(text, /"records"\s*:\s*\[/),
  parse: (text) => readRecords(text, 'records', (record) => record['data']),
}

type Take = (record: Readonly<Record<string, unknown>>) => unknown

function readRecords(text: string, name: string, take: Take): ParsedLog {
  return readDocuments(text, (document, prefix, parsed) => {
    const records = fieldsOf(document)[name]
    if (!Array.isArray(records)) {
      throw new ThermoclineError(
        'bad_log',
        `${prefix}a delivery must be an object with "${name}", an array, got ${excerpt(document)}`,
      )
    }
    records.forEach((record, index) =>
      readRecord(take(fieldsOf(record)), `${prefix}${name}[${index}]`, parsed),
    )
  })
}

function readRecord(data: unknown, place: string, parsed: Parsed): void {
  const messages = typeof data === 'string' ? unpacked(data) : 'must be text in base64'
  if (typeof messages === 'string') {
    parsed.broken.push({ place, message: excerpt(data), reason: `its data ${messages}` })
  } else
    messages.forEach((message, index) => readMessage(message, `${place}, message ${index + 1}, `, parsed))
}

// A record is a few megabytes at most; what unpacks to more is none.
const MOST_BYTES = 2 ** 26

/** The messages, or what is wrong with them. */
function unpacked(data: string): unknown[] | string {
  const bytes = Buffer.from(data, 'base64')
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    return documentsOf((isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString('utf8'))
  } catch (error) {
    return `must be gzipped JSON in base64, got: ${(error as Error).message}`
  }
}

function readMessage(message: unknown, prefix: string, parsed: Parsed): void {
  const { messageType, owner, logGroup, logStream } = fieldsOf(message)
  // CloudWatch tries a destination with one.
  if (messageType === 'CONTROL_MESSAGE') return
  if (messageType !== 'DATA_MESSAGE' || typeof logStream !== 'string') {
    const reason = 'a message must be a DATA_MESSAGE with a logStream'
    parsed.broken.push({ place: prefix.replace(/, $/, '') || 'the file', message: excerpt(message), reason })
    return
  }
  readEntries(message, 'logEvents', prefix, parsed, {
    stream: logStream,
    ...(typeof logGroup === 'string' ? { logGroup } : {}),
    ...(typeof owner === 'string' && /^\d{12}$/.test(owner) ? { account: owner } : {}),
  })
}
