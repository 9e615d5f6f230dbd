import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { RequestId } from '@thermocline/wire'
import { openSqlite } from '../src/index.ts'
import { APPLICATION_ID, MIGRATIONS } from '../src/sqlite/schema.ts'
import { at, intake, spanId, traceId } from '@thermocline/testkit/rows'
import { CONTAINER_A, finding, sighting, span } from './build.ts'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { storeSuite } from './suite.ts'

const fileIn = (folder: string): string => join(folder, 'thermocline.sqlite')

const gone = (folder: string): unknown =>
  expect.objectContaining({
    code: 'store_unusable',
    message: `cannot use ${fileIn(folder)}: the file was removed or replaced`,
  })

describe('SQLite store', () => {
  storeSuite(() => openSqlite(temporaryFolder(), { owner: 'user' }))
})

describe('a folder', () => {
  test('is made when it is missing, with everything above it', () => {
    const folder = join(temporaryFolder(), 'a', 'b')
    openSqlite(folder, { owner: 'user' }).close()
    expect(existsSync(fileIn(folder))).toBe(true)
  })

  test('holds its rows when it is opened again', () => {
    const folder = temporaryFolder()
    const store = openSqlite(folder, { owner: 'user' })
    store.insert(intake({ spans: [span()], invocations: [sighting()], findings: [finding()] }))
    const revision = store.revision()
    store.close()
    const again = openSqlite(folder, { owner: 'user' })
    expect(again.counts()).toEqual({ invocations: 1, spans: 1 })
    expect(again.findings({})).toHaveLength(1)
    expect(again.revision()).toBe(revision)
    again.close()
  })

  test('of the lab is refused to the user and the other way round, and both are named', () => {
    const lab = temporaryFolder()
    openSqlite(lab, { owner: 'lab' }).close()
    expect(() => openSqlite(lab, { owner: 'user' })).toThrow(
      expect.objectContaining({ code: 'lab_data', message: expect.stringMatching(/lab.*user/) }),
    )
    const user = temporaryFolder()
    openSqlite(user, { owner: 'user' }).close()
    expect(() => openSqlite(user, { owner: 'lab' })).toThrow(expect.objectContaining({ code: 'lab_data' }))
    openSqlite(user, { owner: 'user' }).close()
  })

  test('that cannot be made is store_unusable and its path is named', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openSqlite(join(file, 'data'), { owner: 'user' })).toThrow(
      expect.objectContaining({ code: 'store_unusable', message: expect.stringContaining(file) }),
    )
  })

  test('whose file is no database is store_unusable and stays as it was', () => {
    const folder = temporaryFolder()
    writeFileSync(fileIn(folder), 'Dear diary, '.repeat(200))
    expect(() => openSqlite(folder, { owner: 'user' })).toThrow(
      expect.objectContaining({ code: 'store_unusable', message: expect.stringContaining(fileIn(folder)) }),
    )
    expect(readFileSync(fileIn(folder), 'utf8')).toBe('Dear diary, '.repeat(200))
  })

  test("whose file is another application's database is store_unusable", () => {
    const folder = temporaryFolder()
    const other = new Database(fileIn(folder))
    other.exec('create table recipe (name text)')
    other.close()
    expect(() => openSqlite(folder, { owner: 'user' })).toThrow(
      expect.objectContaining({
        code: 'store_unusable',
        message: expect.stringContaining('another application'),
      }),
    )
  })

  test('whose file was cut short is store_unusable', () => {
    const folder = temporaryFolder()
    const store = openSqlite(folder, { owner: 'user' })
    store.insert(intake({ spans: Array.from({ length: 200 }, (_, n) => span({ spanId: spanId(n + 1) })) }))
    store.close()
    truncateSync(fileIn(folder), 20_000)
    expect(() => {
      const cut = openSqlite(folder, { owner: 'user' })
      try {
        cut.trace(traceId(1))
      } finally {
        cut.close()
      }
    }).toThrow(expect.objectContaining({ code: 'store_unusable' }))
  })

  test('written by a newer Thermocline is store_version, with both versions', () => {
    const folder = temporaryFolder()
    openSqlite(folder, { owner: 'user' }).close()
    const newer = new Database(fileIn(folder))
    newer.pragma('user_version = 99')
    newer.close()
    expect(() => openSqlite(folder, { owner: 'user' })).toThrow(
      expect.objectContaining({ code: 'store_version', message: expect.stringMatching(/99.*up to 3/) }),
    )
  })
})

test('a file of version 1 is brought on, and a sighting that overlaps an attempt of its joins that', () => {
  const folder = temporaryFolder()
  const old = new Database(fileIn(folder))
  old.exec(MIGRATIONS[0]!)
  old.exec(`
    insert into store values (1, 'user', 1);
    insert into container (id, name, function_name) values (1, '${CONTAINER_A}', 'orders');
    insert into invocation values (1, 'r1', 1, ${at(0)}, ${at(0)}, ${at(0)}, null,
      '{"start":${at(0)},"end":${at(35.1)}}')`)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  old.pragma('user_version = 1')
  old.close()
  const store = openSqlite(folder, { owner: 'user' })
  store.insert(intake({ invocations: [sighting({ start: at(36.1), end: at(37) })] }))
  store.insert(intake({ invocations: [sighting({ start: at(98), end: at(99) })] }))
  expect(store.invocations({})).toMatchObject([
    { attempt: 1, start: at(36.1), end: at(37), sources: ['span', 'log'] },
    { attempt: 2, start: at(98), end: at(99), sources: ['span'] },
  ])
  store.close()
})

