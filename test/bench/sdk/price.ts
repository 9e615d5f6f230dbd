// Prices of us-east-1 as AWS listed them on 2026-11-26, in US dollars.

interface Price {
  readonly name: string
  readonly usd: number
  readonly per: number
}

const GIGABYTE = 1_000_000_000
const LOG_INGESTION: Price = { name: 'CloudWatch Logs, standard class, ingestion', usd: 0.5, per: GIGABYTE }
const REQUEST: Price = { name: 'Lambda requests', usd: 0.2, per: 1_000_000 }
/** CloudWatch adds this to each event before it counts. */
const BYTES_PER_EVENT = 26

export interface LogPrice {
  /** With what CloudWatch adds. */
  readonly bytes: number
  /** Of a million invocations. */
  readonly usdPerMillion: number
  /** Beside what Lambda takes for the requests themselves. */
  readonly ofRequests: number
}

/** What logging this much at each invocation costs. */
export function logPrice(bytesPerInvocation: number): LogPrice {
  const bytes = bytesPerInvocation + BYTES_PER_EVENT
  const usdPerMillion = (bytes * 1_000_000 * LOG_INGESTION.usd) / LOG_INGESTION.per
  return { bytes, usdPerMillion, ofRequests: usdPerMillion / ((REQUEST.usd / REQUEST.per) * 1_000_000) }
}

export const PRICE_LIST: readonly string[] = [LOG_INGESTION, REQUEST].map(
  ({ name, usd, per }) => `${name}: $${usd.toFixed(2)} per ${per === GIGABYTE ? 'GB' : 'million'}`,
)
