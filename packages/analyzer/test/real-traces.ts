import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ms,
  msToUs,
  unixMs,
  type ContainerId,
  type InvocationSighting,
  type RequestId,
} from '@thermocline/wire'

/** Real runs kept outside the repository; tests that need them skip where they are absent. */
const REAL_DATA: string = join(import.meta.dirname, '../../../../shared/data')
export const hasRealData: boolean = existsSync(join(REAL_DATA, 'golden.json'))

export function golden<T>(section: string): Record<string, T> {
  const all = JSON.parse(readFileSync(join(REAL_DATA, 'golden.json'), 'utf8')) as Record<string, unknown>
  return all[section] as Record<string, T>
}

/** The invocations of one run as a log reader sees them: REPORT says `cold` or nothing. */
export function realTrace(file: string): InvocationSighting[] {
  const [header = '', ...lines] = readFileSync(join(REAL_DATA, 'aws-real-traces', file), 'utf8')
    .trim()
    .split('\n')
  const names = cells(header)
  return lines.map((line) => realSighting(names, line))
}

/** The requests of one burst: no word on cold or warm. */
export function realBurst(file: string): InvocationSighting[] {
  const text = readFileSync(join(REAL_DATA, 'aws-parallelism', file), 'utf8')
    .trim()
    .replace(/,$/, '')
  const bursts = JSON.parse(`[${text}]`) as { func_data: BurstData }[]
  return bursts.map(({ func_data: data }) => ({
    source: 'log',
    function: { name: 'burst' },
    container: data.containerID as ContainerId,
    requestId: data.funcActivationID as RequestId,
    start: msToUs(unixMs(data.initTime_ms)),
    end: msToUs(unixMs(data.endTime_ms)),
    outcome: 'ok',
  }))
}

interface BurstData {
  containerID: string
  funcActivationID: string
  initTime_ms: number
  endTime_ms: number
}

export function burstFiles(): string[] {
  return readdirSync(join(REAL_DATA, 'aws-parallelism')).filter((name) => name.endsWith('.json'))
}

function realSighting(names: readonly string[], line: string): InvocationSighting {
  const values = cells(line)
  const cell = (name: string): string => values[names.indexOf(name)]!
  return {
    source: 'log',
    function: { name: 'real' },
    container: cell('exist_id') as ContainerId,
    requestId: cell('new_id') as RequestId,
    start: msToUs(unixMs(Number(cell('start_time')))),
    end: msToUs(unixMs(Number(cell('end_time')))),
    duration: ms(Number(cell('aws_duration'))),
    billed: ms(Number(cell('aws_billed_duration'))),
    outcome: 'ok',
    ...(cell('is_cold') === 'True' && { startKind: 'cold' as const }),
  }
}

/** Cells of a CSV line with quoted cells. */
function cells(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map((match) => (match[1] ?? match[2])!.trim())
}
