import { functionKey, type FunctionIdentity } from '@thermocline/wire'

/**
 * Gives the identity each of these functions is to be counted under: an identity without account or region joins
 * the one fuller identity of its name that agrees with it, and stays by itself when there are several.
 */
export function functionResolver(
  identities: Iterable<FunctionIdentity>,
): (identity: FunctionIdentity) => FunctionIdentity {
  const byName = new Map<string, Map<string, FunctionIdentity>>()
  for (const identity of identities) {
    const named = byName.get(identity.name) ?? new Map<string, FunctionIdentity>()
    byName.set(identity.name, named.set(functionKey(identity), identity))
  }
  const resolved = new Map<string, FunctionIdentity>()
  for (const named of byName.values())
    for (const [key, identity] of named) resolved.set(key, fullest(identity, [...named.values()]))
  return (identity) => resolved.get(functionKey(identity)) ?? identity
}

/** By name, account, region. */
export function byIdentity(a: FunctionIdentity, b: FunctionIdentity): number {
  return (
    byText(a.name, b.name) ||
    byText(a.account ?? '', b.account ?? '') ||
    byText(a.region ?? '', b.region ?? '')
  )
}

function fullest(identity: FunctionIdentity, named: readonly FunctionIdentity[]): FunctionIdentity {
  const fuller = named.filter((other) => agrees(identity, other) && size(other) > size(identity))
  // What is fuller still does not make the choice ambiguous: name < name + region < name + account + region.
  const ends = fuller.filter((one) => !fuller.some((other) => agrees(one, other) && size(other) > size(one)))
  return ends.length === 1 ? ends[0]! : identity
}

function agrees(partial: FunctionIdentity, whole: FunctionIdentity): boolean {
  return (
    (partial.account === undefined || partial.account === whole.account) &&
    (partial.region === undefined || partial.region === whole.region)
  )
}

function size({ account, region }: FunctionIdentity): number {
  return (account === undefined ? 0 : 1) + (region === undefined ? 0 : 1)
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
