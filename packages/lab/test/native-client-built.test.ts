import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestContext } from 'vitest'
import type { RuntimeId } from '../src/runtimes.ts'
import type { Answer } from '../src/api/answer.ts'
import { builtNativeClients, missingForBuild } from './built-native-client.ts'
import { labOf } from './helper.ts'
import { MOST_BYTES } from './recorder.ts'
import type { Post, RecordedEvent } from './recorder.ts'
import { FIXTURES, startRuntime } from './runtime-under-test.ts'
import type { RuntimeUnderTest, Setup } from './runtime-under-test.ts'

// The lab's JavaScript client beside AWS's own, which is compiled here: the same handlers under both, and the same
// bytes at the Runtime API. Skipped, with a notice, where it cannot be compiled, unless
// THERMOCLINE_NATIVE_CLIENT=required says that it must be.

vi.setConfig({ testTimeout: 60_000 })

const REQUIRED = process.env['THERMOCLINE_NATIVE_CLIENT'] === 'required'
const MISSING = missingForBuild()
if (MISSING.length > 0) console.warn(`AWS's native client is not compiled, for want of ${MISSING.join(', ')}`)

describe.skipIf(MISSING.length > 0 && !REQUIRED)('under the compiled client and under ours', () => {
  let compiled: Readonly<Record<RuntimeId, string>> | null = null
  let failure = ''

  beforeAll(async () => {
    compiled = await builtNativeClients().catch((error: Error) => {
      if (REQUIRED) throw error
      failure = error.message
      console.warn(failure)
      return null
    })
  }, 300_000)

  /** What a story comes to under each of the two. */
  async function both<T>(
    { skip }: TestContext,
    setup: Setup,
    story: (runtime: RuntimeUnderTest) => Promise<T>,
  ): Promise<{ ours: T; theirs: T }> {
    skip(failure !== '', failure)
    const theirs = await story(await startRuntime({ ...setup, ...compiledClient(setup) }))
    const ours = await story(await startRuntime({ ...setup, env: compiledClient(setup).env }))
    return { ours, theirs }
  }

  function compiledClient({ runtime, env }: Setup): Required<Pick<Setup, 'client' | 'env'>> {
    return {
      client: `${FIXTURES}/client-compiled.cjs`,
      env: { ...env, COMPILED_CLIENT: compiled?.[runtime] ?? '' },
    }
  }

  test.for(PROGRAMS)(
    '$runtime $handler: the same answers and log lines',
    async ({ events, ...setup }, context) => {
      const { ours, theirs } = await both(context, setup, async ({ recorder, output }) => {
        for (const [index, { event, ...more }] of events.entries()) {
          recorder.deliver({ requestId: `request-${index}`, body: JSON.stringify(event), ...more })
        }
        const posts = (await recorder.posted(events.length)).map(essence)
        await recorder.asked(events.length + 1)
        const { stdout, stderr } = await output()
        return { posts, stdout: withoutTimes(stdout), stderr }
      })
      expect(ours).toEqual(theirs)
      expect(theirs.posts).toHaveLength(events.length)
    },
  )

  test.for(RUNTIMES)(
    '$runtime: the same end of a process that exits after a large answer',
    async (setup, context) => {
      const { ours, theirs } = await both(context, setup, async ({ invoke, recorder, ended }) => {
        const post = await invoke({ do: 'exitAfterwards', length: 6_000_000, code: 3 })
        recorder.deliver({ requestId: 'second', body: '{"do":"null"}' })
        return { post: essence(post), end: await ended, posts: recorder.posts.length }
      })
      expect(ours).toEqual(theirs)
      expect(theirs).toMatchObject({ post: { headers: { 'content-length': '6000002' } }, end: 3, posts: 1 })
    },
  )

  test.for(COMPARABLE)(
    '$runtime $handler: what a caller of the lab gets is what the compiled client posts',
    async ({ events, ...setup }, { skip }) => {
      skip(failure !== '', failure)
      const theirs = await startRuntime({ ...setup, ...compiledClient(setup) })
      const { invoke } = await labOf(setup)
      for (const { event } of events.filter((told) => !isTooLarge(told))) {
        const answers: Answer[] = []
        // oxlint-disable-next-line no-await-in-loop -- one container, one invocation after another
        const post = await theirs.invoke(event)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await invoke(event, { onAnswer: (answer) => void answers.push(answer) })
        expect(answers.map(({ body }) => content(body))).toEqual([content(post.body)])
      }
    },
  )

  // Under aws-lambda-ric 3 the compiled client crashes here: it was asked to report while it waited.
  test('nodejs24.x: the same end of a process that throws between two invocations', async (context) => {
    const setup = { runtime: 'nodejs24.x', handler: 'client-answers.handler' } as const
    const { ours, theirs } = await both(context, setup, async ({ invoke, recorder, ended }) => {
      await invoke({ do: 'throwBetween' })
      await recorder.asked(2)
      const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
      recorder.deliver({ requestId: 'second', body: '{"do":"null"}' })
      return { early, end: await ended, posts: recorder.posts.length }
    })
    expect(ours).toEqual(theirs)
    expect(theirs).toEqual({ early: 'waits', end: 1, posts: 1 })
  })
})

