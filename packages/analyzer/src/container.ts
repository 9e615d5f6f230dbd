import {
  findingReports,
  findingsWhere,
  isLeftCensored,
  type SettledInvocation,
  type UnderstoodFunction,
} from '@thermocline/analysis'
import {
  ThermoclineError,
  usToMs,
  type CauseJudgement,
  type ContainerAnswer,
  type ContainerId,
  type ContainerInvocation,
} from '@thermocline/wire'

/** Throws `not_found`. */
export function containerAnswer(
  functions: readonly UnderstoodFunction[],
  container: ContainerId,
): ContainerAnswer {
  const owner = functions.find((each) => each.containers.has(container))
  const invocations = owner?.containers.get(container)
  if (owner === undefined || invocations === undefined)
    throw new ThermoclineError(
      'not_found',
      `no invocation of container ${JSON.stringify(container)} was seen`,
    )
  const causes = new Map(owner.inits.map(({ invocation, cause }) => [invocation, cause]))
  const lastSeen = invocations.reduce((last, { start, end }) => Math.max(last, end ?? start), 0)
  return {
    container,
    functionKey: owner.key,
    functionName: owner.identity.name,
    version: invocations.find(({ row }) => row.version !== undefined)?.row.version ?? null,
    leftCensored: isLeftCensored(invocations),
    firstSeenMs: usToMs(invocations[0]!.start),
    lastSeenMs: usToMs(lastSeen as SettledInvocation['start']),
    invocations: invocations.map((each) => containerInvocation(each, causes.get(each) ?? null)),
    processes: new Set(invocations.flatMap(({ row }) => row.process ?? [])).size,
    findings: findingReports(
      findingsWhere(owner.findings, (row) => row.container === container),
      invocations,
    ),
  }
}

function containerInvocation(
  { row, start, duration, idle, startKind }: SettledInvocation,
  cause: CauseJudgement | null,
): ContainerInvocation {
  return {
    requestId: row.requestId,
    attempt: row.attempt,
    startMs: usToMs(start),
    durationMs: duration,
    idleMs: idle,
    startKind,
    outcome: row.outcome ?? 'ok',
    errorType: row.errorType ?? null,
    initMs: row.init?.duration ?? null,
    cause,
    traceId: row.trace?.traceId ?? null,
    sources: row.sources,
  }
}
