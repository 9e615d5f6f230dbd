import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundleWithFaults, faultyWrapFrom, placeOf } from './faults/bundle.ts'
import { faultAt } from './faults/hook.ts'
import { styleOf } from './styles/all.ts'
import type { Node } from '../support/nodes.ts'
import { conforms } from './suite.ts'
import type { Way } from './ways.ts'

// The functions that every invocation goes through, failing in the lab: what the sweep shows of one process holds under
// AWS's own runtimes, whose loops, listeners and exits it only imitates.

const HEART = [
  'identity/process.ts:findContainer',
  'settings/settings.ts:readSettings',
  'invocation/invocations.ts:createInvocations.begin',
  'invocation/running.ts:startRunning',
  'identity/process.ts:openProcess.meet',
  'invocation/invocation.ts:openInvocation',
  'invocation/root-span.ts:openRoot',
  'triggers/detect.ts:detectTrigger',
  'invocation/deadline.ts:watchDeadline',
  'invocation/invocation.ts:openInvocation.finish',
  'invocation/root-span.ts:closeRoot',
  'spans/encode.ts:encodeSpan',
  'flush/log.ts:envelope',
  'flush/stdout.ts:writeStdout',
]

const STYLES: readonly (readonly [string, Node])[] = [
  ['async', '24'],
  ['rejects', '22'],
  ['callback', '22'],
  ['stream-error-midway', '24'],
]

const sdk = mkdtempSync(join(tmpdir(), 'thermocline-faulty-'))
beforeAll(() => bundleWithFaults(sdk))
afterAll(() => rmSync(sdk, { recursive: true, force: true }))

function failing(name: string): Way {
  return {
    name: `fault-${name.replace(/^.*[:.]/, '')}`,
    wrap: faultyWrapFrom(sdk),
    env: () => ({ THERMOCLINE_FLUSH: 'log', ...faultAt('always', placeOf(`lambda/src/${name}`)) }),
    faulty: true,
  }
}

conforms(
  'with a fault in the lab',
  HEART.flatMap((name) =>
    STYLES.map(([style, node]) => ({ style: styleOf(style), node, way: failing(name) })),
  ),
)
