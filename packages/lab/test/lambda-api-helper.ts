import { onTestFinished } from 'vitest'
import { openLambdaApi } from '../src/lambda-api/server.ts'
import type { LambdaApiSettings } from '../src/lambda-api/server.ts'
import { startLab } from '../src/index.ts'
import type { FunctionDescription, Lab } from '../src/index.ts'
import type { JournalEntry } from '../src/journal/entry.ts'
import { fixture } from './helper.ts'

export interface Driven {
  readonly lab: Lab
  readonly url: string
  readonly journal: readonly JournalEntry[]
  /** A call under the API's address, with a body that is JSON unless it is text already. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>
  /** Invoke, of the function `probe` unless the path says otherwise. */
  readonly invoke: (
    event?: unknown,
    headers?: Readonly<Record<string, string>>,
    path?: string,
  ) => Promise<Response>
}

export const INVOKE = '/2015-03-31/functions/probe/invocations'

/** A real lab of this one function, `probe`, behind a real API; both end with the test. */
export async function drivenLab(
  more: Partial<FunctionDescription> = {},
  settings: Partial<LambdaApiSettings> = {},
): Promise<Driven> {
  const journal: JournalEntry[] = []
  const lab = await startLab({ functions: [fixture(more)] }, { onJournal: (entry) => journal.push(entry) })
  onTestFinished(() => lab.stop())
  const api = await openLambdaApi(lab, { port: 0, ...settings })
  onTestFinished(() => api.close())

  const call: Driven['call'] = (method, path, body, headers = {}) =>
    fetch(api.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  return {
    lab,
    url: api.url,
    journal,
    call,
    invoke: (event, headers, path = INVOKE) => call('POST', path, event, headers),
  }
}

/** Status, AWS's name of the error, and the body. */
export async function refused(response: Response): Promise<[number, string | null, unknown]> {
  return [response.status, response.headers.get('x-amzn-errortype'), await response.json()]
}
