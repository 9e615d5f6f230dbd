import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startLab } from '../src/index.ts'
import type { FunctionDescription, Lab } from '../src/index.ts'
import { labSettingsOf } from '../src/load/lab-of.ts'
import { openScenario } from '../src/load/scenario/open-scenario.ts'

// The functions of the shipped scenarios, with the built SDK as a user's function would load it.

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url))

async function labOf(settings: ReturnType<typeof labSettingsOf>): Promise<Lab> {
  const lab = await startLab(settings)
  onTestFinished(() => lab.stop())
  return lab
}

function startScenario(name: string): Promise<Lab> {
  return labOf(labSettingsOf(openScenario(name)))
}

function startSample(name: string, more: Partial<FunctionDescription> = {}): Promise<Lab> {
  return labOf({ functions: [{ name, folder: join(SAMPLES, name), handler: 'index.handler', ...more }] })
}

test('the archive compresses attachments; without one its process ends, and the container goes on with another', async () => {
  const lab = await startScenario('crash-loop')
  const send = (message: object) =>
    lab.invoke('invoice-archive', { Records: [{ body: JSON.stringify(message) }] })
  const good = { invoice: 7, attachment: 'Ceramic teapot, 39.00 EUR' }
  const first = await send(good)
  expect(first).toMatchObject({ outcome: 'ok', payload: { archived: 1, bytes: expect.any(Number) } })
  const broken = await send({ invoice: 8 })
  expect(broken).toMatchObject({ outcome: 'crashed', error: { errorType: 'Runtime.ExitError' } })
  expect(await send(good)).toMatchObject({ outcome: 'ok', startKind: 'reinit', container: first.container })
  const log = lab.logs(first.container).map(({ text }) => text)
  expect(log.some((text) => text.includes('ENOENT'))).toBe(true)
})

test('parcels of two carriers are found; the third does not answer before the timeout', async () => {
  const lab = await startScenario('timeout')
  const ask = (carrier: string) => lab.invoke('parcel-status', { carrier, parcel: 7 })
  expect(await ask('swift')).toMatchObject({ outcome: 'ok', payload: { status: 'delivered' } })
  expect(await ask('comet')).toMatchObject({ outcome: 'ok', payload: { carrier: 'comet' } })
  expect(await ask('tortoise')).toMatchObject({ outcome: 'timeout', startKind: 'warm' })
  expect(await ask('swift')).toMatchObject({ outcome: 'ok', startKind: 'reinit' })
  expect(await ask('snail')).toMatchObject({
    outcome: 'error',
    error: { errorMessage: 'no such carrier: snail' },
  })
})

test('reports are of the tenant that asks, from containers that serve no other', async () => {
  const lab = await startScenario('noisy-tenants')
  const ask = (tenant: string) => lab.invoke('tenant-reports', { report: 'daily' }, { tenant })
  const [birch, cedars] = await Promise.all([ask('birch'), ask('cedars')])
  expect(birch).toMatchObject({ outcome: 'ok', payload: { tenant: 'birch', currency: 'USD', rows: 24 } })
  expect(cedars).toMatchObject({ outcome: 'ok', payload: { tenant: 'cedars', currency: 'EUR' } })
  expect(cedars.container).not.toBe(birch.container)
  expect(await ask('birch')).toMatchObject({ startKind: 'warm', container: birch.container })
})

test('quotes are in euro; after the deploy in other currencies too', async () => {
  const scenario = openScenario('deploy')
  const lab = await labOf(labSettingsOf(scenario))
  const quote = (event: object) => lab.invoke('quotes', event)
  expect(await quote({ tea: 'assam', grams: 250 })).toMatchObject({
    version: '1',
    payload: { cents: 725, currency: 'EUR' },
  })
  const [{ change }] = scenario.changes as [(typeof scenario.changes)[number]]
  if (change.kind === 'deploy') lab.deploy('quotes', change.update)
  expect(await quote({ tea: 'assam', grams: 250, currency: 'JPY' })).toMatchObject({
    version: '2',
    startKind: 'cold',
    payload: { currency: 'JPY' },
  })
  expect(await quote({ tea: 'coffee', grams: 1 })).toMatchObject({ outcome: 'error' })
})

test('the stand-in takes as long as it is told', async () => {
  const lab = await startSample('stand-in')
  const result = await lab.invoke('stand-in', { durationMs: 120 })
  expect(result).toMatchObject({ outcome: 'ok', payload: { durationMs: 120 } })
  expect(result.durationMs).toBeGreaterThanOrEqual(119)
})
