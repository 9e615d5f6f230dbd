import { expect, test } from 'vitest'
import { readPolicy } from '../src/settings/policy.ts'
import { told } from './story.ts'

const call = (at: number, name: string, lasts = 1) => ({ at, name, lasts })

test('a first call waits for an init, the next finds the container warm, frozen in between', () => {
  expect(told({ calls: [call(0, 'a'), call(5, 'b')] }, 'with frost')).toEqual([
    '0 made 1 first for a',
    '1 a in 1 cold',
    '2 frozen 1',
    '5 thawed 1',
    '5 b in 1 warm',
    '6 frozen 1',
  ])
})

test('a call while all are busy is a scale-out; an end frees its container before a call at the same moment', () => {
  expect(told({ calls: [call(0, 'a', 4), call(2, 'b', 1), call(5, 'c', 1)] })).toEqual([
    '0 made 1 first for a',
    '1 a in 1 cold',
    '2 made 2 scale_out for b',
    '3 b in 2 cold',
    '5 c in 1 warm',
  ])
})

const TWO_IDLE = [call(0, 'a', 2), call(0, 'b', 3)]

test('of idle containers the policy’s pick is taken, ties going to the one made last and first', () => {
  const calls = [...TWO_IDLE, call(10, 'c')]
  expect(told({ calls }).at(-1)).toBe('10 c in 2 warm')
  expect(told({ calls, policy: { pick: 'least_recent' } }).at(-1)).toBe('10 c in 1 warm')
  const tied = [call(0, 'a', 2), call(0, 'b', 2), call(10, 'c')]
  expect(told({ calls: tied }).at(-1)).toBe('10 c in 2 warm')
  expect(told({ calls: tied, policy: { pick: 'least_recent' } }).at(-1)).toBe('10 c in 1 warm')
})

test('an idle container may be used up to its keep-alive and is gone after it, at the moment that was due', () => {
  const policy = { keepAliveMs: 10_000 }
  expect(told({ policy, calls: [call(0, 'a'), call(12, 'b')] }).at(-1)).toBe('12 b in 1 warm')
  expect(told({ policy, calls: [call(0, 'a'), call(12.000_001, 'b')] }).slice(2)).toEqual([
    '12 ended 1 idle',
    '12.000001 made 2 idle_expiry for b',
    '13.000001 b in 2 cold',
  ])
})

test('a container beyond its age is recycled: at once when idle, after its invocation when busy', () => {
  const policy = { maxAgeMs: 10_000 }
  expect(told({ policy, calls: [call(0, 'a'), call(9, 'b', 3), call(13, 'c')] }).slice(2)).toEqual([
    '9 b in 1 warm',
    '12 ended 1 age',
    '13 made 2 recycled for c',
    '14 c in 2 cold',
  ])
  expect(told({ policy, calls: [call(0, 'a'), call(11, 'b')] }).slice(2, 4)).toEqual([
    '10 ended 1 age',
    '11 made 2 recycled for b',
  ])
})

test('a deploy ends idle containers at once and busy ones after their invocation, and is the cause of the next', () => {
  const changes = [{ at: 8, change: { kind: 'deploy' } as const }]
  expect(
    told({ calls: [...TWO_IDLE, call(7, 'c', 3), call(8, 'd'), call(8, 'e')], changes }).slice(4),
  ).toEqual([
    '7 c in 2 warm',
    '8 ended 1 deploy',
    '8 made 3 deploy for d',
    '8 made 4 scale_out for e',
    '9 d in 3 cold',
    '9 e in 4 cold',
    '10 ended 2 deploy',
  ])
})

test('a configuration change does the same under its own name, and a deploy that has not run yet wins over it', () => {
  const config = { at: 8, change: { kind: 'config' } as const }
  expect(told({ calls: [call(0, 'a'), call(9, 'b')], changes: [config] })).toContain('9 made 2 config for b')
  const both = [{ at: 7, change: { kind: 'deploy' } as const }, config]
  expect(told({ calls: [call(0, 'a'), call(9, 'b')], changes: both })).toContain('9 made 2 deploy for b')
})

test('after a reset the same container serves with a new process', () => {
  const calls = [{ ...call(0, 'a'), resets: true }, call(5, 'b'), call(8, 'c')]
  expect(told({ calls }, 'with frost').slice(1)).toEqual([
    '1 a in 1 cold',
    '5 b in 1 reinit',
    '6 frozen 1',
    '8 thawed 1',
    '8 c in 1 warm',
    '9 frozen 1',
  ])
})

test('an init that failed ahead of any caller makes the first caller wait: cold, not proactive', () => {
  const policy = { proactive: { withScaleOut: 1 } }
  const calls = [call(0, 'a', 9), call(2, 'b', 9), call(6, 'c')]
  expect(told({ policy, calls }).at(-1)).toBe('6 c in 3 proactive')
  expect(told({ policy, calls, failedInits: [3] }).at(-1)).toBe('6 c in 3 cold')
})

