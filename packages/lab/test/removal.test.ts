import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { FIXTURES, isGone, labOf } from './helper.ts'

test('a folder that resists is removed all the same, and one that cannot be is told while all else ends', async () => {
  // For root no folder is locked.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn(process.execPath, [`${FIXTURES}/lab-that-locks.ts`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    ...user,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString('utf8')
  expect(JSON.parse(said)).toEqual({
    containerStays: false,
    warnings: [expect.stringMatching(/^the lab could not remove .*thermocline-lab-\w+: EACCES/)],
  })
  // The reaper is closed too: nothing keeps the process from ending well.
  await expect.poll(() => child.exitCode).toBe(0)
})

test('the folder of a container goes although a detached process never stops writing into it', async () => {
  const { invoke, container } = await labOf({ keepAliveMs: 20 })
  const { said } = (await invoke({ do: 'scribble' })).payload as { said: number }
  await expect.poll(() => existsSync(container().tmpFolder)).toBe(false)
  expect(isGone(said)).toBe(true)
})
