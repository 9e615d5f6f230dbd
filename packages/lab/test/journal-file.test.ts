import { spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openJournalFile } from '../src/journal/file.ts'
import { readJournal } from '../src/journal/read.ts'
import { FIXTURES } from './helper.ts'
import { arrived, lines, made, opened } from './journal-lines.ts'

const [OPENED, ARRIVED, MADE] = lines([opened(), arrived(1, 'a'), made(1, 1, { requestId: 'a' })]) as [
  ReturnType<typeof lines>[number],
  ReturnType<typeof lines>[number],
  ReturnType<typeof lines>[number],
]

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'journal.jsonl')
}

test('what was written is in the file soon, without anybody asking, and all of it at the close', async () => {
  const path = newPath()
  const journal = openJournalFile(path)
  journal.write(OPENED)
  expect(statSync(path)).toMatchObject({ size: 0 })
  await expect.poll(() => readJournal(readFileSync(path, 'utf8'))).toEqual([OPENED])
  journal.write(ARRIVED)
  journal.close()
  expect(readJournal(readFileSync(path, 'utf8'))).toEqual([OPENED, ARRIVED])
  journal.close()
  journal.write(MADE)
  expect(readJournal(readFileSync(path, 'utf8'))).toEqual([OPENED, ARRIVED])
})

test('many lines at once do not wait in memory', () => {
  const path = newPath()
  const journal = openJournalFile(path)
  onTestFinished(() => journal.close())
  for (let n = 0; n < 1000; n++) journal.write(n === 0 ? OPENED : MADE)
  expect(statSync(path).size).toBeGreaterThan(64 * 1024)
})

test('only its owner may read it: request ids are in it', () => {
  const path = newPath()
  openJournalFile(path).close()
  expect(statSync(path).mode & 0o077).toBe(0)
})

test('another lab goes on behind what is there, and a line that a kill has cut does not spoil its first', () => {
  const path = newPath()
  writeFileSync(path, `${JSON.stringify(OPENED)}\n${JSON.stringify(MADE).slice(0, 40)}`)
  const journal = openJournalFile(path)
  journal.write(OPENED)
  journal.close()
  expect(readJournal(readFileSync(path, 'utf8'))).toEqual([OPENED, OPENED])
})

test.each([
  ['a file of something else', '{"name":"thermocline"}\n', 'it begins with "{\\"name\\":\\"thermocline\\"}"'],
  ['a journal of another version', JSON.stringify({ ...OPENED, journal: 2 }), 'it is of version 2'],
])('%s is refused and stays as it was', (_what, content, words) => {
  const path = newPath()
  writeFileSync(path, content)
  expect(() => openJournalFile(path)).toThrow(
    expect.objectContaining({
      code: 'bad_argument',
      message: `the journal's file must be a journal of version 1 or a new file, got ${path}: ${words}`,
    }),
  )
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('a place where no file can be is refused by its name', () => {
  const path = join(newPath(), 'deeper')
  expect(() => openJournalFile(path)).toThrow(expect.objectContaining({ code: 'bad_argument' }))
})

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is told once, and the close says that lines are missing',
  async () => {
    const warned = new Promise<Error & { code?: string }>((resolve) => process.once('warning', resolve))
    const journal = openJournalFile('/dev/full')
    journal.write(OPENED)
    journal.flush()
    journal.write(ARRIVED)
    expect(await warned).toMatchObject({
      code: 'lab_journal_lost',
      message: expect.stringContaining('ENOSPC'),
    })
    expect(() => journal.close()).toThrow(expect.objectContaining({ code: 'lab_failed' }))
  },
)

test('a process that is killed leaves whole lines behind, and can be gone on from', async () => {
  const path = newPath()
  const child = spawn(process.execPath, [`${FIXTURES}/journal-writer.ts`, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = (await child.stdout.take(3).toArray()) as Buffer[]
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const written = Number(said.at(-1)!.toString('utf8').trim().split('\n').at(-1))
  expect(readJournal(readFileSync(path, 'utf8')).length).toBeGreaterThan(written)
  appendFileSync(path, '{"kind":"arr')
  const journal = openJournalFile(path)
  journal.write(OPENED)
  journal.close()
  expect(readJournal(readFileSync(path, 'utf8')).at(-1)).toEqual(OPENED)
})
