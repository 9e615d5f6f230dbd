import { afterEach } from 'vitest'
import type { Intake } from '@thermocline/wire'
import { openAnalyzer, type Analyzer } from '../src/index.ts'
import { temporaryFolder } from '@thermocline/testkit/folder'

/** Gives analyzers over new folders that hold the intakes, and closes them after each test. */
export function analyzers(): (intakes?: readonly Intake[], owner?: 'user' | 'lab') => Analyzer {
  const open: Analyzer[] = []
  afterEach(() => {
    for (const analyzer of open.splice(0)) analyzer.close()
  })
  return (intakes = [], owner = 'user') => {
    const analyzer = openAnalyzer({ folder: temporaryFolder(), owner })
    open.push(analyzer)
    for (const intake of intakes) analyzer.ingest(intake)
    return analyzer
  }
}
