export type { Analyzer } from './analyzer.ts'
export { openAnalyzer } from './open.ts'
