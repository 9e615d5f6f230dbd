/**
 * 16 hexadecimal digits: two lanes of 32-bit FNV-1a. It hides nothing and guards nothing, it tells whether two texts
 * are the same. Loading node:crypto would cost 8 ms of a cold start, and arithmetic of 64 bits 0.4 µs a byte.
 */
export function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x050c5d1f]
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x01000197)
  }
  return hex(a) + hex(b)
}

/**
 * Four UTF-16 units by the same arithmetic, for what never leaves the process and is asked for at each invocation: to
 * write digits takes longer than to count them. `seed`: a whole number of 32 bits.
 */
export function seededDigest(text: string, seed: number): string {
  let a = 0x811c9dc5 ^ seed
  let b = 0x050c5d1f ^ seed
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x01000197)
  }
  return String.fromCharCode(a >>> 16, a & 0xffff, b >>> 16, b & 0xffff)
}

function hex(lane: number): string {
  // The digit in front keeps the zeros behind it.
  return (2 ** 32 + (lane >>> 0)).toString(16).slice(1)
}