test('beyond its concurrency limit a function is throttled, callers that wait for an init included', () => {
  expect(
    told({
      policy: { concurrencyLimit: 2 },
      calls: [call(0, 'a'), call(0, 'b'), call(0.5, 'c'), call(3, 'd')],
    }),
  ).toEqual([
    '0 made 1 first for a',
    '0 made 2 scale_out for b',
    '0.5 c throttled concurrency',
    '1 a in 1 cold',
    '1 b in 2 cold',
    '3 d in 2 warm',
  ])
})

test('containers are made as fast as the scaling rate allows, which refills with time', () => {
  const policy = { scaleOut: { containers: 2, withinMs: 10_000 } }
  const calls = [0, 0, 0, 4, 5, 5].map((at, index) => call(at, String.fromCharCode(97 + index), 99))
  expect(
    told({ policy, calls }).filter((line) => line.includes('made') || line.includes('throttled')),
  ).toEqual([
    '0 made 1 first for a',
    '0 made 2 scale_out for b',
    '0 c throttled scale_rate',
    '4 d throttled scale_rate',
    '5 made 3 scale_out for e',
    '5 f throttled scale_rate',
  ])
})

test('a caller that waits for an init may take what becomes free first; the new container then serves a later one', () => {
  const policy = { waitingCaller: 'first_free' } as const
  const calls = [call(0, 'a', 2), call(2.5, 'b', 3), call(4, 'c')]
  expect(told({ policy, calls })).toEqual([
    '0 made 1 first for a',
    '1 a in 1 cold',
    '2.5 made 2 scale_out for b',
    '3 b in 1 warm',
    '4 c in 2 proactive',
  ])
})

test('each tenant has containers of its own, and its first one is a first', () => {
  const calls = [
    { ...call(0, 'a'), tenant: 'x' },
    { ...call(5, 'b'), tenant: 'y' },
    { ...call(6, 'c', 5), tenant: 'x' },
    { ...call(7, 'd'), tenant: 'x' },
    { ...call(20, 'e'), tenant: 'y' },
  ]
  const lines = told({ policy: { tenants: true, keepAliveMs: 10_000 }, calls })
  expect(lines.filter((line) => line.includes('made'))).toEqual([
    '0 made 1 first for a',
    '5 made 2 first for b',
    '7 made 3 scale_out for d',
    '20 made 4 idle_expiry for e',
  ])
})

test('provisioned containers stand before anybody calls, are taken first, and callers beyond them spill over', () => {
  const story = { policy: { provisioned: 1, keepAliveMs: 5000 }, version: '1' }
  expect(told({ ...story, calls: [call(2, 'a', 3), call(3, 'b', 1), call(20, 'c')] })).toEqual([
    '0 made 1 provisioned',
    '2 a in 1 provisioned',
    '3 made 2 scale_out for b',
    '4 b in 2 cold',
    '10 ended 2 idle',
    '20 c in 1 warm',
  ])
})

function provision(at: number, containers: number) {
  return { at, change: { kind: 'provision', containers } as const }
}

test('callers do not wait for provisioned containers that only begin, but for others made ahead they do', () => {
  const policy = { proactive: { withScaleOut: 1 } }
  const changes = [provision(4, 1)]
  const lines = told({
    policy,
    version: '1',
    calls: [call(0, 'a', 9), call(3.8, 'b'), call(4.2, 'c')],
    changes,
  })
  expect(lines.slice(2)).toEqual([
    '3.8 made 2 scale_out for b',
    '3.8 made 3 scale_out',
    '4 made 4 provisioned',
    '4.8 b in 2 cold',
    '4.8 c in 3 cold',
  ])
})

test('more are provisioned or fewer; one recycled by age is replaced at once', () => {
  const changes = [provision(5, 2), provision(8, 1), provision(9, 0)]
  expect(told({ policy: {}, version: '1', calls: [], changes })).toEqual([
    '5 made 1 provisioned',
    '5 made 2 provisioned',
    '8 ended 2 reduced',
    '9 ended 1 reduced',
  ])
  const aged = { policy: { provisioned: 1, maxAgeMs: 10_000 }, version: '1', calls: [], until: 21 }
  expect(told(aged)).toEqual([
    '0 made 1 provisioned',
    '10 ended 1 age',
    '10 made 2 provisioned',
    '20 ended 2 age',
    '20 made 3 provisioned',
  ])
})

test('under Managed Instances containers run several at once, evenly, are never frozen, and full ones throttle', () => {
  const policy = { managed: { containers: 2, concurrency: 2 } }
  const calls = ['a', 'b', 'c', 'd', 'e'].map((name) => call(2, name, 4))
  expect(told({ policy, calls: [...calls, call(7, 'f')] }, 'with frost')).toEqual([
    '0 made 1 provisioned',
    '0 made 2 provisioned',
    '2 a in 1 provisioned',
    '2 b in 2 provisioned',
    '2 c in 1 warm',
    '2 d in 2 warm',
    '2 e throttled capacity',
    '7 f in 1 warm',
  ])
})

