import type { LogLine } from '../live/log.ts'

const MOST_BYTES = 4096

/** The last 4 KB of what an invocation has in its log stream, in base64: from the first line that names it to the last. */
export function tailOf(lines: readonly LogLine[], requestId: string): string {
  const names = ({ text }: LogLine): boolean => text.includes(requestId)
  const [first, last] = [lines.findIndex(names), lines.findLastIndex(names)]
  const own = first === -1 ? [] : lines.slice(first, last + 1)
  return Buffer.from(own.map(({ text }) => `${text}\n`).join(''))
    .subarray(-MOST_BYTES)
    .toString('base64')
}
