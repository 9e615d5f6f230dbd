import type { Cause } from '@thermocline/wire'
import type { InitType } from './decision.ts'
import type { Pool } from './pool.ts'

/** What is known when a container is about to be made, beyond its pool. */
export interface Occasion {
  readonly initType: InitType
  /** Containers of the function so far. */
  readonly made: number
  /** Whether any of this revision was made before. */
  readonly revisionIsNew: boolean
  /** What made the revision. */
  readonly revisionBy: 'deploy' | 'config'
  /** Whether this tenant had a container before, of whatever revision. */
  readonly tenantIsNew: boolean
}

/** Why a container is made: the truth, since the scheduler need not infer. */
export function whyMade(pool: Pool, occasion: Occasion): Cause {
  if (occasion.initType !== 'on-demand') return 'provisioned'
  if (occasion.made === 0) return 'first'
  if (occasion.revisionIsNew) return occasion.revisionBy
  if (pool.members.size > 0) return isScaleOut(pool) ? 'scale_out' : 'platform_choice'
  if (pool.lastEnd === 'idle') return 'idle_expiry'
  if (pool.lastEnd === 'age') return 'recycled'
  // Never one in this pool: a tenant's first, or the first this tenant needs since the revision changed.
  if (pool.lastEnd === null) return occasion.tenantIsNew ? 'first' : occasion.revisionBy
  return 'unknown'
}

/** Somebody is busy, and nobody is free or about to be. */
function isScaleOut(pool: Pool): boolean {
  if (pool.hasFree() || pool.unclaimed.size > 0) return false
  return [...pool.members].some(({ running, waiting }) => running > 0 || waiting !== null)
}
