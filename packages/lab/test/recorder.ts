import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// A Runtime API that judges nothing: it hands out events and keeps what a runtime posts, to the byte.

export interface Post {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly trailers: NodeJS.Dict<string>
  readonly body: Buffer
  /** False when the sender went away in the middle of it. */
  readonly whole: boolean
}

export interface RecordedEvent {
  readonly requestId: string
  /** JSON, as text. */
  readonly body: string
  /** More than the headers that every event has, or others instead of them. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface Recorder {
  readonly address: string
  /** In the order in which they were complete. */
  readonly posts: readonly Post[]
  /** Answers a `next`, now or when there is one. */
  readonly deliver: (event: RecordedEvent) => void
  /** Resolves when `next` was asked for so often in all. */
  readonly asked: (count: number) => Promise<void>
  /** Resolves when there are so many posts in all. */
  readonly posted: (count: number) => Promise<readonly Post[]>
  readonly close: () => void
}

/** The most bytes of an answer that AWS takes: 6 MiB and a little for the envelope. */
export const MOST_BYTES = 6_291_556

const TOO_LARGE = JSON.stringify({
  errorType: 'RequestEntityTooLarge',
  errorMessage: `Exceeded maximum allowed payload size (${MOST_BYTES} bytes).`,
})

/** Resolves when it listens on a loopback port. */
export async function openRecorder(): Promise<Recorder> {
  const events: RecordedEvent[] = []
  const waiting: ServerResponse[] = []
  const posts: Post[] = []
  const counts = { asked: 0 }
  const changes = new EventTarget()

  function handOut(): void {
    while (events.length > 0 && waiting.length > 0) reply(waiting.shift()!, events.shift()!)
  }

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    if (request.method === 'GET') {
      counts.asked += 1
      waiting.push(response)
      handOut()
      changes.dispatchEvent(new Event('asked'))
      return
    }
    void readPost(request).then((post) => {
      posts.push(post)
      const tooLarge = post.path.endsWith('/response') && post.body.length > MOST_BYTES
      send(response, tooLarge ? 413 : 202, tooLarge ? TOO_LARGE : '{"status":"OK"}', {})
      changes.dispatchEvent(new Event('posted'))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))

  function until(name: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return
        changes.removeEventListener(name, check)
        resolve()
      }
      changes.addEventListener(name, check)
      check()
    })
  }

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    deliver(event) {
      events.push(event)
      handOut()
    },
    asked: (count) => until('asked', () => counts.asked >= count),
    async posted(count) {
      await until('posted', () => posts.length >= count)
      return posts
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function reply(response: ServerResponse, { requestId, body, headers }: RecordedEvent): void {
  send(response, 200, body, {
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': '4102444800000',
    'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:probe',
    'Lambda-Runtime-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
    ...headers,
  })
}

// The compiled client of aws-lambda-ric dies of a reply without Content-Type.
function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...mapValues(headers, utf8),
  })
  response.end(Buffer.from(body))
}

// AWS sends headers in UTF-8; node:http writes each character as one byte.
function utf8(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

async function readPost(request: IncomingMessage): Promise<Post> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    // Told by `whole`.
  }
  const { url, headers, trailers, complete } = request
  return { path: url ?? '', headers, trailers, body: Buffer.concat(chunks), whole: complete }
}
