import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerSnapshot } from '@thermocline/lab'
import { key } from '@thermocline/wire'
import type { TraceSpan } from '@thermocline/wire'
import { expect, test, vi } from 'vitest'
import { describeFunction, startChain } from '../support/chain.ts'
import type { Chain } from '../support/chain.ts'

const FROZEN_MS = 1000

test('between invocations the process is stopped: no timer fires, and an overdue one fires after the thaw', async () => {
  const { lab } = await startChain([describeFunction('ticking')])
  const armed = await lab.invoke('ticking', { arm: true })
  const frozenAt = Date.now()
  expect(processState(armed.pid)).toBe('T')

  await sleep(FROZEN_MS)
  expect(processState(armed.pid)).toBe('T')
  const thawedAt = Date.now()
  const second = await lab.invoke('ticking', {})

  expect(second.pid).toBe(armed.pid)
  const { ticks, late } = second.payload as { ticks: number[]; late: number }
  expect(ticks.filter((at) => at > frozenAt && at < thawedAt)).toEqual([])
  expect(ticks.some((at) => at <= frozenAt)).toBe(true)
  // Due 500 ms after it was armed, beyond all that a flush may hold, and within the second in which the process stood still.
  expect(late).toBeGreaterThanOrEqual(thawedAt)
})

test('two invocations in one container carry one container id, one cold start and a rising count', async () => {
  const chain = await startChain([describeFunction('leaky')])
  const first = await chain.lab.invoke('leaky', { id: 1 })
  const second = await chain.lab.invoke('leaky', { id: 2 })
  expect([first.startKind, second.startKind]).toEqual(['cold', 'warm'])

  const roots = await rootSpans(chain, first.container)
  expect(roots.map(({ attributes }) => attributes)).toMatchObject([
    {
      [key.CONTAINER_ID]: first.container,
      [key.CONTAINER_INVOCATION]: 1,
      [key.START]: 'cold',
      [key.FAAS_COLDSTART]: true,
      [key.FAAS_INVOCATION_ID]: first.requestId,
    },
    {
      [key.CONTAINER_ID]: first.container,
      [key.CONTAINER_INVOCATION]: 2,
      [key.START]: 'warm',
      [key.FAAS_COLDSTART]: false,
      [key.FAAS_INVOCATION_ID]: second.requestId,
    },
  ])
})

test("the SDK's init duration is what was measured from outside, within 5 % or 5 ms", async () => {
  const chain = await startChain([describeFunction('heavy')])
  const { container, initMs } = await chain.lab.invoke('heavy', {})
  const [root] = await rootSpans(chain, container)
  const outsideMs = initMs as number
  const insideMs = root?.attributes[key.INIT_DURATION_MS] as number
  expect(outsideMs).toBeGreaterThan(1000)
  expect(Math.abs(insideMs - outsideMs)).toBeLessThanOrEqual(Math.max(5, outsideMs * 0.05))
})

test('an init that ends in a freeze is as long as it was, not as long as the container then stood', async () => {
  const chain = await startChain([describeFunction('ticking', { version: '1', provisioned: 6 })])
  const containers = (): readonly ContainerSnapshot[] => chain.lab.containers()
  await vi.waitUntil(() => containers().filter(({ state }) => state === 'frozen').length === 6, 20_000)
  await sleep(FROZEN_MS)
  const outsideMs = new Map(containers().map(({ logStream, initMs }) => [logStream, initMs ?? 0]))
  const event = { holdMs: 1000 }
  await Promise.all(Array.from({ length: 6 }, () => chain.lab.invoke('ticking', event)))

  const spans = (await Promise.all([...outsideMs.keys()].map((id) => rootSpans(chain, id)))).flat()
  expect(spans.map(({ attributes }) => attributes[key.START])).toEqual(Array(6).fill('provisioned'))
  const longerByMs = spans.map(
    ({ attributes }) =>
      Number(attributes[key.INIT_DURATION_MS]) - outsideMs.get(attributes[key.CONTAINER_ID] as string)!,
  )
  // Six inits at once wait for two cores, so it is not exact; but what stood still would be all of it.
  expect(Math.max(...longerByMs)).toBeLessThan(FROZEN_MS / 2)
})

test('containers that are all busy make another, and the answer says scale-out', async () => {
  const chain = await startChain([describeFunction('ticking')])
  const event = { holdMs: 1000 }
  await Promise.all([chain.lab.invoke('ticking', event), chain.lab.invoke('ticking', event)])
  const { report } = await chain.function('ticking')
  expect(report).toMatchObject({
    invocations: 2,
    starts: { cold: 2 },
    causes: { first: 1, scale_out: 1 },
    containers: { seen: 2, singleUse: 2 },
    peakConcurrency: 2,
  })
})

test('a module variable that grows with every request is named, with its file and line', async () => {
  const chain = await startChain([describeFunction('leaky')])
  for (let id = 0; id < 45; id++) {
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    await chain.lab.invoke('leaky', { id })
  }
  const { report } = await chain.function('leaky')
  expect(report.findings).toMatchObject([
    { kind: 'module_variable', class: 'growth', name: 'seenOrders', location: 'leaky.mjs:3', status: 'open' },
  ])
})

/** Oldest first. */
async function rootSpans(chain: Chain, container: string): Promise<TraceSpan[]> {
  const { invocations } = await chain.container(container)
  const traces = await Promise.all(invocations.map(({ traceId }) => chain.trace(traceId ?? 'missing')))
  return traces.flatMap((spans) => spans.filter((span) => key.CONTAINER_INVOCATION in span.attributes))
}

/** The letter of /proc/<pid>/stat: T is stopped. The name before it may hold spaces and parentheses. */
function processState(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).at(0)
}
