import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { openOccurrence } from '../occurrence.ts'
import type { Occurrence } from '../occurrence.ts'
import type { ExtensionState } from '../platform/event.ts'
import { header, readBody, refuse, reply, STATUS_OK } from './reply.ts'

// Lambda's Extensions API for one container: who registered, who waits for an event, who failed.

const EXTENSION_EVENTS = ['INVOKE', 'SHUTDOWN'] as const
type ExtensionEvent = (typeof EXTENSION_EVENTS)[number]

/** `external`: a process of its own. `internal`: runs inside the function's process. */
type ExtensionKind = 'external' | 'internal'

interface RegisteredExtension {
  readonly name: string
  readonly kind: ExtensionKind
  readonly events: readonly ExtensionEvent[]
}

/** What an extension has come to, as Lambda logs it when an init is over. */
interface ExtensionStanding {
  readonly name: string
  readonly state: ExtensionState
  readonly events: readonly ExtensionEvent[]
}

/** An extension that reported, or showed, that it cannot go on. */
export interface ExtensionFailure {
  readonly name: string
  readonly during: 'init' | 'exit'
  readonly errorType: string
}

export interface ExtensionsApi {
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>
  /** The name of whoever holds this identifier. */
  nameOf(identifier: string): string | undefined
  registered(): readonly RegisteredExtension[]
  /** Of everybody who registered, and of every expected one that has not. */
  standings(): ExtensionStanding[]
  /** Names of processes that will register as external ones. Others are internal, and have to until {@link close}. */
  expect(names: readonly string[]): void
  /** Resolves when every expected one has registered. */
  allRegistered(): Promise<void>
  /** From now on nobody registers. */
  closeRegistration(): void
  /** Resolves when every one registered waits for its next event, with `performance.now()` of the last. */
  allWaiting(): Promise<number>
  /** Sends the event to those who registered for it, as soon as they ask for one. */
  send(event: ExtensionEvent, body: Readonly<Record<string, unknown>>): void
  /** The first failure of those that are registered now. */
  readonly failed: Occurrence<ExtensionFailure>
  /** Forgets everybody: their processes are gone. */
  forget(): void
}

/** What a registered extension is told. */
export interface ExtensionContext {
  readonly functionName: string
  readonly functionVersion: string
  readonly handler: string
  readonly accountId: string
  /** Managed Instances take no INVOKE, and no event at all of internal extensions. */
  readonly managed: boolean
}

interface Known extends RegisteredExtension {
  readonly id: string
  waiting: { readonly response: ServerResponse; readonly sinceMs: number } | null
  failed: ExtensionFailure['during'] | null
  /** Events that came while it was not waiting for one. */
  readonly unsent: string[]
}

const MOST_EXTENSIONS = 10

