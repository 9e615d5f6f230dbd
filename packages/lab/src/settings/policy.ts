import { badSetting, ms } from '@thermocline/wire'
import type { Ms } from '@thermocline/wire'

// How one function's containers are made, chosen and ended: data, so that the live and the simulated Lambda obey the
// same rules, and a what-if is another value.

export interface Policy {
  /** An idle container is used again up to this long after its last invocation ended, and is gone afterwards. */
  readonly keepAlive: Ms
  /** A container older than this takes nothing more: it ends at once when idle, else after its invocation. */
  readonly maxAge: Ms
  /** Invocations under way at once, those that wait for an init included; more are throttled. */
  readonly concurrencyLimit: number
  /** Containers that callers may cause; refilled continuously up to `containers`, beyond which callers are throttled. */
  readonly scaleOut: { readonly containers: number; readonly within: Ms }
  /** Which of several idle containers is taken. */
  readonly pick: 'most_recent' | 'least_recent'
  /** `first_free`: whoever waits for an init takes a container that becomes free before; the new one serves a later caller. */
  readonly waitingCaller: 'bound' | 'first_free'
  /** Containers kept ready at all times; callers beyond them get others. */
  readonly provisioned: number
  /** Containers made ahead of any caller: after a deploy, and with each one a caller waits for. */
  readonly proactive: { readonly afterDeploy: number; readonly withScaleOut: number }
  /** The share of callers that get a new container although an idle one exists: the platform's own choice. */
  readonly freshShare: number
  /** A container serves one tenant only. */
  readonly tenants: boolean
  /** Managed Instances: so many containers stand, each runs so many invocations at once, and none is ever frozen. */
  readonly managed: { readonly containers: number; readonly concurrency: number } | null
}

export const DEFAULT_POLICY: Policy = Object.freeze({
  keepAlive: ms(300_000),
  maxAge: ms(7_200_000),
  concurrencyLimit: 1000,
  // AWS: 1,000 containers in ten seconds for each function, refilled continuously, never more than that in hand.
  scaleOut: { containers: 1000, within: ms(10_000) },
  pick: 'most_recent',
  waitingCaller: 'bound',
  provisioned: 0,
  proactive: { afterDeploy: 0, withScaleOut: 0 },
  freshShare: 0,
  tenants: false,
  managed: null,
})

/** A policy as its user writes it, in milliseconds; what is left out is as on AWS, as far as that is known. */
export interface PolicyDescription {
  /** Default 300,000; 0 to 86,400,000. */
  readonly keepAliveMs?: number
  /** Default 7,200,000; 1,000 and more. */
  readonly maxAgeMs?: number
  /** Default 1,000. */
  readonly concurrencyLimit?: number
  /** Default 1,000 containers within 10,000 ms. */
  readonly scaleOut?: { readonly containers: number; readonly withinMs: number }
  /** Default `most_recent`. */
  readonly pick?: Policy['pick']
  /** Default `bound`. */
  readonly waitingCaller?: Policy['waitingCaller']
  /** Default 0. */
  readonly provisioned?: number
  /** Default none. */
  readonly proactive?: { readonly afterDeploy?: number; readonly withScaleOut?: number }
  /** Default 0; up to 1. */
  readonly freshShare?: number
  /** Default false. */
  readonly tenants?: boolean
  /** Default: no Managed Instances. */
  readonly managed?: { readonly containers?: number; readonly concurrency: number }
}

/** What of a function's description is its policy. */
export const POLICY_FIELDS: readonly (keyof PolicyDescription)[] = [
  'keepAliveMs',
  'maxAgeMs',
  'concurrencyLimit',
  'scaleOut',
  'pick',
  'waitingCaller',
  'provisioned',
  'proactive',
  'freshShare',
  'tenants',
  'managed',
]

/** The policy described; throws `bad_setting` naming the first field that is wrong, as `<field> of <owner>`. */
export function readPolicy(owner: string, description: PolicyDescription): Policy {
  const whole = (field: string, value: number | undefined, fallback: number, least: number, most = MOST) => {
    const got = value ?? fallback
    if (Number.isInteger(got) && got >= least && got <= most) return got
    throw badSetting(`${field} of ${owner}`, `a whole number from ${least} to ${most}`, got)
  }
  const oneOf = <T extends string>(field: string, value: T | undefined, choices: readonly [T, ...T[]]): T => {
    if (value === undefined) return choices[0]
    if (choices.includes(value)) return value
    throw badSetting(`${field} of ${owner}`, choices.join(' or '), value)
  }
  const { scaleOut, proactive, managed, freshShare = 0, tenants = false } = description
  if (typeof freshShare !== 'number' || !(freshShare >= 0 && freshShare <= 1))
    throw badSetting(`freshShare of ${owner}`, 'a number from 0 to 1', freshShare)
  if (typeof tenants !== 'boolean') throw badSetting(`tenants of ${owner}`, 'true or false', tenants)

  const policy: Policy = Object.freeze({
    keepAlive: ms(whole('keepAliveMs', description.keepAliveMs, 300_000, 0, DAY_MS)),
    maxAge: ms(whole('maxAgeMs', description.maxAgeMs, 7_200_000, 1000)),
    concurrencyLimit: whole('concurrencyLimit', description.concurrencyLimit, 1000, 1),
    scaleOut: {
      containers: whole('scaleOut.containers', scaleOut?.containers, 1000, 1),
      within: ms(whole('scaleOut.withinMs', scaleOut?.withinMs, 10_000, 1)),
    },
    pick: oneOf('pick', description.pick, ['most_recent', 'least_recent']),
    waitingCaller: oneOf('waitingCaller', description.waitingCaller, ['bound', 'first_free']),
    provisioned: whole('provisioned', description.provisioned, 0, 0, MOST_STANDING),
    proactive: {
      afterDeploy: whole('proactive.afterDeploy', proactive?.afterDeploy, 0, 0, MOST_STANDING),
      withScaleOut: whole('proactive.withScaleOut', proactive?.withScaleOut, 0, 0, MOST_STANDING),
    },
    freshShare,
    tenants,
    managed:
      managed === undefined
        ? null
        : {
            containers: whole('managed.containers', managed.containers, 1, 1, MOST_STANDING),
            concurrency: whole('managed.concurrency', managed.concurrency, 64, 1, 1600),
          },
  })
  refuseContradictions(owner, policy)
  return policy
}

const DAY_MS = 86_400_000
const MOST = Number.MAX_SAFE_INTEGER
const MOST_STANDING = 10_000

// What AWS refuses too.
function refuseContradictions(owner: string, policy: Policy): void {
  const { managed, provisioned, tenants, proactive } = policy
  const ahead = Math.max(proactive.afterDeploy, proactive.withScaleOut)
  if (managed !== null && ahead > 0)
    throw badSetting(`proactive of ${owner}`, 'left out under Managed Instances, which stand', ahead)
  if (tenants && proactive.afterDeploy > 0)
    throw badSetting(
      `proactive.afterDeploy of ${owner}`,
      '0 where containers serve one tenant each, who is not known yet',
      proactive.afterDeploy,
    )
  if (managed !== null && provisioned > 0)
    throw badSetting(`provisioned of ${owner}`, '0 under Managed Instances', provisioned)
  if (managed !== null && tenants)
    throw badSetting(`tenants of ${owner}`, 'false under Managed Instances', tenants)
  if (provisioned > 0 && tenants)
    throw badSetting(`provisioned of ${owner}`, '0 where containers serve one tenant each', provisioned)
}
