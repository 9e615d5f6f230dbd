import type { Database as Connection, Statement } from 'better-sqlite3'
import type { ContainerId, InvocationRow, InvocationSighting, RequestId, UnixUs } from '@thermocline/wire'
import { mergeAttempts, toInvocationRow, type Attempt } from '../attempts.ts'
import { toIdentity } from '../identity.ts'
import type { Part } from '../part.ts'
import type { InvocationQuestion } from '../port.ts'
import type { Change } from './change.ts'

interface InvocationTable {
  insert(sightings: readonly InvocationSighting[], ids: ReadonlyMap<ContainerId, number>): Change
  select(question: InvocationQuestion): readonly InvocationRow[]
  count(): number
}

interface StoredAttempt {
  readonly first_start_us: UnixUs
  readonly reach_us: UnixUs
  readonly span: string | null
  readonly log: string | null
}

interface Selected {
  readonly container: ContainerId
  readonly function_name: string
  readonly account: string | null
  readonly region: string | null
  readonly request_id: RequestId
  readonly attempt: number
  readonly span: string | null
  readonly log: string | null
}

const ATTEMPTS = `
  select first_start_us, reach_us, span, log from invocation
  where container_id = ? and request_id = ? order by attempt`
const ADD = 'insert into invocation values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing'
const PUT = 'insert or replace into invocation values (?, ?, ?, ?, ?, ?, ?, ?)'
const DROP_BEYOND = 'delete from invocation where container_id = ? and request_id = ? and attempt > ?'
const COUNT = 'select count(*) from invocation'
const SELECT = `
  select c.name as container, c.function_name, c.account, c.region, i.request_id, i.attempt, i.span, i.log
  from invocation i join container c on c.id = i.container_id`
const ORDER = 'order by i.start_us, c.name, i.request_id, i.attempt'

type Put = [number, string, number, number, number, number, string | null, string | null]

export function invocationTable(db: Connection): InvocationTable {
  const stored = db.prepare<[number, string], StoredAttempt>(ATTEMPTS)
  const add = db.prepare<Put>(ADD)
  const put = db.prepare<Put>(PUT)
  const dropBeyond = db.prepare<[number, string, number]>(DROP_BEYOND)
  const count = db.prepare<[], number>(COUNT).pluck()
  const selects = new Map<string, Statement<unknown[], Selected>>()

  function insertOne(id: number, requestId: string, sightings: readonly InvocationSighting[]): Change {
    const fresh = mergeAttempts([], sightings)
    // Most requests are new: to try costs half of what it costs to look first. A request has no attempt 2 without a 1.
    const first = toPut(id, requestId, 1, fresh.attempts[0]!)
    if (add.run(...first).changes === 0) return mergeInto(id, requestId, sightings)
    for (const [index, attempt] of fresh.attempts.entries())
      if (index > 0) put.run(...toPut(id, requestId, index + 1, attempt))
    return { counts: { stored: fresh.stored, known: 0 }, changed: true }
  }

  function mergeInto(id: number, requestId: string, sightings: readonly InvocationSighting[]): Change {
    const old = stored.all(id, requestId)
    const { attempts, ...counts } = mergeAttempts(old.map(fromStored), sightings)
    let changed = attempts.length < old.length
    for (const [index, attempt] of attempts.entries()) {
      if (isSame(toStored(attempt), old[index])) continue
      put.run(...toPut(id, requestId, index + 1, attempt))
      changed = true
    }
    if (attempts.length < old.length) dropBeyond.run(id, requestId, attempts.length)
    return { counts, changed }
  }

  return {
    insert(sightings, ids) {
      const groups = Map.groupBy(sightings, (of) => `${ids.get(of.container)!}\n${of.requestId}`)
      const changes = [...groups.values()].map((same) =>
        insertOne(ids.get(same[0]!.container)!, same[0]!.requestId, same),
      )
      return {
        counts: {
          stored: changes.reduce((sum, { counts }) => sum + counts.stored, 0),
          known: changes.reduce((sum, { counts }) => sum + counts.known, 0),
        },
        changed: changes.some((change) => change.changed),
      }
    },
    select(question) {
      const { where, values } = conditions(question)
      let select = selects.get(where)
      if (select === undefined) {
        select = db.prepare<unknown[], Selected>(`${SELECT} ${where} ${ORDER}`)
        selects.set(where, select)
      }
      return select.all(...values).map(toRow)
    },
    count: () => count.get()!,
  }
}

function conditions({ functionName, container, within }: InvocationQuestion): {
  where: string
  values: readonly (string | number)[]
} {
  const asked: [sql: string, value: string | number][] = []
  if (functionName !== undefined) asked.push(['c.function_name = ?', functionName])
  if (container !== undefined) asked.push(['c.name = ?', container])
  if (within?.from !== undefined) asked.push(['i.start_us >= ?', within.from])
  if (within?.to !== undefined) asked.push(['i.start_us < ?', within.to])
  const where = asked.length === 0 ? '' : `where ${asked.map(([sql]) => sql).join(' and ')}`
  return { where, values: asked.map(([, value]) => value) }
}

function toRow(selected: Selected): InvocationRow {
  const { container, request_id: requestId, attempt } = selected
  const identity = toIdentity(selected.function_name, selected.account, selected.region)
  return toInvocationRow({ function: identity, container, requestId, attempt }, parts(selected))
}

function fromStored(row: StoredAttempt): Attempt {
  return { ...parts(row), firstStart: row.first_start_us, reach: row.reach_us }
}

function toStored({ span, log, firstStart, reach }: Attempt): StoredAttempt {
  return {
    first_start_us: firstStart,
    reach_us: reach,
    span: span === undefined ? null : JSON.stringify(span),
    log: log === undefined ? null : JSON.stringify(log),
  }
}

function toPut(id: number, requestId: string, number: number, attempt: Attempt): Put {
  const { first_start_us: first, reach_us: reach, span, log } = toStored(attempt)
  const { start } = (attempt.span ?? attempt.log)!
  return [id, requestId, number, start, first, reach, span, log]
}

function isSame(a: StoredAttempt, b: StoredAttempt | undefined): boolean {
  return (
    a.first_start_us === b?.first_start_us &&
    a.reach_us === b.reach_us &&
    a.span === b.span &&
    a.log === b.log
  )
}

function parts({ span, log }: { span: string | null; log: string | null }): Pick<Attempt, 'span' | 'log'> {
  return {
    ...(span !== null && { span: JSON.parse(span) as Part }),
    ...(log !== null && { log: JSON.parse(log) as Part }),
  }
}