interface Told extends Partial<RecordedEvent> {
  readonly event: unknown
}

const ANSWERS: readonly Told[] = [
  { event: { do: 'echo', value: { n: 1, text: 'grün 水 🪣 \ud800 "\\' } } },
  { event: { do: 'echo', value: 'x' }, requestId: 'a b/ü?' },
  { event: { do: 'undefined' } },
  { event: { do: 'null' } },
  { event: { do: 'text', length: MOST_BYTES - 2 } },
  { event: { do: 'text', length: MOST_BYTES - 1 } },
  { event: { do: 'unserializable' } },
  { event: { do: 'throwError', message: 'out of\ngrün 水 \u007f \u0001 "' } },
  { event: { do: 'throwString' } },
  { event: { do: 'throwNull' } },
  { event: { do: 'reject' } },
  { event: { do: 'echo', value: 'still here' } },
]

const STREAMS: readonly Told[] = [
  { event: {} },
  { event: { prelude: true } },
  { event: { fail: 'after' } },
  { event: { fail: 'before' } },
]

const CONTEXTS: readonly Told[] = [
  { event: {} },
  {
    event: {},
    headers: {
      'Lambda-Runtime-Client-Context': '{"custom":{"a":"ü"}}',
      'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i"}',
      'Lambda-Runtime-Aws-Tenant-Id': 'grün',
      'Lambda-Runtime-Unheard-Of': 'x',
    },
  },
  { event: {}, headers: { 'Lambda-Runtime-Client-Context': '', 'Lambda-Runtime-Trace-Id': '' } },
]

const RUNTIMES = (['nodejs22.x', 'nodejs24.x'] as const).map((runtime) => ({
  runtime,
  handler: 'client-answers.handler',
}))

const PROGRAMS: readonly (Setup & { readonly events: readonly Told[] })[] = [
  ...RUNTIMES.flatMap(({ runtime }) => [
    { runtime, handler: 'client-answers.handler', events: ANSWERS },
    { runtime, handler: 'client-answers.contextOf', events: CONTEXTS },
    { runtime, handler: 'client-streams.handler', events: STREAMS },
  ]),
  ...['plain', 'never', 'fails', 'throws', 'waits', 'hurries'].map((name) => ({
    runtime: 'nodejs22.x' as const,
    handler: `client-callbacks.${name}`,
    events: [{ event: { n: 1 } }, { event: { n: 2 } }],
  })),
]

// Two differ by nature: a context tells of the platform, and a timer left behind does not run while a container is
// frozen.
const COMPARABLE = PROGRAMS.filter(({ handler }) => !/contextOf|hurries/.test(handler))

/** Refused by Lambda: its caller gets an error instead. */
function isTooLarge({ event }: Told): boolean {
  return (event as { readonly length?: number }).length === MOST_BYTES - 1
}

const HEADERS_THAT_MATTER = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'trailer',
  'lambda-runtime-function-xray-error-cause',
  'lambda-runtime-function-response-mode',
  'lambda-runtime-function-error-type',
]

/** A post as two clients can be compared by. */
function essence({ path, headers, trailers, body }: Post): object {
  const kept = Object.fromEntries(HEADERS_THAT_MATTER.map((name) => [name, headers[name]]))
  return { path, headers: kept, trailers, content: content(body) }
}

/** A large one by its digest, which a failed test can print. */
function content(body: Buffer): string {
  return body.length > 10_000 ? createHash('sha256').update(body).digest('hex') : body.toString('utf8')
}

function withoutTimes(log: string): string {
  return log.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replaceAll(/\[\d{13}\]/g, '[TIME]')
}