test('containers made ahead after a deploy meet their first caller as proactive', () => {
  const changes = [{ at: 5, change: { kind: 'deploy' } as const }]
  const lines = told({
    policy: { proactive: { afterDeploy: 2 } },
    calls: [call(0, 'a'), call(9, 'b')],
    changes,
  })
  expect(lines.slice(2)).toEqual([
    '5 ended 1 deploy',
    '5 made 2 deploy',
    '5 made 3 platform_choice',
    '9 b in 3 proactive',
  ])
})

test('the platform may make a new container though one is idle, in the share the policy says', () => {
  const calls = Array.from({ length: 400 }, (_, index) => call(index * 3, `r${index}`))
  const made = told({ policy: { freshShare: 0.1, keepAliveMs: 2000 }, calls: calls.slice(0, 1) })
  expect(made[0]).toBe('0 made 1 first for r0')
  const causes = told({ policy: { freshShare: 0.1, keepAliveMs: 86_400_000 }, calls }).filter((line) =>
    line.includes('made'),
  )
  expect(causes.slice(1).every((line) => line.includes('platform_choice'))).toBe(true)
  expect(causes.length).toBeGreaterThan(20)
  expect(causes.length).toBeLessThan(60)
  expect(told({ policy: { freshShare: 1 }, calls: [call(0, 'a'), call(9, 'b')] })).toContain(
    '9 made 2 platform_choice for b',
  )
})

test('a container that is lost frees the place of its caller, and standing capacity is made anew', () => {
  const one = { policy: { concurrencyLimit: 1 }, calls: [call(0, 'a'), call(2, 'b')], lostInits: [1] }
  expect(told(one)).toEqual([
    '0 made 1 first for a',
    '1 ended 1 failed',
    '2 made 2 unknown for b',
    '3 b in 2 cold',
  ])
  const lost = [{ at: 5, change: { kind: 'lost', container: 1 } as const }]
  const standing = { policy: { provisioned: 1 }, version: '1', calls: [call(8, 'a')], changes: lost }
  expect(told(standing)).toEqual([
    '0 made 1 provisioned',
    '5 ended 1 failed',
    '5 made 2 provisioned',
    '8 a in 2 provisioned',
  ])
})

test('a container whose process died while it was frozen is not thawed, and begins anew', () => {
  const changes = [{ at: 5, change: { kind: 'reset', container: 1 } as const }]
  expect(told({ calls: [call(0, 'a'), call(8, 'b')], changes }, 'with frost').slice(2)).toEqual([
    '2 frozen 1',
    '8 b in 1 reinit',
    '9 frozen 1',
  ])
})

test('a doomed container takes no caller, though it still runs one', () => {
  const policy = { maxAgeMs: 4000, waitingCaller: 'first_free' } as const
  // The first is recycled when its invocation is over, before it could take the caller that waits.
  expect(told({ policy, init: 2, calls: [call(0, 'a', 4), call(5, 'b')] })).toEqual([
    '0 made 1 first for a',
    '2 a in 1 cold',
    '5 made 2 scale_out for b',
    '6 ended 1 age',
    '7 b in 2 cold',
  ])
})

test('who waited is cold, in whichever container', () => {
  const policy = { waitingCaller: 'first_free' } as const
  expect(told({ policy, init: 3, calls: [call(0, 'a', 4), call(5, 'b', 9), call(6, 'c')] })).toEqual([
    '0 made 1 first for a',
    '3 a in 1 cold',
    '5 made 2 scale_out for b',
    '6 made 3 scale_out for c',
    '7 b in 1 warm',
    '8 c in 2 cold',
  ])
})

test.each([
  [1, 10_000],
  [3, 10_000],
  [6, 10_000],
  [7, 1000],
  [12, 1000],
  [1000, 10_000],
])('a rate of %i containers within %i ms allows as many at once', (containers, withinMs) => {
  const calls = Array.from({ length: containers + 3 }, (_, n) => call(0, `r${n}`, 99))
  const lines = told({ policy: { scaleOut: { containers, withinMs }, concurrencyLimit: 5000 }, calls })
  expect(lines.filter((line) => line.includes('made'))).toHaveLength(containers)
  expect(lines.filter((line) => line.includes('throttled'))).toHaveLength(3)
})

test.each([
  [{ managed: { concurrency: 1 }, provisioned: 1 }, 'provisioned of it must be 0 under Managed Instances'],
  [{ managed: { concurrency: 1 }, tenants: true }, 'tenants of it must be false under Managed Instances'],
  [{ managed: { concurrency: 1 }, proactive: { withScaleOut: 1 } }, 'proactive of it must be left out'],
  [{ tenants: true, proactive: { afterDeploy: 1 } }, 'proactive.afterDeploy of it must be 0'],
  [{ tenants: true, provisioned: 1 }, 'provisioned of it must be 0 where containers serve one tenant'],
])('the policy %j contradicts itself and is refused', (policy, message) => {
  expect(() => readPolicy('it', policy)).toThrow(message)
})
