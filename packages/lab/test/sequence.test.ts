import { expect, test } from 'vitest'
import type { FunctionDescription } from '../src/index.ts'
import { labOf } from './helper.ts'

// What Lambda's processes ask for and what Lambda writes, in their order, against the documented ones.

interface Heard {
  readonly steps: string[]
  readonly invoke: (event?: unknown) => Promise<unknown>
}

/** A lab that writes down, in one list, every call of the runtime and every platform event. */
async function heard(more: Partial<FunctionDescription> = {}): Promise<Heard> {
  const steps: string[] = []
  const { invoke } = await labOf(more, {
    onCall: (_, { method, path }) =>
      steps.push(
        `${method} ${path.replace(/^\/2018-06-01\/runtime/, '').replace(/\/[0-9a-f-]{36}\//, '/ID/')}`,
      ),
    onEvent: (_, { type, record }) => {
      if (type === 'function') return
      const { phase, status, errorType } = record as { phase?: string; status?: string; errorType?: string }
      steps.push([type, phase, status, errorType].filter((word) => word !== undefined).join(' '))
    },
  })
  return { steps, invoke }
}

/** The steps since the last look. */
function since(steps: string[]): string[] {
  return steps.splice(0)
}

const COLD_INIT = [
  'platform.initStart init',
  'GET /invocation/next',
  'platform.initRuntimeDone init success',
  'platform.initReport init success',
]
const SUPPRESSED_INIT = COLD_INIT.map((step) => step.replace(' init', ' invoke'))
const INVOCATION = [
  'platform.start',
  'POST /invocation/ID/response',
  'GET /invocation/next',
  'platform.runtimeDone success',
  'platform.report success',
]

test('a first invocation: init, start, response, the next event asked for, done, report', async () => {
  const { steps, invoke } = await heard()
  await invoke()
  expect(since(steps)).toEqual([...COLD_INIT, ...INVOCATION])
})

test('a warm one: no init', async () => {
  const { steps, invoke } = await heard()
  await invoke()
  since(steps)
  await invoke()
  expect(since(steps)).toEqual(INVOCATION)
})

test('an error of the handler is posted as one, and is none of the platform’s', async () => {
  const { steps, invoke } = await heard()
  await invoke()
  since(steps)
  await invoke({ do: 'throw', message: 'no' })
  expect(since(steps)).toEqual(INVOCATION.map((step) => step.replace('/response', '/error')))
})

test('a timeout: nothing is posted, and the next invocation has its init inside', async () => {
  const { steps, invoke } = await heard({ timeoutMs: 400 })
  await invoke()
  since(steps)
  await invoke({ do: 'sleep', ms: 60_000 })
  expect(since(steps)).toEqual(['platform.start', 'platform.runtimeDone timeout', 'platform.report timeout'])
  await invoke()
  expect(since(steps)).toEqual([...SUPPRESSED_INIT, ...INVOCATION])
})

test('a crash, by exit or by what nobody catches: its error type is told, and the process after it has a suppressed init', async () => {
  const { steps, invoke } = await heard()
  await invoke()
  since(steps)
  for (const event of [{ do: 'exit', code: 3 }, { do: 'exit', code: 0 }, { do: 'reject' }]) {
    // oxlint-disable-next-line no-await-in-loop -- one container, one invocation after another
    await invoke(event)
    expect(since(steps)).toEqual([
      'platform.start',
      'platform.runtimeDone failure Runtime.ExitError',
      'platform.report error Runtime.ExitError',
    ])
    // oxlint-disable-next-line no-await-in-loop -- as above
    await invoke()
    expect(since(steps)).toEqual([...SUPPRESSED_INIT, ...INVOCATION])
  }
})

test('more memory than the function has ends its process', async () => {
  const { steps, invoke } = await heard({ memoryMb: 128, timeoutMs: 20_000 })
  await invoke()
  since(steps)
  await invoke({ do: 'hold', megabytes: 200, ms: 10_000 })
  expect(since(steps)).toEqual([
    'platform.start',
    'platform.runtimeDone failure Runtime.OutOfMemory',
    'platform.report error Runtime.OutOfMemory',
  ])
  await invoke()
  expect(since(steps)).toEqual([...SUPPRESSED_INIT, ...INVOCATION])
})

function failing(phase: string): string[] {
  return [
    `platform.initStart ${phase}`,
    'POST /init/error',
    `platform.initRuntimeDone ${phase} error Runtime.Unknown`,
    `platform.initReport ${phase} error Runtime.Unknown`,
  ]
}

test('a handler that does not load: the init is reported, tried again inside the invocation, and so at every one', async () => {
  const { steps, invoke } = await heard({ handler: 'throws-at-load.handler' })
  const failed = [
    'platform.start',
    'platform.runtimeDone failure Runtime.Unknown',
    'platform.report error Runtime.Unknown',
  ]
  await invoke()
  expect(since(steps)).toEqual([...failing('init'), ...failing('invoke'), ...failed])
  await invoke()
  expect(since(steps)).toEqual([...failing('invoke'), ...failed])
})

test('an init that overruns its time is reported as a timeout and runs again inside the invocation', async () => {
  const { steps, invoke } = await heard({ handler: 'slow-first-load.handler', initTimeoutMs: 1000 })
  await invoke()
  expect(since(steps)).toEqual([
    'platform.initStart init',
    'platform.initRuntimeDone init timeout',
    'platform.initReport init timeout',
    ...SUPPRESSED_INIT,
    ...INVOCATION,
  ])
})
