import type { LabFunction } from '../settings/function.ts'
import { isTenantId, TENANT_ID } from '../settings/tenant.ts'
import { headerOf } from './call.ts'
import type { Call } from './call.ts'
import { Refusal } from './error.ts'

// What a caller sends along with a name.

/** The event; `undefined`, which the lab makes `{}`, where nothing was sent. */
export function readEvent(body: Buffer): unknown {
  if (body.length === 0) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    const what = 'Could not parse request body into json: Could not parse payload into json'
    throw new Refusal('InvalidRequestContentException', `${what}: ${(error as Error).message}`)
  }
}

/** The tenant, which a function that keeps tenants apart needs and no other takes. */
export function readTenant({ name, policy }: LabFunction, call: Call): { readonly tenant?: string } {
  const tenant = headerOf(call, 'x-amz-tenant-id')
  if (tenant === undefined && !policy.tenants) return {}
  if (tenant === undefined)
    throw new Refusal(
      'InvalidParameterValueException',
      `${name} keeps tenants apart: say for which one with TenantId (X-Amz-Tenant-Id)`,
    )
  if (!policy.tenants)
    throw new Refusal(
      'InvalidParameterValueException',
      `${name} does not keep tenants apart: leave TenantId out`,
    )
  if (!isTenantId(tenant))
    throw new Refusal(
      'InvalidParameterValueException',
      `TenantId must be ${TENANT_ID}, got ${JSON.stringify(tenant)}`,
    )
  return { tenant }
}

const MOST_CONTEXT_BYTES = 3583

/** The client context, as JSON that fits into a header: it reaches the runtime in one. */
export function readClientContext(call: Call): { readonly clientContext?: string } {
  const encoded = headerOf(call, 'x-amz-client-context')
  if (encoded === undefined) return {}
  if (encoded.length > MOST_CONTEXT_BYTES)
    throw new Refusal(
      'InvalidRequestContentException',
      `Client context must be at most ${MOST_CONTEXT_BYTES} bytes, got ${encoded.length}`,
    )
  const context = parse(Buffer.from(encoded, 'base64').toString('utf8'))
  if (typeof context !== 'object' || context === null)
    throw new Refusal(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    )
  return { clientContext: asciiJson(context) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
