import type { SpanContext } from '@opentelemetry/api'
import { w3cContext } from './w3c.ts'

/**
 * What an X-Ray header says; undefined where it names no span, as a load balancer's, which has the root alone. Sampled
 * by its own word only: `Sampled=0` is also what Lambda writes where X-Ray is not used at all.
 */
export function xrayContext(header: string | undefined): SpanContext | undefined {
  if (header === undefined) return undefined
  // Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1, in any order and among others.
  const root = after(header, 'Root=1-')
  const flags = after(header, 'Sampled=') === '1' ? '01' : '00'
  return w3cContext(`00-${root.slice(0, 8)}${root.slice(9)}-${after(header, 'Parent=')}-${flags}`)
}

/** What stands between a name and the next semicolon; empty where the name does not occur. */
function after(header: string, name: string): string {
  const start = header.indexOf(name)
  if (start < 0) return ''
  const end = header.indexOf(';', start)
  return header.slice(start + name.length, end < 0 ? undefined : end)
}
