import { gzipSync } from 'node:zlib'

const STREAMS = ['checkout', 'basket', 'search', 'login']

/** A CloudWatch Logs subscription: two or three lines each time. */
export function event(n) {
  const logEvents = Array.from({ length: 2 + (n % 2) }, (_, line) => ({
    id: `${n}-${line}`,
    timestamp: 1_786_000_000_000 + n * 1_000 + line,
    message: `took ${(n * 37 + line) % 400} ms for call ${n.toString(36)}.${line}`,
  }))
  const log = {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/aws/lambda/shop',
    logStream: STREAMS[n % STREAMS.length],
    logEvents,
  }
  return { awslogs: { data: gzipSync(JSON.stringify(log)).toString('base64') } }
}
