import type { Importer } from '../importers.ts'
import { beginsWith, fieldsOf, readDocuments, readEntries } from './entries.ts'

/**
 * Updates of a Live Tail session as the AWS SDK gives them: `{sessionUpdate: {sessionResults: [{logStreamName,
 * logGroupIdentifier, timestamp, message}]}}`. What the session was started with says nothing of a log.
 */
export const liveTail: Importer = {
  name: 'live-tail',
  sniff: (text) => beginsWith(text, /"sessionUpdate"|"sessionResults"|"sessionStart"/),
  parse: (text) =>
    readDocuments(text, (document, prefix, parsed) => {
      const { sessionUpdate = document, sessionStart } = fieldsOf(document)
      if (sessionStart !== undefined) return
      const read = { events: [] as typeof parsed.events, broken: parsed.broken }
      readEntries(sessionUpdate, 'sessionResults', prefix, read)
      const results = fieldsOf(sessionUpdate)['sessionResults'] as readonly unknown[]
      for (const event of read.events) parsed.events.push({ ...event, ...ofGroup(results, event.place) })
    }),
}

/** `123456789012:/aws/lambda/orders`, or an ARN that ends so. */
function ofGroup(results: readonly unknown[], place: string): { logGroup?: string; account?: string } {
  const index = Number(/\[(\d+)\]$/.exec(place)?.[1])
  const identifier = fieldsOf(results[index])['logGroupIdentifier']
  const match = /(?:^|:)(\d{12}):(?:log-group:)?([^:*]+)/.exec(
    typeof identifier === 'string' ? identifier : '',
  )
  if (match === null) return {}
  const [, account = '', logGroup = ''] = match
  return { account, logGroup }
}