export function openExtensionsApi(context: ExtensionContext): ExtensionsApi {
  let known = new Map<string, Known>()
  let expected: ReadonlySet<string> = new Set()
  let open = true
  let changed: PromiseWithResolvers<void> = Promise.withResolvers()
  let failure = openOccurrence<ExtensionFailure>()

  async function handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const route = `${request.method} ${path}`
    const body = await readBody(request)
    if (body === null) return
    if (route === 'POST register') return register(request, response, body.bytes)
    const extension = holder(request, response)
    if (extension === null) return
    if (route === 'GET event/next') return next(response, extension)
    if (route === 'POST init/error' || route === 'POST exit/error')
      return fail(request, response, extension, path === 'init/error' ? 'init' : 'exit')
    refuse(response, 404, 'NotFound', `there is no ${route} in the Extensions API`)
  }

  function register(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
    const name = header(request, 'lambda-extension-name') ?? ''
    if (name === '') return refuse(response, 403, 'Extension.InvalidExtensionName', 'Empty extension name')
    const kind: ExtensionKind = expected.has(name) ? 'external' : 'internal'
    const events = readEvents(bytes)
    if (events === null)
      return refuse(
        response,
        403,
        'InvalidRequestFormat',
        'the body must be {"events": ["INVOKE" or "SHUTDOWN"]}',
      )
    const unwanted = events.map((event) => whyNot(event, kind)).find((reason) => reason !== null)
    if (unwanted !== undefined) return refuse(response, 403, 'Extension.InvalidEventType', unwanted)
    const reason = cannotRegister(name)
    if (reason !== null) return refuse(response, 403, ...reason)

    const extension: Known = {
      id: randomUUID(),
      name,
      kind,
      events: events as ExtensionEvent[],
      waiting: null,
      failed: null,
      unsent: [],
    }
    known.set(extension.id, extension)
    const { functionName, functionVersion, handler, accountId } = context
    const features = (header(request, 'lambda-extension-accept-feature') ?? '').split(',')
    const account = features.some((feature) => feature.trim() === 'accountId') ? { accountId } : {}
    reply(response, 200, JSON.stringify({ functionVersion, functionName, handler, ...account }), {
      'Lambda-Extension-Identifier': extension.id,
    })
    tell()
  }

  function whyNot(event: string, kind: ExtensionKind): string | null {
    if (!(EXTENSION_EVENTS as readonly string[]).includes(event)) return `${event}: InvalidEventType`
    if (context.managed && kind === 'internal') return `${event}: No events allowed for internal extensions`
    if (context.managed && event === 'INVOKE') return `${event}: not supported under Managed Instances`
    return kind === 'internal' && event === 'SHUTDOWN'
      ? `${event}: ShutdownEventNotSupportedForInternalExtension`
      : null
  }

  function cannotRegister(name: string): [string, string] | null {
    if (!open) return ['Extension.RegistrationClosed', 'Extension registration closed already']
    if ([...known.values()].some((other) => other.name === name))
      return ['Extension.InvalidExtensionState', 'Extension with this name already registered']
    return known.size < MOST_EXTENSIONS
      ? null
      : ['Extension.TooManyExtensions', `Extension limit (${MOST_EXTENSIONS}) reached`]
  }

  function holder(request: IncomingMessage, response: ServerResponse): Known | null {
    const id = header(request, 'lambda-extension-identifier') ?? ''
    const extension = known.get(id)
    if (extension !== undefined) return extension
    if (id === '')
      refuse(
        response,
        403,
        'Extension.MissingExtensionIdentifier',
        'Missing Lambda-Extension-Identifier header',
      )
    else refuse(response, 403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`)
    return null
  }

  function next(response: ServerResponse, extension: Known): void {
    extension.waiting = { response, sinceMs: performance.now() }
    match(extension)
    tell()
  }

  function fail(
    request: IncomingMessage,
    response: ServerResponse,
    extension: Known,
    during: ExtensionFailure['during'],
  ): void {
    const errorType = header(request, 'lambda-extension-function-error-type')
    if (errorType === undefined)
      return refuse(
        response,
        403,
        'Extension.MissingHeader',
        'Lambda-Extension-Function-Error-Type not found',
      )
    reply(response, 202, STATUS_OK)
    extension.failed = during
    failure.happen({ name: extension.name, during, errorType })
  }

  function tell(): void {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  async function until(holds: () => boolean): Promise<void> {
    if (holds()) return
    await changed.promise
    return until(holds)
  }

  return {
    handle,
    nameOf: (identifier) => known.get(identifier)?.name,
    registered: () => [...known.values()],
    standings() {
      const all = [...known.values()]
      const absent = [...expected].filter((name) => all.every((one) => one.name !== name))
      return [
        ...all.map((one) => ({ name: one.name, state: stateOf(one), events: one.events })),
        ...absent.map((name) => ({ name, state: 'Started' as const, events: [] })),
      ]
    },
    expect: (names) => void (expected = new Set(names)),
    allRegistered: () =>
      until(() => [...expected].every((name) => [...known.values()].some((one) => one.name === name))),
    closeRegistration: () => void (open = false),
    async allWaiting() {
      await until(() => [...known.values()].every(({ waiting }) => waiting !== null))
      return Math.max(0, ...[...known.values()].map(({ waiting }) => waiting!.sinceMs))
    },
    send(event, body) {
      for (const extension of known.values()) {
        if (!extension.events.includes(event)) continue
        extension.unsent.push(JSON.stringify({ eventType: event, ...body }))
        match(extension)
      }
    },
    get failed() {
      return failure
    },
    forget() {
      known = new Map()
      open = true
      failure = openOccurrence()
      tell()
    },
  }
}

function stateOf({ failed, waiting }: Known): ExtensionState {
  if (failed !== null) return failed === 'init' ? 'InitError' : 'ExitError'
  return waiting === null ? 'Registered' : 'Ready'
}

function match(extension: Known): void {
  const { waiting } = extension
  const event = waiting === null ? undefined : extension.unsent.shift()
  if (waiting === null || event === undefined) return
  extension.waiting = null
  reply(waiting.response, 200, event, { 'Lambda-Extension-Event-Identifier': randomUUID() })
}

function readEvents(bytes: Buffer): string[] | null {
  try {
    const { events = [] } = JSON.parse(bytes.toString('utf8')) as { events?: unknown }
    return Array.isArray(events) && events.every((event) => typeof event === 'string') ? events : null
  } catch {
    return null
  }
}
