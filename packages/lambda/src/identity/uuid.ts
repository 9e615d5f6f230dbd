import { readFileSync } from '../node-globals.ts'

/** A random UUID. The kernel's, because loading node:crypto costs 8 ms of a cold start. */
export function uuid(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/uuid', 'latin1').trim()
  } catch {
    return fromMath()
  }
}

function fromMath(): string {
  return '10000000-1000-4000-8000-100000000000'.replaceAll(/[018]/g, (digit) => {
    const bits = Math.floor(Math.random() * 16)
    return (digit === '8' ? 8 + (bits % 4) : bits).toString(16)
  })
}
