import { UNKNOWN_FUNCTION, type FunctionIdentity } from '@thermocline/wire'

/**
 * The identity that knows more: any name beats `unknown`, then more fields beat fewer, then the text decides.
 * A maximum of one total order, so that arrival order cannot matter.
 */
export function betterIdentity(a: FunctionIdentity, b: FunctionIdentity): FunctionIdentity {
  const difference = known(a) - known(b)
  if (difference !== 0) return difference > 0 ? a : b
  return text(a) >= text(b) ? a : b
}

export function sameIdentity(a: FunctionIdentity, b: FunctionIdentity): boolean {
  return a.name === b.name && a.account === b.account && a.region === b.region
}

/** The identity without fields that hold null. */
export function toIdentity(name: string, account: string | null, region: string | null): FunctionIdentity {
  return { name, ...(account !== null && { account }), ...(region !== null && { region }) }
}

function known(identity: FunctionIdentity): number {
  const named = identity.name === UNKNOWN_FUNCTION ? 0 : 4
  return named + (identity.account === undefined ? 0 : 1) + (identity.region === undefined ? 0 : 1)
}

function text(identity: FunctionIdentity): string {
  return `${identity.name}\n${identity.account ?? ''}\n${identity.region ?? ''}`
}
