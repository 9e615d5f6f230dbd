import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { key } from '@thermocline/wire'
import { unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { describeFunction, startChain } from '../support/chain.ts'

const BUILD = fileURLToPath(new URL('../../packages/lambda/layer/build-layer.ts', import.meta.url))
const DIST = dirname(createRequire(import.meta.url).resolve('@thermocline/lambda'))

let zip: Buffer

beforeAll(() => {
  zip = build()
})

function build(): Buffer {
  execFileSync('node', [BUILD])
  return readFileSync(join(DIST, 'layer/thermocline-layer.zip'))
}

test('the same SDK makes the same layer, byte for byte', () => {
  expect(build().equals(zip)).toBe(true)
})

test.each(['nodejs22.x', 'nodejs24.x'])(
  'on %s the layer watches a function without a change of its code',
  async (runtime) => {
    const env = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/thermocline' }
    const chain = await startChain([describeFunction('plain', { runtime, layers: [unpack(zip)], env })])
    const { payload, container } = await chain.lab.invoke('plain', { id: 1 })
    expect(payload).toEqual({ id: 1, handler: 'plain.handler' })
    const { invocations } = await chain.container(container)
    const spans = await chain.trace(invocations[0]?.traceId ?? '')
    const root = spans.find(({ name }) => name === 'plain')
    expect(root?.attributes).toMatchObject({ [key.START]: 'cold', [key.FLUSH_MODE]: 'extension' })
  },
)

test('the wrapper leaves what NODE_OPTIONS says already', async () => {
  const env = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/thermocline', NODE_OPTIONS: '--stack-trace-limit=7' }
  const chain = await startChain([describeFunction('options', { layers: [unpack(zip)], env })])
  const { payload } = await chain.lab.invoke('options', {})
  expect(payload).toEqual({ stackTraceLimit: 7 })
})

/** As Lambda unpacks it into /opt, with the modes of its entries. */
function unpack(bytes: Buffer): string {
  const folder = temporaryFolder()
  const modes = modesIn(bytes)
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    chmodSync(join(folder, name), modes.get(name) ?? 0)
  }
  return folder
}

// The library reads no modes: they stand in the central directory (PKWARE's APPNOTE, 4.3.12).
function modesIn(bytes: Buffer): Map<string, number> {
  const modes = new Map<string, number>()
  const signature = Buffer.from([0x50, 0x4b, 1, 2])
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 46)) {
    const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28))
    modes.set(name, (bytes.readUInt32LE(at + 38) >>> 16) & 0o777)
  }
  return modes
}
