import type { Database as Connection } from 'better-sqlite3'
import type { ContainerId, ContainerRow, UnixUs } from '@thermocline/wire'
import { joinContainers, keptContainer, sameContainer, type KeptContainer } from '../container.ts'
import { toIdentity } from '../identity.ts'

interface Stored {
  readonly id: number
  readonly name: ContainerId
  readonly function_name: string
  readonly account: string | null
  readonly region: string | null
  readonly init_start_us: UnixUs | null
}

interface ContainerTable {
  /** Keeps the containers and gives their row ids. */
  insert(containers: ReadonlyMap<ContainerId, KeptContainer>): {
    ids: ReadonlyMap<ContainerId, number>
    changed: boolean
  }
  select(): readonly ContainerRow[]
}

const ONE = 'select * from container where name = ?'
const ALL = 'select * from container order by name'
const ADD =
  'insert into container (name, function_name, account, region, init_start_us) values (?, ?, ?, ?, ?) returning id'
const CHANGE =
  'update container set function_name = ?, account = ?, region = ?, init_start_us = ? where id = ?'

type Values = [string, string | null, string | null, number | null]

export function containerTable(db: Connection): ContainerTable {
  const one = db.prepare<[string], Stored>(ONE)
  const all = db.prepare<[], Stored>(ALL)
  const add = db.prepare<[string, ...Values], number>(ADD).pluck()
  const change = db.prepare<[...Values, number]>(CHANGE)

  function insertOne(name: ContainerId, container: KeptContainer): { id: number; changed: boolean } {
    const stored = one.get(name)
    if (stored === undefined) return { id: add.get(name, ...toValues(container))!, changed: true }
    const old = fromStored(stored)
    const joined = joinContainers(old, container)
    if (sameContainer(joined, old)) return { id: stored.id, changed: false }
    change.run(...toValues(joined), stored.id)
    return { id: stored.id, changed: true }
  }

  return {
    insert(containers) {
      const ids = new Map<ContainerId, number>()
      let changed = false
      for (const [name, container] of containers) {
        const outcome = insertOne(name, container)
        ids.set(name, outcome.id)
        changed ||= outcome.changed
      }
      return { ids, changed }
    },
    select: () => all.all().map(toRow),
  }
}

function toRow(stored: Stored): ContainerRow {
  return { container: stored.name, ...fromStored(stored) }
}

function fromStored(stored: Stored): KeptContainer {
  const identity = toIdentity(stored.function_name, stored.account, stored.region)
  return keptContainer(identity, stored.init_start_us ?? undefined)
}

function toValues({ function: { name, account, region }, initStart }: KeptContainer): Values {
  return [name, account ?? null, region ?? null, initStart ?? null]
}
