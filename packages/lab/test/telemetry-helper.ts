import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { unixMs } from '@thermocline/wire'
import { onTestFinished, vi } from 'vitest'
import { openTelemetry } from '../src/api/telemetry.ts'
import type { Telemetry, TelemetryAnswer, TelemetryOptions } from '../src/api/telemetry.ts'
import type { PlatformEvent } from '../src/platform/event.ts'

/** An event as a listener reads it. */
export interface Told {
  readonly time: string
  readonly type: string
  readonly record: unknown
}

export interface Listener {
  readonly port: number
  /** In the order in which they came; a refused one is among them. */
  readonly batches: readonly (readonly Told[])[]
  readonly requests: readonly IncomingMessage[]
  /** The status of the answers from here on; `hold` leaves batches unanswered until it is changed, `half` never ends. */
  answerWith(answer: Answer): void
  close(): Promise<void>
}

type Answer = number | 'hold' | 'half'

/** A telemetry listener as an extension has one. */
export async function listenHttp(port = 0): Promise<Listener> {
  const batches: Told[][] = []
  const requests: IncomingMessage[] = []
  const held: ServerResponse[] = []
  let answer: Answer = 200

  const server = createServer((request, response) => {
    requests.push(request)
    void readBody(request).then((body) => {
      batches.push(JSON.parse(body) as Told[])
      if (answer === 'hold') held.push(response)
      else if (answer === 'half') response.writeHead(200).write('an answer without an end')
      else response.writeHead(answer).end()
    })
  })
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await closeServer(server)
  }
  return {
    port: await listen(server, port, close),
    batches,
    requests,
    answerWith(next) {
      answer = next
      if (typeof next === 'number') for (const response of held.splice(0)) response.writeHead(next).end()
    },
    close,
  }
}

export interface TcpListener {
  readonly port: number
  /** The whole text of each connection. */
  readonly received: readonly string[]
  pause(): void
  resume(): void
  close(end?: (socket: Socket) => unknown): Promise<void>
}

export async function listenTcp(port = 0): Promise<TcpListener> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  let paused = false

  const server = createTcpServer((socket) => {
    const index = received.push('') - 1
    sockets.add(socket)
    socket.on('data', (chunk: Buffer) => (received[index] += chunk.toString('utf8')))
    socket.on('error', () => {})
    if (paused) socket.pause()
    socket.write('what a listener says is not read by anybody')
  })
  const close = async (end = (socket: Socket): unknown => socket.destroy()): Promise<void> => {
    for (const socket of sockets) end(socket)
    await closeServer(server)
  }
  return {
    port: await listen(server, port, close),
    received,
    pause() {
      paused = true
      for (const socket of sockets) socket.pause()
    },
    resume() {
      paused = false
      for (const socket of sockets) socket.resume()
    },
    close,
  }
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const listener = await listenTcp()
  await listener.close()
  return listener.port
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function listen(server: Server, port: number, close: () => Promise<void>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => close())
  return (server.address() as AddressInfo).port
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}

export interface Subject {
  readonly telemetry: Telemetry
  /** What was handed to `onDropped`. */
  readonly dropped: readonly PlatformEvent[]
  /** Turns the clock that `telemetry` reads, not its timers. */
  readonly turnClock: (byMs: number) => void
}

/** Telemetry whose subscriptions are published as the lab does it, closed when the test ends. */
export function telemetryUnderTest(more: Partial<TelemetryOptions> = {}): Subject {
  const dropped: PlatformEvent[] = []
  let turned = 0
  const now: TelemetryOptions['now'] = () => unixMs(Date.now() + turned)
  const telemetry = openTelemetry({
    now,
    onSubscribed(name, types, again) {
      const state = again ? 'Already subscribed' : 'Subscribed'
      telemetry.publish({
        time: now(),
        type: 'platform.telemetrySubscription',
        record: { name, state, types },
      })
    },
    onDropped: (event) => void dropped.push(event),
    ...more,
  })
  onTestFinished(() => telemetry.close())
  return { telemetry, dropped, turnClock: (byMs) => void (turned += byMs) }
}

/** The body of a subscription; fields that are `undefined` are left out. */
export function subscription(port: number, more: Readonly<Record<string, unknown>> = {}): Buffer {
  const destination = { protocol: 'HTTP', URI: `http://sandbox.localdomain:${port}` }
  const body = { schemaVersion: '2025-01-29', types: ['function'], destination, ...more }
  return Buffer.from(JSON.stringify(body))
}

/** Nothing goes out by time alone within a test. */
export const PATIENT = { buffering: { timeoutMs: 30_000 } }
/** All that is published goes out soon. */
export const HASTY = { buffering: { timeoutMs: 25 } }

export const OK: TelemetryAnswer = { status: 200, body: '"OK"' }

export function line(record: string): PlatformEvent {
  return { time: unixMs(Date.UTC(2026, 10, 23, 12, 0, 0, 7)), type: 'function', record }
}

/** `line 1` to `line N`. */
export function lines(count: number, from = 1): PlatformEvent[] {
  return Array.from({ length: count }, (_, index) => line(`line ${from + index}`))
}

/** A line that fills `bytes` of a batch. */
export function lineOf(bytes: number): PlatformEvent {
  const envelope = '{"time":"2026-11-23T12:00:00.007Z","type":"function","record":""}'.length
  return line('x'.repeat(bytes - envelope))
}

export function records(told: readonly Told[]): unknown[] {
  return told.map(({ record }) => record)
}

export function recordsOf(events: readonly PlatformEvent[]): unknown[] {
  return events.map(({ record }) => record)
}

export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 20 })
}

/** Long enough for what should not happen to have happened. */
export function aWhile(): Promise<void> {
  return sleep(250)
}
