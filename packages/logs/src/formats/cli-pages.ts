import type { Importer } from '../importers.ts'
import { beginsWith, readDocuments, readEntries, wantedStream } from './entries.ts'

const NAMES_STREAMS = /"(?:logStreamName|searchedLogStreams)"\s*:/

/** What `aws logs filter-log-events` prints: `{events: [{logStreamName, timestamp, message, ...}], ...}`. */
export const filterLogEvents: Importer = {
  name: 'filter-log-events',
  sniff: (text) =>
    beginsWith(text, /"(?:events|searchedLogStreams)"\s*:\s*\[/) && beginsWith(text, NAMES_STREAMS),
  parse: (text) => readDocuments(text, (page, prefix, parsed) => readEntries(page, 'events', prefix, parsed)),
}

/** What `aws logs get-log-events` prints: `{events: [{timestamp, message, ...}], nextForwardToken, ...}`. */
export const getLogEvents: Importer = {
  name: 'get-log-events',
  sniff: (text) => beginsWith(text, /"events"\s*:\s*\[/),
  parse(text, facts) {
    const stream = wantedStream(facts, 'get-log-events')
    return readDocuments(text, (page, prefix, parsed) =>
      readEntries(page, 'events', prefix, parsed, { stream }),
    )
  },
}
