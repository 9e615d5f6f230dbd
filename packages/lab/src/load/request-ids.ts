import { digest, streamOf } from './streams.ts'

/**
 * Request ids of one function, of the form Lambda's have: the same for the same seed. Each has its number in it, as
 * random digits alone would repeat themselves among millions.
 */
export function openRequestIds(seed: number, functionName: string): () => string {
  const owner = digits(digest(`requests/${seed}/${functionName}`), 8)
  const random = streamOf(seed, `requests/${functionName}`)
  let count = 0
  return () => {
    const noise = digits(random() * 2 ** 32, 8)
    const variant = '89ab'[Math.floor(random() * 4)]!
    const rest = digits(random() * 2 ** 24, 6)
    count += 1
    return `${owner}-${noise.slice(0, 4)}-4${noise.slice(4, 7)}-${variant}${rest.slice(0, 3)}-${digits(count, 12)}`
  }
}

function digits(value: number, count: number): string {
  return Math.floor(value).toString(16).padStart(count, '0')
}
