import type { Inserted } from '@thermocline/store'
import type { LogReading } from '@thermocline/logs'

/** What was read from a file and what of it was new, in lines. */
export function importSummary(file: string, reading: LogReading, inserted: Inserted): string {
  const { events, format, invocations, spanLines, appLines, unparsed, notes } = reading
  const lines = [
    `${file}: ${counted(events, 'event')} (${format})`,
    `  ${counted(invocations, 'invocation')}, ${inserted.invocations.stored} new`,
    `  ${counted(reading.intake.spans.length, 'span')} in ${counted(spanLines, 'line')}, ${inserted.spans.stored} new`,
    `  ${counted(appLines, 'line')} written by the application`,
    ...notes.map(({ count, reason }) => `  note, ${count} times: ${reason}`),
  ]
  if (unparsed.count === 0) return lines.join('\n')
  const shown = unparsed.examples.length < unparsed.count ? ', the first of them' : ''
  lines.push(`  ${counted(unparsed.count, 'event')} could not be read${shown}:`)
  for (const { place, message, reason } of unparsed.examples) {
    lines.push(`    ${place}: ${reason}`, `      ${JSON.stringify(message)}`)
  }
  return lines.join('\n')
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
