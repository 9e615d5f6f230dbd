import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ThermoclineError } from '@thermocline/wire'
import type { FunctionDescription } from './settings/function.ts'

// The functions of the demo. See samples/README.md for what each one shows.

/** Kept short so that containers are seen to expire while one watches. */
export const SAMPLE_KEEP_ALIVE_MS = 20_000

export const SAMPLE_FUNCTIONS: readonly FunctionDescription[] = [
  describe('orders-api', { memoryMb: 256, env: { CURRENCY: 'EUR', FREE_SHIPPING_FROM: '5000' } }),
  describe('mail-queue', { memoryMb: 256, timeoutMs: 30_000 }),
  describe('report-stream', { memoryMb: 256, timeoutMs: 15_000 }),
  describe('pdf-render', { memoryMb: 1024, timeoutMs: 10_000 }),
]

/** Throws `lab_failed` while the SDK that the samples import is not built: each of them would fail its init. */
export function checkSamples(sdk: URL = new URL(import.meta.resolve('@thermocline/lambda'))): void {
  if (existsSync(sdk)) return
  const message = `the sample functions need the built SDK, and there is no ${fileURLToPath(sdk)}: run npm run build`
  throw new ThermoclineError('lab_failed', message)
}

function describe(name: string, more: Omit<Partial<FunctionDescription>, 'name'>): FunctionDescription {
  const folder = fileURLToPath(new URL(`../samples/${name}`, import.meta.url))
  return { name, folder, handler: 'index.handler', keepAliveMs: SAMPLE_KEEP_ALIVE_MS, ...more }
}
