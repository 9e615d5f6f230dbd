import { expect, test } from 'vitest'
import { startLab } from '../src/index.ts'
import type { FunctionDescription } from '../src/index.ts'
import { fixture, FIXTURES, labOf } from './helper.ts'

const bad: [string, Partial<FunctionDescription>, string][] = [
  [
    'a missing folder',
    { folder: `${FIXTURES}/absent` },
    `folder of probe must be a folder, got "${FIXTURES}/absent"`,
  ],
  [
    'a missing file',
    { handler: 'absent.handler' },
    `handler of probe must be in a file ${FIXTURES}/absent (.js, .mjs or .cjs), got "absent.handler"`,
  ],
  [
    'a handler without an export',
    { handler: 'probe' },
    'handler of probe must be of the form "file.export", got "probe"',
  ],
  [
    'a handler that leaves the folder',
    { handler: '../probe.handler' },
    'handler of probe must be of the form "file.export", got "../probe.handler"',
  ],
  [
    'a name with a space',
    { name: 'my probe' },
    'a function name must be 1 to 64 letters, digits, - or _, got "my probe"',
  ],
  [
    'a timeout of zero',
    { timeoutMs: 0 },
    'timeoutMs of probe must be a whole number from 1 to 900000, got 0',
  ],
  [
    'half a megabyte',
    { memoryMb: 128.5 },
    'memoryMb of probe must be a whole number from 128 to 10240, got 128.5',
  ],
  [
    'a variable Lambda sets itself',
    { env: { AWS_REGION: 'eu-west-1' } },
    'env of probe must be free of names Lambda sets itself, got "AWS_REGION"',
  ],
  [
    'a version with a slash',
    { version: '1/2' },
    'version of probe must be $LATEST or a version number, got "1/2"',
  ],
]

test.each(bad)('%s is refused by name', async (_, more, message) => {
  await expect(startLab({ functions: [fixture(more)] })).rejects.toMatchObject({
    code: 'bad_setting',
    message,
  })
})

test('two functions of one name, an endpoint that is no URL and a missing folder for /tmp are refused', async () => {
  await expect(startLab({ functions: [fixture(), fixture()] })).rejects.toThrow(
    'functions must be functions of different names, got "probe"',
  )
  await expect(startLab({ functions: [], endpoint: 'localhost' })).rejects.toThrow(
    'endpoint must be a URL, got "localhost"',
  )
  await expect(startLab({ functions: [], tmpFolder: '/no/such/folder' })).rejects.toThrow(
    'tmpFolder must be a folder, got "/no/such/folder"',
  )
})

test('an unknown function and an event that is no JSON are refused', async () => {
  const { lab, invoke } = await labOf()
  await expect(lab.invoke('orders', {})).rejects.toMatchObject({
    code: 'bad_argument',
    message: 'functionName must be one of probe, got "orders"',
  })
  await expect(invoke({ big: 1n })).rejects.toMatchObject({ code: 'bad_argument' })
  expect(lab.containers()).toEqual([])
})