test('a file of version 2 is brought on, and takes what is ignored', () => {
  const folder = temporaryFolder()
  const old = new Database(fileIn(folder))
  for (const step of MIGRATIONS.slice(0, 2)) old.exec(step)
  old.exec(`insert into store values (1, 'user', 1)`)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  old.pragma('user_version = 2')
  old.close()
  const store = openSqlite(folder, { owner: 'user' })
  expect(store.ignored()).toEqual([])
  store.ignore({ functionName: 'orders', key: 'k' }, 'known')
  store.close()
  const again = openSqlite(folder, { owner: 'user' })
  expect(again.ignored()).toEqual([{ functionName: 'orders', key: 'k', reason: 'known' }])
  again.close()
})

describe('an insert', () => {
  test('that fails half-way keeps nothing, and the next one works', () => {
    const store = openSqlite(temporaryFolder(), { owner: 'user' })
    const broken = sighting({ requestId: null as unknown as RequestId })
    expect(() => store.insert(intake({ spans: [span()], invocations: [sighting(), broken] }))).toThrow(
      /NOT NULL/,
    )
    expect(store.counts()).toEqual({ invocations: 0, spans: 0 })
    expect(store.containers()).toEqual([])
    expect(store.revision()).toBe(0)
    store.insert(intake({ spans: [span()], invocations: [sighting()] }))
    expect(store.trace(traceId(1))).toEqual([span()])
    store.close()
  })

  test('by one connection is seen by another, and raises its revision', () => {
    const folder = temporaryFolder()
    const reader = openSqlite(folder, { owner: 'user' })
    const writer = openSqlite(folder, { owner: 'user' })
    const before = reader.revision()
    writer.insert(intake({ invocations: [sighting()] }))
    expect(reader.revision()).toBeGreaterThan(before)
    expect(reader.invocations({})).toMatchObject([{ container: CONTAINER_A, start: at(0) }])
    reader.close()
    writer.close()
  })
})

describe('a file that goes while it is open', () => {
  test('with its folder is store_unusable to inserts and revisions: nothing is said to be kept', () => {
    const folder = join(temporaryFolder(), 'data')
    const store = openSqlite(folder, { owner: 'user' })
    store.insert(intake({ spans: [span()] }))
    rmSync(folder, { recursive: true })
    expect(() => store.insert(intake({ spans: [span({ spanId: spanId(2) })] }))).toThrow(gone(folder))
    expect(() => store.revision()).toThrow(gone(folder))
    expect(store.counts().spans).toBe(1)
    store.close()
  })

  test('and is replaced by another one is store_unusable too, and back in its place it is written again', () => {
    const folder = temporaryFolder()
    const store = openSqlite(folder, { owner: 'user' })
    renameSync(fileIn(folder), join(folder, 'aside'))
    copyFileSync(join(folder, 'aside'), fileIn(folder))
    expect(() => store.insert(intake({ spans: [span()] }))).toThrow(gone(folder))
    expect(() => store.revision()).toThrow(gone(folder))
    renameSync(join(folder, 'aside'), fileIn(folder))
    expect(store.insert(intake({ spans: [span()] })).spans).toEqual({ stored: 1, known: 0 })
    store.close()
  })
})

test('while another connection holds the write lock the store opens and is read, and what is not committed is not seen', () => {
  const folder = temporaryFolder()
  const store = openSqlite(folder, { owner: 'user' })
  store.insert(intake({ spans: [span()], invocations: [sighting()] }))
  const revision = store.revision()
  const importing = new Database(fileIn(folder))
  importing.exec('begin immediate; delete from span; update store set revision = revision + 1')
  for (const reader of [store, openSqlite(folder, { owner: 'user' })]) {
    expect(reader.revision()).toBe(revision)
    expect(reader.invocations({})).toHaveLength(1)
    expect(reader.trace(traceId(1))).toEqual([span()])
    expect(reader.counts()).toEqual({ invocations: 1, spans: 1 })
    reader.close()
  }
  importing.exec('rollback')
  importing.close()
})

describe('several processes', () => {
  test('make and write one folder at the same time, and no row is lost', async () => {
    const folder = temporaryFolder()
    const writers = ['a', 'b', 'c'].map((name) => startWriter(folder, name, 40))
    const exits = await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0] as number))
    expect(exits).toEqual([0, 0, 0])
    const store = openSqlite(folder, { owner: 'user' })
    expect(store.counts()).toEqual({ invocations: 120, spans: 120 })
    store.close()
  })

  test('lose no commit when one is killed', async () => {
    const folder = temporaryFolder()
    const writer = startWriter(folder, 'a', 1_000_000)
    let said = ''
    writer.stdout!.on('data', (chunk: Buffer) => {
      said += String(chunk)
      if (said.includes('\n30\n')) writer.kill('SIGKILL')
    })
    await once(writer, 'close')
    const committed = Number(said.trimEnd().split('\n').at(-1))
    const store = openSqlite(folder, { owner: 'user' })
    const { invocations, spans } = store.counts()
    expect(committed).toBeGreaterThanOrEqual(30)
    expect(invocations).toBeGreaterThanOrEqual(committed)
    expect(spans).toBe(invocations)
    store.close()
  })
})

function startWriter(folder: string, name: string, count: number): ChildProcess {
  const script = fileURLToPath(new URL('./writer.ts', import.meta.url))
  return spawn(process.execPath, [script, folder, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
