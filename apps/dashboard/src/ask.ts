import type { Failure } from '@thermocline/wire'

/** Why an answer did not come: the server's own code and message, or what went wrong on the way to it. */
export interface Fault {
  readonly code: string
  readonly message: string
}

export type Asked<T> =
  | { readonly kind: 'ok'; readonly data: T }
  | { readonly kind: 'fault'; readonly fault: Fault }

export const ASK = {
  about: '/api/about',
  functions: '/api/functions',
  function: (key: string): string => `/api/function?${new URLSearchParams({ key }).toString()}`,
  container: (id: string): string => `/api/container?${new URLSearchParams({ id }).toString()}`,
  trace: (id: string): string => `/api/trace?${new URLSearchParams({ id }).toString()}`,
  report: (format: string): string => `/api/report?${new URLSearchParams({ format }).toString()}`,
  live: '/api/live',
} as const

/** Asks the analyzer; never throws. */
export async function ask<T>(path: string, signal: AbortSignal): Promise<Asked<T>> {
  try {
    const response = await fetch(path, { signal, headers: { accept: 'application/json' } })
    if (response.ok) return { kind: 'ok', data: (await response.json()) as T }
    return { kind: 'fault', fault: await faultOf(response) }
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { kind: 'fault', fault: { code: 'bad_answer', message: 'The server’s answer was not JSON.' } }
    }
    return {
      kind: 'fault',
      fault: { code: 'unreachable', message: 'The server did not answer. Is it still running?' },
    }
  }
}

async function faultOf(response: Response): Promise<Fault> {
  const body = (await response.json().catch(() => null)) as Partial<Failure> | null
  const { code, message } = body?.error ?? {}
  return {
    code: code ?? `http_${response.status}`,
    message: message ?? `The server answered with status ${response.status}.`,
  }
}
