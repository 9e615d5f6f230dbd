import type { ContainerId, FindingRow } from '@thermocline/wire'
import type { SettledInvocation } from './settled.ts'

/** One process of a function, as its spans tell of it; logs name none, and show no leaked state. */
export interface Process {
  readonly container: ContainerId
  /** Undefined where no span says. */
  readonly id: string | undefined
  /** The version it ran; by its code's fingerprint where that is `$LATEST`. Null where nothing says. */
  readonly release: string | null
  /** Oldest first, at least one. */
  readonly invocations: readonly SettledInvocation[]
}

/** By their first invocation. */
export function processesOf(containers: ReadonlyMap<ContainerId, readonly SettledInvocation[]>): Process[] {
  const processes = [...containers].flatMap(([container, all]) => {
    const told = all.filter(({ row }) => row.sources.includes('span'))
    return [...Map.groupBy(told, ({ row }) => row.process)].map(([id, invocations]) => ({
      container,
      id,
      release: releaseOf(invocations),
      invocations,
    }))
  })
  return processes.toSorted((a, b) => a.invocations[0]!.start - b.invocations[0]!.start)
}

/** The process that a finding was seen in; undefined where none of its invocations is known. */
export function processOf(
  { container, process }: FindingRow,
  byContainer: ReadonlyMap<ContainerId, readonly Process[]>,
): Process | undefined {
  return byContainer.get(container)?.find(({ id }) => process === undefined || id === process)
}

// Of the fingerprint as much as tells one deploy from the next.
const FINGERPRINT_DIGITS = 8

function releaseOf(invocations: readonly SettledInvocation[]): string | null {
  const version = invocations.find(({ row }) => row.version !== undefined)?.row.version
  if (version !== undefined && version !== '$LATEST') return version
  const code = invocations.find(({ row }) => row.codeFingerprint !== undefined)?.row.codeFingerprint
  return code === undefined ? null : `code ${code.slice(0, FINGERPRINT_DIGITS)}`
}
