import { execFileSync } from 'node:child_process'
import { ThermoclineError } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { nodeFlags } from '../src/node-flags.ts'
import { RUNTIME_IDS, findRuntime, ricFor } from '../src/runtimes.ts'
import type { Host } from '../src/runtimes.ts'

const NOTHING_INSTALLED: Host = {
  arch: 'x64',
  execPath: '/opt/node',
  nodeVersion: '24.1.0',
  packageFolder: () => null,
}

describe('a runtime', () => {
  test.each(RUNTIME_IDS)('%s has a Node of its own major that runs here', (id) => {
    const runtime = findRuntime(id)
    expect(runtime).toMatchObject({ id, executionEnv: `AWS_Lambda_${id}` })
    expect(`nodejs${runtime.nodeVersion.split('.')[0]}.x`).toBe(id)
    expect(execFileSync(runtime.nodeBinary, ['--version'], { encoding: 'utf8' })).toBe(
      `v${runtime.nodeVersion}\n`,
    )
  })

  test('that AWS does not have is refused with the names of those that are', () => {
    expect(() => findRuntime('nodejs18.x')).toThrow(
      new ThermoclineError('bad_setting', 'runtime must be one of nodejs22.x, nodejs24.x, got "nodejs18.x"'),
    )
    expect(() => findRuntime('toString')).toThrow('runtime must be one of')
  })

  test("whose Node is not installed runs on the lab's own, when that is of its major", () => {
    expect(findRuntime('nodejs24.x', NOTHING_INSTALLED)).toMatchObject({
      nodeBinary: '/opt/node',
      nodeVersion: '24.1.0',
    })
  })

  test('without any Node says which package or Node it wants', () => {
    expect(() => findRuntime('nodejs22.x', NOTHING_INSTALLED)).toThrow(
      new ThermoclineError(
        'bad_setting',
        'runtime nodejs22.x needs the package node22-linux-x64, or a lab that is run by Node 22: ' +
          'the package is not installed and the lab is run by Node 24.1.0',
      ),
    )
  })

  test('takes no package of another major for its Node', () => {
    const folderOf24 = findRuntime('nodejs24.x').nodeBinary.replace(/\/bin\/node$/, '')
    const host = { ...NOTHING_INSTALLED, packageFolder: () => folderOf24 }
    expect(() => findRuntime('nodejs22.x', host)).toThrow('needs the package node22-linux-x64')
  })

  test('is served by the client of its generation, on Managed Instances always by the one with workers', () => {
    expect(ricFor('nodejs22.x', false)).toMatch(/src\/ric-3\.mjs$/)
    for (const [id, managed] of [
      ['nodejs24.x', false],
      ['nodejs22.x', true],
      ['nodejs24.x', true],
    ] as const) {
      expect(ricFor(id, managed)).toMatch(/aws-lambda-ric\/index\.mjs$/)
    }
  })
})

describe('the flags of a function', () => {
  test("are those of AWS's bootstrap", () => {
    expect(nodeFlags({ memoryMb: 128 })).toEqual([
      '--expose-gc',
      '--max-http-header-size=81920',
      '--max-semi-space-size=6',
      '--max-old-space-size=116',
      '--no-experimental-require-module',
      '--no-experimental-detect-module',
    ])
  })

  test('leave to NODE_OPTIONS what it sets itself', () => {
    const both = '--max_old_space_size=64 --experimental-require-module'
    expect(nodeFlags({ memoryMb: 128, nodeOptions: both })).toEqual([
      '--expose-gc',
      '--max-http-header-size=81920',
      '--no-experimental-detect-module',
    ])
    expect(nodeFlags({ memoryMb: 128, nodeOptions: '--enable-source-maps' })).toEqual(
      nodeFlags({ memoryMb: 128 }),
    )
  })
})
