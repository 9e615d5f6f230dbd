import { type OtlpReading, readTraces } from '@thermocline/otlp'
import { ThermoclineError } from '@thermocline/wire'
import type { Importer } from '../importers.ts'
import type { UnparsedExample } from '../unparsed.ts'

/** OTLP/JSON, a request a line, as the file exporter of OpenTelemetry's Collector writes it. */
export const otlpLines: Importer = {
  name: 'otlp-json',
  sniff: (text) => /^\ufeff?\s*\{\s*"resourceSpans"\s*:/.test(text),
  parse(text) {
    const spans: OtlpReading[] = []
    const broken: UnparsedExample[] = []
    text.split('\n').forEach((line, index) => {
      if (line.trim() === '') return
      const read = readLine(line)
      if (typeof read === 'string') broken.push({ place: `line ${index + 1}`, message: line, reason: read })
      else spans.push(read)
    })
    return { events: [], broken, spans }
  },
}

/** What a line says, or why it says nothing. */
function readLine(line: string): OtlpReading | string {
  try {
    return readTraces(Buffer.from(line), { contentType: 'application/json' })
  } catch (error) {
    if (error instanceof ThermoclineError) return error.message
    throw error
  }
}
