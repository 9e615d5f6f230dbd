import type { Facet, KnownDifference } from '../style.ts'

// Why wrapped runs differ where they do, in one place for those that several styles share.

export const HELD_BACK =
  'The answer is held back for a post, or the post comes after it: what ends the process meanwhile ends that as well.'

export const LATE_STACK =
  'An error that the runtime makes when it is called after a post has no frame of the function.'

/** The same reason for several facets. */
export function known(
  reason: string,
  facets: readonly Facet[],
  where: Pick<KnownDifference, 'nodes' | 'ways' | 'sometimes'> = {},
): KnownDifference[] {
  return facets.map((facet) => ({ facet, reason, ...where }))
}
