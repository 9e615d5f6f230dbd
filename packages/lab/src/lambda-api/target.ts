import type { LabFunction } from '../settings/function.ts'
import type { Call, DrivenLab } from './call.ts'
import { Refusal } from './error.ts'

// What a caller means by a name, an ARN, and a qualifier in either place.

/**
 * The function meant, which has one version at a time: without a qualifier the one that runs, and else that very one.
 * Throws `ResourceNotFoundException` for another, `InvalidParameterValueException` for what is no name at all.
 */
export function findFunction(lab: DrivenLab, call: Call): LabFunction {
  const { name, region, account, qualifier } = readReference(call)
  if (!lab.functions().includes(name)) throw notFound(lab, name, qualifier)
  const fn = lab.describe(name)
  const isHere = (region ?? fn.region) === fn.region && (account ?? fn.account) === fn.account
  if (!isHere || (qualifier ?? fn.version) !== fn.version) throw notFound(lab, name, qualifier)
  return fn
}

/** The version or alias the caller asks for, in whichever place. */
export function qualifierOf(call: Call): string | undefined {
  return readReference(call).qualifier
}

interface Reference {
  readonly name: string
  readonly region: string | undefined
  readonly account: string | undefined
  readonly qualifier: string | undefined
}

const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]{1,128}))?$/

/** The name, and what else was said of it. */
function readReference({ reference, query }: Call): Reference {
  const [, region, account, name, inName] = REFERENCE.exec(reference) ?? []
  if (name === undefined)
    throw new Refusal(
      'InvalidParameterValueException',
      `FunctionName must be a function's name or ARN, got ${JSON.stringify(reference)}`,
    )
  const asked = query.get('Qualifier') ?? undefined
  if (asked !== undefined && inName !== undefined && asked !== inName)
    throw new Refusal(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    )
  return { name, region, account, qualifier: asked ?? inName }
}

function notFound(lab: DrivenLab, name: string, qualifier: string | undefined): Refusal {
  const [any] = lab.functions()
  const { region, account } =
    any === undefined ? { region: 'us-east-1', account: '123456789012' } : lab.describe(any)
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`
  const version = qualifier === undefined ? '' : `:${qualifier}`
  return new Refusal('ResourceNotFoundException', `Function not found: ${arn}${version}`)
}
