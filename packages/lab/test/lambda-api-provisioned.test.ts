import { expect, test } from 'vitest'
import { drivenLab, refused } from './lambda-api-helper.ts'

const PROVISIONED = '/2019-09-30/functions/probe/provisioned-concurrency'

test('provisioned containers are asked for, get ready, serve, and are given up', async () => {
  const { call, invoke, journal } = await drivenLab({ version: '3' })
  const put = await call('PUT', `${PROVISIONED}?Qualifier=3`, { ProvisionedConcurrentExecutions: 2 })
  expect([put.status, await put.json()]).toEqual([
    202,
    {
      RequestedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: 'IN_PROGRESS',
    },
  ])
  const get = async (): Promise<unknown> => (await call('GET', `${PROVISIONED}?Qualifier=3`)).json()
  await expect.poll(get, { timeout: 10_000 }).toEqual({
    RequestedProvisionedConcurrentExecutions: 2,
    AvailableProvisionedConcurrentExecutions: 2,
    AllocatedProvisionedConcurrentExecutions: 2,
    Status: 'READY',
  })
  await invoke()
  expect(journal).toContainEqual(expect.objectContaining({ kind: 'placed', start: 'provisioned' }))

  const gone = await call('DELETE', `${PROVISIONED}?Qualifier=3`)
  expect([gone.status, await gone.text()]).toEqual([204, ''])
  await expect
    .poll(() => journal.flatMap((entry) => (entry.kind === 'ended' ? [entry.reason] : [])))
    .toEqual(['reduced', 'reduced'])
  expect(await refused(await call('GET', `${PROVISIONED}?Qualifier=3`))).toEqual([
    404,
    'ProvisionedConcurrencyConfigNotFoundException',
    { Type: 'User', message: 'No Provisioned Concurrency Config found for this function' },
  ])
})

test('what is provisioned is listed, also where the lab began with it', async () => {
  const { call } = await drivenLab({ version: '3', provisioned: 1 })
  const list = async (): Promise<unknown> => (await call('GET', `${PROVISIONED}?List=ALL`)).json()
  expect(await list()).toMatchObject({
    ProvisionedConcurrencyConfigs: [
      {
        FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:probe:3',
        RequestedProvisionedConcurrentExecutions: 1,
      },
    ],
  })
  await call('DELETE', `${PROVISIONED}?Qualifier=3`)
  expect(await list()).toEqual({ ProvisionedConcurrencyConfigs: [] })
})

test('code that is deployed keeps what is provisioned', async () => {
  const { call } = await drivenLab({ version: '3' })
  await call('PUT', `${PROVISIONED}?Qualifier=3`, { ProvisionedConcurrentExecutions: 1 })
  await call('PUT', '/2015-03-31/functions/probe/code', { Publish: true })
  expect(await (await call('GET', `${PROVISIONED}?Qualifier=4`)).json()).toMatchObject({
    RequestedProvisionedConcurrentExecutions: 1,
  })
})

test.each([
  [
    'without a version',
    PROVISIONED,
    { ProvisionedConcurrentExecutions: 1 },
    'Qualifier must be the version of probe, got none',
  ],
  [
    'of none',
    `${PROVISIONED}?Qualifier=3`,
    { ProvisionedConcurrentExecutions: 0 },
    'ProvisionedConcurrentExecutions must be a whole number of 1 or more, got 0',
  ],
  ['of nothing', `${PROVISIONED}?Qualifier=3`, {}, 'ProvisionedConcurrentExecutions must be given'],
])('provisioned concurrency %s is refused', async (_what, path, body, message) => {
  const { call } = await drivenLab({ version: '3' })
  expect(await refused(await call('PUT', path, body))).toEqual([
    400,
    'InvalidParameterValueException',
    { Type: 'User', message },
  ])
})

test('as on AWS, $LATEST takes none', async () => {
  const { call } = await drivenLab()
  const response = await call('PUT', `${PROVISIONED}?Qualifier=$LATEST`, {
    ProvisionedConcurrentExecutions: 1,
  })
  expect(await refused(response)).toEqual([
    400,
    'InvalidParameterValueException',
    {
      Type: 'User',
      message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    },
  ])
})
