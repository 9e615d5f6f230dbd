// Makes docs/dashboard.png: the lab runs until it has found the leak, and a browser takes the picture.
// node test/screenshot.ts

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FunctionsAnswer } from '@thermocline/wire'
import { functionKey } from '@thermocline/wire'
import { openBrowser } from './support/browser.ts'

const PICTURE = fileURLToPath(new URL('../docs/dashboard.png', import.meta.url))
const MAIN = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))
/** Long enough for bursts, expiries and a leak to be in the picture. */
const PATIENCE_MS = 75_000

const folder = mkdtempSync(join(tmpdir(), 'thermocline-picture-'))
const lab = spawn(process.execPath, [MAIN, 'lab', '--port', '0', '--data', join(folder, 'lab')], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const url = await printedUrl()
  await sleep(PATIENCE_MS)
  await takePicture(await pageOfTheLeak(url))
} finally {
  lab.kill('SIGTERM')
  await new Promise((resolve) => lab.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}

async function printedUrl(): Promise<string> {
  for await (const line of createInterface(lab.stdout)) {
    const url = /http:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('the lab ended before it printed its URL')
}

async function pageOfTheLeak(url: string): Promise<string> {
  const response = await fetch(new URL('/api/functions', url))
  const { report } = (await response.json()) as FunctionsAnswer
  const leaking = report.functions.find(({ findings }) => findings.length > 0)
  if (leaking === undefined) throw new Error(`no finding after ${PATIENCE_MS} ms`)
  return `${url}/function?key=${encodeURIComponent(functionKey(leaking))}`
}

async function takePicture(url: string): Promise<void> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 1500 },
      colorScheme: 'dark',
      deviceScaleFactor: 1.5,
    })
    await page.goto(url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    // Charts draw in the frame after their data came.
    await sleep(1000)
    await page.screenshot({ path: PICTURE })
  } finally {
    await browser.close()
  }
}
