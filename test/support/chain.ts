import { fileURLToPath } from 'node:url'
import { openAnalyzer } from '@thermocline/analyzer'
import { startLab } from '@thermocline/lab'
import type { FunctionDescription, Lab } from '@thermocline/lab'
import { startServer } from '@thermocline/server'
import type {
  ContainerAnswer,
  FunctionAnswer,
  FunctionReport,
  FunctionsAnswer,
  TraceAnswer,
  TraceSpan,
} from '@thermocline/wire'
import { functionKey } from '@thermocline/wire'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '@thermocline/testkit/folder'

const FUNCTIONS = fileURLToPath(new URL('../chain/functions', import.meta.url))

/** What the chain's handlers are, by name; each is `chain/functions/<name>.mjs`. */
export function describeFunction(name: string, more: Partial<FunctionDescription> = {}): FunctionDescription {
  return { name, folder: FUNCTIONS, handler: `${name}.handler`, timeoutMs: 10_000, ...more }
}

/** The lab's functions sending to a real server over a real store; everything is gone when the test is. */
export interface Chain {
  readonly lab: Lab
  readonly url: string
  functions(): Promise<readonly FunctionReport[]>
  function(name: string): Promise<FunctionAnswer>
  container(id: string): Promise<ContainerAnswer>
  trace(id: string): Promise<readonly TraceSpan[]>
  /** As `thermocline ignore` does it. */
  ignore(name: string, finding: string, reason: string): void
}

export async function startChain(functions: readonly FunctionDescription[]): Promise<Chain> {
  const analyzer = openAnalyzer({ folder: temporaryFolder(), owner: 'lab' })
  const server = await startServer({ analyzer, port: 0 })
  const lab = await startLab({ functions, endpoint: server.url })
  onTestFinished(async () => {
    await lab.stop()
    await server.close()
    analyzer.close()
  })
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(new URL(path, server.url))
    return (await response.json()) as Answer
  }
  const list = async () => (await ask<FunctionsAnswer>('/api/functions')).report.functions
  return {
    lab,
    url: server.url,
    functions: list,
    async function(name) {
      const found = (await list()).find((candidate) => candidate.name === name)
      const key = `${name}@${found?.account ?? ''}/${found?.region ?? ''}`
      return ask<FunctionAnswer>(`/api/function?key=${encodeURIComponent(key)}`)
    },
    container: (id) => ask(`/api/container?id=${encodeURIComponent(id)}`),
    trace: async (id) => (await ask<TraceAnswer>(`/api/trace?id=${id}`)).spans,
    ignore: (name, finding, reason) => analyzer.ignore(functionKey({ name }), finding, reason),
  }
}
