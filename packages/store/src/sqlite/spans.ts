import type { Database as Connection } from 'better-sqlite3'
import type {
  Attributes,
  SpanEvent,
  SpanId,
  SpanKind,
  SpanLink,
  SpanRow,
  SpanStatus,
  TraceId,
  UnixUs,
} from '@thermocline/wire'
import { fullerSpan, isWhole, processOf, spanKey } from '../span.ts'
import type { Change } from './change.ts'
import { interned } from './interned.ts'

interface SpanTable {
  insert(spans: readonly SpanRow[]): Change
  trace(traceId: TraceId): readonly SpanRow[]
  count(): number
  /** To be called after a rollback, or when all rows are gone: ids it gave are no more. */
  forget(): void
}

interface Stored {
  readonly id: number
  readonly span_id: Buffer
  readonly parent_id: Buffer | null
  readonly name: string
  readonly kind: SpanKind
  readonly start_us: UnixUs
  readonly end_us: UnixUs
  readonly status: SpanStatus
  readonly status_message: string
  readonly scope: string
  readonly resource: string
  readonly body: string
}

const COLUMNS =
  'trace_id, span_id, parent_id, name, kind, start_us, end_us, status, status_message, scope_id, resource_id, body'
const ADD = `insert into span (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`
const REPLACE = `insert or replace into span (id, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const SELECT = `
  select span.*, scope.name as scope, resource.body as resource
  from span join scope on scope.id = span.scope_id join resource on resource.id = span.resource_id
  where trace_id = ?`
const TRACE = `${SELECT} order by start_us, span_id`
const ONE = `${SELECT} and span_id = ?`
const SAME = `
  select 1 from span
  where trace_id = ? and span_id = ? and parent_id is ? and name = ? and kind = ? and start_us = ? and end_us = ?
    and status = ? and status_message = ? and scope_id = ? and resource_id = ? and body = ?`
const COUNT = 'select count(*) from span'
const WHOLE_RESOURCE = `
  select body from resource where is_whole = 1 and container = ? and process = ?
  order by length(body) desc, body desc limit 1`
const FIND_RESOURCE = 'select id from resource where body = ?'
const ADD_RESOURCE =
  'insert into resource (body, container, process, is_whole) values (?, ?, ?, ?) returning id'
const FIND_SCOPE = 'select id from scope where name = ?'
const ADD_SCOPE = 'insert into scope (name) values (?) returning id'

type Values = [
  Buffer,
  Buffer,
  Buffer | null,
  string,
  string,
  number,
  number,
  string,
  string,
  number,
  number,
  string,
]

export function spanTable(db: Connection): SpanTable {
  const add = db.prepare<Values>(ADD)
  const replace = db.prepare<[number, ...Values]>(REPLACE)
  const trace = db.prepare<[Buffer], Stored>(TRACE)
  const same = db.prepare<Values>(SAME)
  const one = db.prepare<[Buffer, Buffer], Stored>(ONE)
  const count = db.prepare<[], number>(COUNT).pluck()
  const wholeResource = db.prepare<[string, string], string>(WHOLE_RESOURCE).pluck()
  const addResource = db.prepare<[string, string | null, string | null, number], number>(ADD_RESOURCE).pluck()
  const addScope = db.prepare<[string], number>(ADD_SCOPE).pluck()

  const resources = interned(db.prepare<[string], number>(FIND_RESOURCE).pluck(), (body) => {
    const resource = JSON.parse(body) as Attributes
    const of = processOf(resource)
    return addResource.get(body, of?.container ?? null, of?.process ?? null, isWhole(resource) ? 1 : 0)!
  })
  const scopes = interned(db.prepare<[string], number>(FIND_SCOPE).pluck(), (name) => addScope.get(name)!)

  function insert(spans: readonly SpanRow[]): Change {
    // One object per request in what the decoder gives: its text is made once.
    const resourceIds = new Map<Attributes, number>()
    const resourceId = (resource: Attributes): number => {
      const id = resourceIds.get(resource) ?? resources.id(JSON.stringify(resource))
      resourceIds.set(resource, id)
      return id
    }
    let stored = 0
    let changed = false
    const distinct = distinctSpans(spans)
    for (const span of distinct) {
      const values = toValues(span, scopes.id(span.scope), resourceId(span.resource))
      if (add.run(...values).changes === 1) stored++
      else changed = replaceIfFuller(span, values) || changed
    }
    return { counts: { stored, known: distinct.length - stored }, changed: changed || stored > 0 }
  }

  function replaceIfFuller(span: SpanRow, values: Values): boolean {
    // Nearly every span that comes again is the same.
    if (same.get(...values) !== undefined) return false
    const row = one.get(values[0], values[1])!
    const old = toSpan(span.traceId, row)
    if (fullerSpan(old, span) === old) return false
    replace.run(row.id, ...values)
    return true
  }

  function withWholeResource(span: SpanRow): SpanRow {
    const of = processOf(span.resource)
    if (of === undefined || isWhole(span.resource)) return span
    const body = wholeResource.get(of.container, of.process)
    return body === undefined ? span : { ...span, resource: JSON.parse(body) as Attributes }
  }

  return {
    insert,
    forget() {
      resources.forget()
      scopes.forget()
    },
    trace: (traceId) =>
      trace.all(fromHex(traceId)).map((stored) => withWholeResource(toSpan(traceId, stored))),
    count: () => count.get()!,
  }
}

function distinctSpans(spans: readonly SpanRow[]): readonly SpanRow[] {
  const groups = Map.groupBy(spans, spanKey)
  if (groups.size === spans.length) return spans
  return [...groups.values()].map((same) => same.reduce(fullerSpan))
}

function toValues(span: SpanRow, scopeId: number, resourceId: number): Values {
  return [
    fromHex(span.traceId),
    fromHex(span.spanId),
    span.parentSpanId === undefined ? null : fromHex(span.parentSpanId),
    span.name,
    span.kind,
    span.start,
    span.end,
    span.status,
    span.statusMessage,
    scopeId,
    resourceId,
    JSON.stringify([span.attributes, span.links, span.events]),
  ]
}

function toSpan(traceId: TraceId, stored: Stored): SpanRow {
  const [attributes, links, events] = JSON.parse(stored.body) as [Attributes, SpanLink[], SpanEvent[]]
  return {
    traceId,
    spanId: stored.span_id.toString('hex') as SpanId,
    ...(stored.parent_id !== null && { parentSpanId: stored.parent_id.toString('hex') as SpanId }),
    name: stored.name,
    kind: stored.kind,
    start: stored.start_us,
    end: stored.end_us,
    status: stored.status,
    statusMessage: stored.status_message,
    scope: stored.scope,
    resource: JSON.parse(stored.resource) as Attributes,
    attributes,
    links,
    events,
  }
}

function fromHex(id: string): Buffer {
  return Buffer.from(id, 'hex')
}
