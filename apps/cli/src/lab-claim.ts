import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'

// The URL of the lab that is using a folder. A lab that was killed leaves it behind, so whether it is true is asked.
const FILE_NAME = 'lab.url'
const PATIENCE_MS = 1000

/** Throws `address_in_use` while another lab writes into this folder: it would lose its data under its feet. */
export async function refuseSecondLab(folder: string): Promise<void> {
  const url = claimed(folder)
  if (url === undefined || !(await answers(url))) return
  const message = `a lab at ${url} is using ${folder}: stop that one, or give another folder with --data`
  throw new ThermoclineError('address_in_use', message)
}

/** Says who uses the folder, until the function given back is called. */
export function claim(folder: string, url: string): () => void {
  const file = join(folder, FILE_NAME)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, url)
  return () => rmSync(file, { force: true })
}

function claimed(folder: string): string | undefined {
  try {
    const url = readFileSync(join(folder, FILE_NAME), 'utf8')
    return /^http:\/\/[\w.[\]:]+$/.test(url) ? url : undefined
  } catch {
    return undefined
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/about`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const about = (await response.json()) as { lab?: unknown }
    return about.lab === true
  } catch {
    return false
  }
}
