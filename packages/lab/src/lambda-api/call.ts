import type { IncomingHttpHeaders } from 'node:http'
import type { Lab } from '../live/lab.ts'
import type { LabFunction } from '../settings/function.ts'
import type { EventQueue } from './queue.ts'

// What an operation of the API gets and gives, without its transport.

/** What the API needs of a lab. */
export interface DrivenLab extends Pick<
  Lab,
  'invoke' | 'deploy' | 'configure' | 'provision' | 'functions' | 'containers' | 'logs'
> {
  /** A function as its next container would have it; `policy.provisioned` is how many are kept ready now. */
  describe(functionName: string): LabFunction
}

/** What outlives a call. */
export interface Surroundings {
  readonly lab: DrivenLab
  readonly queue: EventQueue
}

export interface Call {
  /** As it stood in the path, decoded: a name, an ARN or part of one. Empty where the path has none. */
  readonly reference: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface ApiReply {
  readonly status: number
  /** `Content-Type` is JSON's unless it is here. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

export type Operation = (around: Surroundings, call: Call) => ApiReply | Promise<ApiReply>

/** One value of a header, or `undefined` where there is none. */
export function headerOf({ headers }: Call, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

export function json(status: number, body: unknown): ApiReply {
  return { status, body: JSON.stringify(body) }
}
