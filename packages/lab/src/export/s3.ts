import { gzipSync } from 'node:zlib'
import { requireOneLogGroup } from './log-stream.ts'
import type { LogStream } from './log-stream.ts'
import { storedEvents } from './stored-events.ts'

export interface S3Object {
  readonly key: string
  readonly bytes: Uint8Array
}

export interface ExportTask {
  /** Without a slash at its end; AWS's default is `exportedlogs`. */
  readonly prefix: string
  /** A UUID on AWS. */
  readonly taskId: string
}

/**
 * What an export task leaves in its bucket: the object it tries the bucket with, and one of each stream that has
 * events, which is named by its key alone. Events are by time here; AWS promises no order.
 * Throws `bad_argument` for streams of several log groups, since a task exports one.
 */
export function s3Objects(streams: readonly LogStream[], { prefix, taskId }: ExportTask): S3Object[] {
  requireOneLogGroup('streams of an export task', streams)
  const written = streams.filter((stream) => stream.events.length > 0)
  return [
    { key: `${prefix}/aws-logs-write-test`, bytes: Buffer.from('Permission Check Successful') },
    ...written.map((stream) => ({
      key: `${prefix}/${taskId}/${stream.logStream.replaceAll('/', '-')}/000000.gz`,
      bytes: gzipSync(textOf(stream)),
    })),
  ]
}

/** Each message ends with its own line end and with one of the export's: hence the blank lines in between. */
function textOf(stream: LogStream): string {
  return storedEvents(stream)
    .map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`)
    .join('')
}
