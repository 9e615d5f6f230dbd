export { IMPORTERS, type Importer, type LogEvent, type ParsedLog, type TextFacts } from './importers.ts'
export { type LogOptions, type LogReading, readLogs } from './read.ts'
export type { Unparsed, UnparsedExample } from './unparsed.ts'
