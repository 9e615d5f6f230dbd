import type { JSX } from 'preact'
import { useSetting } from '../context.ts'
import { Copyable } from '../parts/copyable.tsx'
import { WRAPPING } from '../state.ts'

const FETCH = `aws logs filter-log-events --log-group-name /aws/lambda/NAME > events.json`
const IMPORT = `npm run --silent thermocline -- import events.json --log-group /aws/lambda/NAME`
const WRAP = `import { wrap } from '@thermocline/lambda'

export const handler = wrap(async (event, context) => {
  // your code, unchanged
})`

/** Three ways to get data in, the one that needs no change to anything first. */
export function Onboarding(): JSX.Element {
  const { endpoint } = useSetting()
  return (
    <ol class="ways">
      <li>
        <h3>Import the logs you already have</h3>
        <p>
          Every Lambda function has been writing what is needed for years. Cold starts, their causes and
          container reuse come from the logs alone: no deploy, no change.
        </p>
        <Copyable text={FETCH} label="command that fetches logs" />
        <Copyable text={IMPORT} label="command that imports logs" />
      </li>
      <li id={WRAPPING}>
        <h3>Wrap a handler</h3>
        <p>Adds what logs cannot know: leaked state by name and line, idle times, init to the millisecond.</p>
        <Copyable text={WRAP} label="handler to wrap" />
        <p>
          Set the environment variable where this server can be reached; without it the spans go to the
          function’s log, to be imported as above.
        </p>
        <Copyable
          text={`THERMOCLINE_ENDPOINT=${endpoint ?? 'http://127.0.0.1:4318'}`}
          label="environment variable"
        />
      </li>
      <li>
        <h3>Try the lab</h3>
        <p>
          A Lambda on your own machine: real processes, really frozen between invocations, with sample
          functions.
        </p>
        <Copyable text="npm start" label="command that starts the lab" />
      </li>
    </ol>
  )
}
