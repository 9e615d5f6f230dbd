import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

// The package's own arguments switch web security off and run everything in one process, which ends with its first
// page: no browser of a user does. Without these few Chromium looks up its maker's hosts at every start.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
  '--no-sandbox',
]

/** A headless Chromium out of an npm package: nothing has to be installed on the system. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: QUIET,
    headless: true,
  })
}
