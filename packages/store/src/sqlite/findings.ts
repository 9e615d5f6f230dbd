import type { Database as Connection } from 'better-sqlite3'
import type { ContainerId, FindingRow, FindingSighting } from '@thermocline/wire'
import { findingKey, fromSighting, joinFindings, type KeptFinding } from '../finding.ts'
import { toIdentity } from '../identity.ts'
import type { Store } from '../port.ts'
import type { Change } from './change.ts'

interface FindingTable {
  insert(sightings: readonly FindingSighting[], ids: ReadonlyMap<ContainerId, number>): Change
  select(question: Parameters<Store['findings']>[0]): readonly FindingRow[]
}

interface Selected {
  readonly body: string
  readonly function_name: string
  readonly account: string | null
  readonly region: string | null
}

const ONE = 'select body from finding where container_id = ? and process = ? and key = ?'
const PUT = 'insert or replace into finding values (?, ?, ?, ?, ?)'
const SELECT = `
  select f.body, c.function_name, c.account, c.region
  from finding f join container c on c.id = f.container_id
  where (@functionName is null or c.function_name = @functionName) and (@container is null or c.name = @container)
  order by f.key, f.first_seen_us, c.name, f.process`

export function findingTable(db: Connection): FindingTable {
  const one = db.prepare<[number, string, string], string>(ONE).pluck()
  const put = db.prepare<[number, string, string, number, string]>(PUT)
  const select = db.prepare<[{ functionName: string | null; container: string | null }], Selected>(SELECT)

  function insertOne(
    id: number,
    sightings: readonly FindingSighting[],
  ): { known: boolean; changed: boolean } {
    const { process = '', key } = sightings[0]!
    const stored = one.get(id, process, key)
    const findings = sightings.map(fromSighting)
    const old = stored === undefined ? findings[0]! : (JSON.parse(stored) as KeptFinding)
    const finding = findings.reduce(joinFindings, old)
    const changed = stored === undefined || finding !== old
    if (changed) put.run(id, process, key, finding.firstSeen, JSON.stringify(finding))
    return { known: stored !== undefined, changed }
  }

  return {
    insert(sightings, ids) {
      const groups = [...Map.groupBy(sightings, findingKey).values()]
      const outcomes = groups.map((same) => insertOne(ids.get(same[0]!.container)!, same))
      const known = outcomes.filter((outcome) => outcome.known).length
      return {
        counts: { stored: outcomes.length - known, known },
        changed: outcomes.some((outcome) => outcome.changed),
      }
    },
    select: ({ functionName, container }) =>
      select.all({ functionName: functionName ?? null, container: container ?? null }).map(toRow),
  }
}

function toRow({ body, function_name: name, account, region }: Selected): FindingRow {
  return { ...(JSON.parse(body) as KeptFinding), function: toIdentity(name, account, region) }
}
