import type { Cause, InvocationRow } from '@thermocline/wire'
import { seeded } from '@thermocline/testkit/random'
import { cold, row } from './build.ts'

/** A day of a function on a made-up platform that says why it made each container. */
export interface SimulatedDay {
  readonly rows: readonly InvocationRow[]
  /** By container: why it was made. */
  readonly truth: ReadonlyMap<string, Cause>
}

interface Simulated {
  readonly name: string
  readonly version: string
  freeAt: number
}

const INIT_S = 0.4

/** Most recently used first; a container idle for more than `keepAlive` seconds is gone; a deploy at noon. */
export function simulatedDay(
  seed: number,
  { keepAlive, meanGap }: { keepAlive: number; meanGap: number },
): SimulatedDay {
  const random = seeded(seed)
  const rows: InvocationRow[] = []
  const truth = new Map<string, Cause>()
  let containers: Simulated[] = []
  const versions = new Set<string>()
  for (let now = 0; now < 86_400; now += -Math.log(1 - random()) * meanGap * (random() < 0.5 ? 0.02 : 2)) {
    const version = now < 43_200 ? '1' : '2'
    const lasts = 0.05 + random() * 4
    const alive = containers.filter((each) => each.version === version && now - each.freeAt <= keepAlive)
    const free = alive.filter((each) => each.freeAt <= now).toSorted((a, b) => b.freeAt - a.freeAt)[0]
    if (free === undefined) {
      const name = `c${truth.size}`
      truth.set(name, causeOf(versions, version, alive.length))
      versions.add(version)
      containers = [...alive, { name, version, freeAt: now + INIT_S + lasts }]
      rows.push(row(name, now + INIT_S, lasts, { ...cold(INIT_S), version }))
    } else {
      free.freeAt = now + lasts
      rows.push(row(free.name, now, lasts, { version }))
    }
  }
  return { rows, truth }
}

function causeOf(versions: ReadonlySet<string>, version: string, alive: number): Cause {
  if (versions.size === 0) return 'first'
  if (!versions.has(version)) return 'deploy'
  return alive === 0 ? 'idle_expiry' : 'scale_out'
}
