/** What the ARN that the caller used tells. */
export interface FunctionArn {
  readonly account: string
  readonly region: string
  /** The ARN with no alias, and with the version where it is published. */
  readonly resourceId: string
}

const ARN = /^(arn:[\w-]+:lambda:([\w-]+):(\d+):function:[\w-]+)(?::[\w$-]+)?$/

/** Undefined for anything that is no function's ARN. */
export function readFunctionArn(arn: unknown, version: string | undefined): FunctionArn | undefined {
  const match = typeof arn === 'string' ? ARN.exec(arn) : null
  if (!match) return undefined
  const [, bare = '', region = '', account = ''] = match
  const published = version !== undefined && /^\d+$/.test(version)
  return { account, region, resourceId: published ? `${bare}:${version}` : bare }
}
