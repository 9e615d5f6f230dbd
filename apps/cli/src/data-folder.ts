import { readdirSync, statSync } from 'node:fs'
import type { Analyzer } from '@thermocline/analyzer'
import { ThermoclineError } from '@thermocline/wire'

export const USER_FOLDER = '.thermocline/data'
export const LAB_FOLDER = '.thermocline/lab'

/** The user's own data, for adding to it. Throws `lab_data` for the lab's: no log of a user may end up in there. */
export async function openOwn(folder: string): Promise<Analyzer> {
  const { openAnalyzer } = await import('@thermocline/analyzer')
  return openAnalyzer({ folder: named(folder), owner: 'user' })
}

/** The data of a folder, whoever owns it; a new folder is the user's. Throws what the store throws. */
export async function openFolder(folder: string): Promise<Analyzer> {
  const { openAnalyzer } = await import('@thermocline/analyzer')
  try {
    return openAnalyzer({ folder: named(folder), owner: 'user' })
  } catch (error) {
    if (error instanceof ThermoclineError && error.code === 'lab_data') {
      return openAnalyzer({ folder, owner: 'lab' })
    }
    throw error
  }
}

/** Like {@link openFolder} for a folder with data in it; throws `bad_argument` instead of making one. */
export async function openExisting(folder: string): Promise<Analyzer> {
  if (hasStore(named(folder))) return openFolder(folder)
  const remedy = 'import logs into it, or give another with --data'
  throw new ThermoclineError('bad_argument', `--data must be a folder with data, got ${folder}: ${remedy}`)
}

/** The lab's folder. Throws `lab_data` for a user's: nothing of that is touched. */
export async function openLabFolder(folder: string): Promise<Analyzer> {
  const { openAnalyzer } = await import('@thermocline/analyzer')
  return openAnalyzer({ folder: named(folder), owner: 'lab' })
}

// `--data "$DATA"` with DATA unset would otherwise be the current folder.
function named(folder: string): string {
  if (folder.trim() !== '') return folder
  throw new ThermoclineError('bad_argument', '--data must be a folder, got ""')
}

// All that a store keeps begins so; whatever else lies in the folder is not ours.
const PREFIX = 'thermocline.'

function hasStore(folder: string): boolean {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false
  return readdirSync(folder).some((name) => name.startsWith(PREFIX))
}
