import type { LabFunction } from '../settings/function.ts'
import { readFields } from './body.ts'
import type { FieldReaders } from './body.ts'
import { json } from './call.ts'
import type { ApiReply, Call, DrivenLab, Surroundings } from './call.ts'
import { Refusal } from './error.ts'
import { findFunction, qualifierOf } from './target.ts'

/** PutProvisionedConcurrencyConfig. */
export function putProvisioned({ lab }: Surroundings, call: Call): ApiReply {
  const fn = findQualified(lab, call)
  const [wanted] = readFields(call.body, FIELDS)
  if (wanted === undefined)
    throw new Refusal('InvalidParameterValueException', 'ProvisionedConcurrentExecutions must be given')
  lab.provision(fn.name, wanted)
  return json(202, stateOf(lab, fn.name))
}

/** GetProvisionedConcurrencyConfig, and the list of all there is with `List=ALL`. */
export function getProvisioned({ lab }: Surroundings, call: Call): ApiReply {
  if (call.query.get('List') === 'ALL') return listProvisioned(lab, findFunction(lab, call))
  const { name, policy } = findQualified(lab, call)
  if (policy.provisioned > 0) return json(200, stateOf(lab, name))
  throw new Refusal(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
  )
}

/** DeleteProvisionedConcurrencyConfig. */
export function deleteProvisioned({ lab }: Surroundings, call: Call): ApiReply {
  lab.provision(findQualified(lab, call).name, 0)
  return { status: 204 }
}

/** As on AWS it belongs to a published version, which the caller names. */
function findQualified(lab: DrivenLab, call: Call): LabFunction {
  const fn = findFunction(lab, call)
  if (qualifierOf(call) === undefined)
    throw new Refusal(
      'InvalidParameterValueException',
      `Qualifier must be the version of ${fn.name}, got none`,
    )
  if (fn.version !== '$LATEST') return fn
  throw new Refusal(
    'InvalidParameterValueException',
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  )
}

function listProvisioned(lab: DrivenLab, { name, arn, version, policy }: LabFunction): ApiReply {
  const all = policy.provisioned > 0 ? [{ FunctionArn: `${arn}:${version}`, ...stateOf(lab, name) }] : []
  return json(200, { ProvisionedConcurrencyConfigs: all })
}

function stateOf(lab: DrivenLab, name: string): Readonly<Record<string, unknown>> {
  const requested = lab.describe(name).policy.provisioned
  const ready = lab
    .containers()
    .filter(
      ({ functionName, initType, initMs, state }) =>
        functionName === name &&
        initType === 'provisioned-concurrency' &&
        initMs !== null &&
        state !== 'ended',
    ).length
  const allocated = Math.min(ready, requested)
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: allocated,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: allocated === requested ? 'READY' : 'IN_PROGRESS',
  }
}

const FIELDS: FieldReaders<number> = {
  ProvisionedConcurrentExecutions: {
    wanted: 'a whole number of 1 or more',
    read: (value) => (Number.isInteger(value) && Number(value) >= 1 ? Number(value) : undefined),
  },
}
