import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { describeFunction, startChain } from '../support/chain.ts'
import type { Chain } from '../support/chain.ts'

// A person's way through the dashboard, in a real browser, over real containers.

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})

test.each(['dark', 'light'] as const)(
  'from a function to a container to a trace, in %s',
  async (colorScheme) => {
    const chain = await leakyChain(45)
    const { page, problems } = await openPage({ colorScheme })

    await page.goto(chain.url)
    await page.getByRole('table', { name: 'Functions' }).getByRole('link', { name: 'leaky' }).click()
    await expectHeading(page, 'leaky')
    await page.getByText('seenOrders').first().waitFor()
    await page.getByText('leaky.mjs:3').first().waitFor()

    await page
      .getByRole('region', { name: 'Containers over time' })
      .getByRole('link', { name: 'table' })
      .click()
    const newest = page.getByRole('table', { name: 'Invocations by container' }).getByRole('row').nth(1)
    await newest.getByRole('link').nth(1).click()
    await expectHeading(page, /^Container /)

    const invocations = page.getByRole('table', { name: 'Invocations of this container' })
    await invocations.getByRole('row').nth(1).getByRole('link').last().click()
    await expectHeading(page, /^Trace /)
    await page.getByText('init', { exact: true }).first().waitFor()

    await page.goBack()
    await expectHeading(page, /^Container /)
    expect(problems).toEqual([])
  },
)

test('an identity that stays in a variable is told as such, in its function and in the trace that saw it', async () => {
  const chain = await startChain([describeFunction('bleeding', { env: { THERMOCLINE_LEAKS: 'every' } })])
  for (let n = 0; n < 6; n++) {
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    await chain.lab.invoke('bleeding', { userId: `user-${n}-of-ours` })
  }
  const { page, problems } = await openPage({})
  await page.goto(chain.url)
  await page.getByRole('link', { name: 'bleeding' }).first().click()
  await page.getByText('currentUser').first().waitFor()
  await page.getByText('bleeding.mjs:3').first().waitFor()

  // At the end of the third invocation it has held the third user.
  const { lanes } = await chain.function('bleeding')
  await page.goto(`${chain.url}/trace?id=${lanes[0]?.traceId[2]}`)
  await page.getByText('currentUser').first().click()
  await page.getByText('Seen over 3 invocations.').waitFor()
  expect(problems).toEqual([])
})

test.each(['dark', 'light'] as const)(
  'a finding tells what was seen and what to do, in code, and is no flag once it is ignored, in %s',
  async (colorScheme) => {
    const chain = await leakyChain(45)
    const { page, problems } = await openPage({ colorScheme })
    await page.goto(chain.url)
    await page.getByRole('link', { name: 'leaky' }).first().click()
    const open = page.getByRole('list', { name: 'Leaked state', exact: true })
    await open.getByText(/^It grew from \d+ to \d+ over \d+ invocations of one process\.$/).waitFor()
    await open.getByText('That is 1 per invocation.').waitFor()
    const sketch = open.getByRole('region', { name: 'What to do about seenOrders, in code' })
    expect(await sketch.isVisible()).toBe(false)
    await open.getByText('In code', { exact: true }).click()
    expect(await sketch.innerText()).toContain('// after')

    const { report } = await chain.function('leaky')
    chain.ignore('leaky', report.findings[0]!.key, 'a demo <b>that</b> leaks')
    await page.getByText('1 cache or closed finding, for information').click()
    const closed = page.getByRole('list', { name: 'Caches and closed findings' })
    await closed.getByText('ignored: a demo <b>that</b> leaks').waitFor()
    expect(await open.count()).toBe(0)
    await page.getByText('Nothing is open: what was found is fixed, ignored or a cache.').waitFor()
    expect(problems).toEqual([])
  },
)

test('an invocation that arrives is shown without a reload', async () => {
  const chain = await leakyChain(1)
  const { page, problems } = await openPage({})
  await page.goto(chain.url)
  const row = page.getByRole('row', { name: /leaky/ })
  await row.getByRole('cell', { name: '1', exact: true }).first().waitFor()

  await chain.lab.invoke('leaky', { id: 1 })
  await row.getByRole('cell', { name: '2', exact: true }).first().waitFor()
  expect(problems).toEqual([])
})

test('an empty store tells how to send something, importing logs first', async () => {
  const chain = await startChain([])
  const { page, problems } = await openPage({ viewport: { width: 400, height: 800 } })
  await page.goto(chain.url)
  await page.getByText('aws logs filter-log-events').first().waitFor()
  const text = await page.locator('main').innerText()
  expect(text.indexOf('filter-log-events')).toBeLessThan(
    text.indexOf("import { wrap } from '@thermocline/lambda'"),
  )
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  expect(problems).toEqual([])
})

test('a link to something that is not there says so, with the way back', async () => {
  const chain = await startChain([])
  const { page } = await openPage({})
  await page.goto(`${chain.url}/trace?id=${'a'.repeat(32)}`)
  await page.getByText('not_found').waitFor()
  await page.goto(`${chain.url}/nowhere`)
  await page.getByRole('main').getByRole('link').first().click()
  expect(new URL(page.url()).pathname).toBe('/')
})

async function leakyChain(invocations: number): Promise<Chain> {
  const chain = await startChain([describeFunction('leaky')])
  for (let id = 0; id < invocations; id++) {
    // oxlint-disable-next-line no-await-in-loop -- a container is reused only by one invocation after another
    await chain.lab.invoke('leaky', { id })
  }
  return chain
}

interface OpenPage {
  readonly page: Page
  /** Everything the page complained of: console errors and warnings, exceptions, failed requests. */
  readonly problems: readonly string[]
}

async function openPage(options: Parameters<Browser['newPage']>[0]): Promise<OpenPage> {
  const page = await browser.newPage(options)
  onTestFinished(() => page.close())
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
  })
  return { page, problems }
}

async function expectHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
}
