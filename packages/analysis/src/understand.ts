import {
  functionKey,
  type ContainerId,
  type ContainerRow,
  type FindingRow,
  type FunctionIdentity,
  type FunctionKey,
  type IgnoredFinding,
  type InvocationRow,
  type TimeRange,
} from '@thermocline/wire'
import { judgeInits, type JudgedInit } from './causes.ts'
import { byIdentity, functionResolver } from './functions.ts'
import { inferKeepAlive, type KeepAlive } from './keep-alive.ts'
import { processesOf } from './processes.ts'
import type { SettledInvocation } from './settled.ts'
import { settleContainer } from './starts.ts'
import { findingsWhere, understandFindings, type UnderstoodFinding } from './understood-findings.ts'

/** All rows of a store. */
export interface Rows {
  /** Oldest first. */
  readonly invocations: readonly InvocationRow[]
  readonly containers: readonly ContainerRow[]
  readonly findings: readonly FindingRow[]
  readonly ignored: readonly IgnoredFinding[]
}

/** One function, understood: what every answer about it is made from. */
export interface UnderstoodFunction {
  readonly identity: FunctionIdentity
  readonly key: FunctionKey
  /** Each container's invocations, oldest first, at least one. */
  readonly containers: ReadonlyMap<ContainerId, readonly SettledInvocation[]>
  /** Oldest first. */
  readonly inits: readonly JudgedInit[]
  readonly findings: readonly UnderstoodFinding[]
}

/** The functions of a store, by name, account, region. A start and a cause need all rows, whatever window is asked for. */
export function understand(rows: Rows): UnderstoodFunction[] {
  const resolve = functionResolver([...rows.invocations, ...rows.findings].map((row) => row.function))
  const keyOf = (row: { function: FunctionIdentity }): FunctionKey => functionKey(resolve(row.function))
  const invocations = Map.groupBy(rows.invocations, keyOf)
  const findings = Map.groupBy(rows.findings, keyOf)
  const containers = new Map(rows.containers.map((row) => [row.container, row]))
  const settled = new Map([...invocations].map(([key, own]) => [key, settle(own, containers)]))
  // A function whose containers were never reused says nothing of keep-alive; its neighbours may.
  const anyKeepAlive = inferKeepAlive([...settled.values()].flatMap(valuesOf))
  const functions = [...new Set([...invocations.keys(), ...findings.keys()])].map((key) => {
    const row = (invocations.get(key) ?? findings.get(key))![0]!
    const own = settled.get(key) ?? new Map<ContainerId, SettledInvocation[]>()
    return understandFunction(resolve(row.function), own, findings.get(key) ?? [], {
      containers,
      anyKeepAlive,
      ignored: rows.ignored,
    })
  })
  return functions.toSorted((a, b) => byIdentity(a.identity, b.identity))
}

/** The function as if only the window existed: starts and causes stay as judged with all rows. */
export function narrowed(of: UnderstoodFunction, within: TimeRange): UnderstoodFunction {
  const holds = ({ start }: SettledInvocation): boolean =>
    (within.from === undefined || start >= within.from) && (within.to === undefined || start < within.to)
  const containers = new Map<ContainerId, readonly SettledInvocation[]>()
  for (const [container, invocations] of of.containers) {
    const inside = invocations.filter(holds)
    if (inside.length > 0) containers.set(container, inside)
  }
  return {
    ...of,
    containers,
    inits: of.inits.filter(({ invocation }) => holds(invocation)),
    findings: findingsWhere(
      of.findings,
      ({ firstSeen, lastSeen }) =>
        (within.from === undefined || lastSeen >= within.from) &&
        (within.to === undefined || firstSeen < within.to),
    ),
  }
}

/** All invocations of the function, oldest first. */
export function invocationsOf({ containers }: UnderstoodFunction): SettledInvocation[] {
  return [...containers.values()].flat().toSorted((a, b) => a.start - b.start)
}

function settle(
  rows: readonly InvocationRow[],
  containers: ReadonlyMap<ContainerId, ContainerRow>,
): Map<ContainerId, SettledInvocation[]> {
  const byContainer = Map.groupBy(rows, (row) => row.container)
  return new Map(
    [...byContainer].map(([container, own]) => [container, settleContainer(own, containers.get(container))]),
  )
}

interface Known {
  readonly containers: ReadonlyMap<ContainerId, ContainerRow>
  readonly anyKeepAlive: KeepAlive | null
  readonly ignored: readonly IgnoredFinding[]
}

function understandFunction(
  identity: FunctionIdentity,
  invocations: ReadonlyMap<ContainerId, readonly SettledInvocation[]>,
  findings: readonly FindingRow[],
  known: Known,
): UnderstoodFunction {
  const all = valuesOf(invocations)
  return {
    identity,
    key: functionKey(identity),
    containers: invocations,
    inits: judgeInits(all, known.containers, inferKeepAlive(all) ?? known.anyKeepAlive),
    findings: understandFindings(findings, processesOf(invocations), reasonsOf(identity, known.ignored)),
  }
}

/** Why a finding of the function is ignored, by its key. */
function reasonsOf({ name }: FunctionIdentity, ignored: readonly IgnoredFinding[]): Map<string, string> {
  const own = ignored.filter(({ functionName }) => functionName === name)
  return new Map(own.map(({ key, reason }) => [key, reason]))
}

function valuesOf<T>(map: ReadonlyMap<unknown, T>): T[] {
  return [...map.values()]
}
