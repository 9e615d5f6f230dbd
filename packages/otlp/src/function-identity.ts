import type { FunctionIdentity, SpanRow } from '@thermocline/wire'
import { key, UNKNOWN_FUNCTION } from '@thermocline/wire'
import { defined, textIn } from './attribute.ts'
import { parseLogStreamName } from './log-stream-name.ts'

/** What a source may say of a function. */
export interface FunctionFacts {
  readonly name?: string
  readonly account?: string
  readonly region?: string
  /** A version's number or $LATEST; an alias is not a version. */
  readonly version?: string
}

const ARN = /^arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):function:([\w.-]+)(?::([\w$-]+))?$/

/** What a function's ARN says; nothing when it is none. */
function parseArn(arn: string | undefined): FunctionFacts {
  const match = ARN.exec(arn ?? '')
  if (match === null) return {}
  const [, region = '', account = '', name = '', qualifier] = match
  return { name, account, region, ...(isVersion(qualifier) ? { version: qualifier } : {}) }
}

// A copy of a Lambda@Edge function logs into `/aws/lambda/us-east-1.<name>`, in whatever region it runs.
const LOG_GROUP = /^\/aws\/lambda\/(us-east-1\.)?([\w.-]+)$/

/** The function whose default log group this is; nothing for a custom group. */
export function functionOfLogGroup(logGroup: string | undefined): FunctionFacts {
  const name = LOG_GROUP.exec(logGroup ?? '')?.[2]
  return name === undefined ? {} : { name }
}

/** Everything a span tells of its function: its resource, the ARN it was invoked by, its log stream. */
export function functionOfSpan(
  { resource, attributes }: SpanRow,
  container: string | undefined,
): FunctionFacts {
  const stream = parseLogStreamName(container ?? '')
  const said = defined({
    name: textIn(resource, key.FAAS_NAME),
    version: textIn(resource, key.FAAS_VERSION) ?? stream?.version,
    account: textIn(resource, key.CLOUD_ACCOUNT_ID) ?? textIn(attributes, key.CLOUD_ACCOUNT_ID),
    region: textIn(resource, key.CLOUD_REGION) ?? textIn(attributes, key.CLOUD_REGION),
  })
  // Whole in every first request of a process; ARNs are parsed for the others only.
  if (said.name && said.version && said.account && said.region) return said
  const arns = [
    textIn(attributes, key.INVOKED_ARN),
    textIn(attributes, key.CLOUD_RESOURCE_ID),
    textIn(resource, key.CLOUD_RESOURCE_ID),
    // The name of cloud.resource_id before semantic conventions 1.19.
    textIn(attributes, 'faas.id') ?? textIn(resource, 'faas.id'),
  ]
  return firstKnown([said, ...arns.map(parseArn), defined({ name: stream?.functionName })])
}

/** The facts as an identity, under the name of the unknown where nobody said one. */
export function identityOf({ name, account, region }: FunctionFacts): FunctionIdentity {
  return { name: name ?? UNKNOWN_FUNCTION, ...defined({ account, region }) }
}

/** Each fact from the first source that knows it. */
export function firstKnown(sources: readonly FunctionFacts[]): FunctionFacts {
  return Object.assign({}, ...sources.toReversed()) as FunctionFacts
}

function isVersion(qualifier: string | undefined): qualifier is string {
  return qualifier !== undefined && /^(\d+|\$LATEST)$/.test(qualifier)
}
