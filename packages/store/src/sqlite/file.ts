import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database, { type Database as Connection } from 'better-sqlite3'
import { ThermoclineError } from '@thermocline/wire'
import type { StoreOwner } from '../port.ts'
import { onFile, unusable } from './failure.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'

// An intake is kept whole or not at all, so a large import holds the write lock for as long as it takes: seconds for
// 200 MB. Reading never waits for that lock. Another insert does, and as SQLite waits in the calling thread, a server
// that is sent spans meanwhile answers nobody until the lock is free or this time is over (`store_unusable`).
const BUSY_TIMEOUT_MS = 15_000

// SQLite's own 2 MB make every insert into a grown file read its index pages again.
const CACHE_KIB = 65_536

/**
 * An open connection to the store at `path`, made or brought up to date as needed.
 * Throws `store_unusable`, `store_version`, or `lab_data` where the file belongs to another owner.
 */
export function openFile(path: string, owner: StoreOwner): Connection {
  return onFile(path, () => {
    mkdirSync(dirname(path), { recursive: true })
    const db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    try {
      prepare(db, path, owner)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

function prepare(db: Connection, path: string, owner: StoreOwner): void {
  // Before anything is written: a newer file or a stranger's is left as it was found. In one transaction: with another
  // process making the file meanwhile, what is read before and after its commit would look like a stranger's.
  db.transaction(() => checkKind(db, path))()
  db.pragma('page_size = 8192')
  useWriteAheadLog(db)
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma(`cache_size = -${CACHE_KIB}`)
  db.pragma('wal_autocheckpoint = 4000')
  // A file that is up to date needs no lock: opening it to read does not wait for another process's import.
  if (number(db, 'user_version') !== MIGRATIONS.length)
    db.transaction(() => migrate(db, path, owner)).immediate()
  checkOwner(db, path, owner)
}

function checkKind(db: Connection, path: string): void {
  const version = number(db, 'user_version')
  const application = number(db, 'application_id')
  const tables = db.prepare('select count(*) from sqlite_schema').pluck().get()
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || tables !== 0))
    throw unusable(path, 'it is a database of another application')
  if (version > MIGRATIONS.length)
    throw new ThermoclineError(
      'store_version',
      `${path} has store version ${version}, this Thermocline reads up to ${MIGRATIONS.length}: use a newer Thermocline, or another folder`,
    )
}

// Several processes may make the same file at once. SQLite does not wait for a lock when it changes the journal mode.
function useWriteAheadLog(db: Connection): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = BUSY_TIMEOUT_MS / 25; ; tries--) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!isBusy || tries <= 0) throw error
      Atomics.wait(pause, 0, 0, 25)
    }
  }
}

function migrate(db: Connection, path: string, owner: StoreOwner): void {
  // Again, now that nobody else can write: another process may have brought the file on meanwhile.
  checkKind(db, path)
  const version = number(db, 'user_version')
  for (const step of MIGRATIONS.slice(version)) db.exec(step)
  if (version === 0) {
    db.prepare('insert into store (only_row, owner, revision) values (1, ?, 0)').run(owner)
    db.pragma(`application_id = ${APPLICATION_ID}`)
  }
  if (version !== MIGRATIONS.length) db.pragma(`user_version = ${MIGRATIONS.length}`)
}

function checkOwner(db: Connection, path: string, owner: StoreOwner): void {
  const found = db.prepare<[], string>('select owner from store').pluck().get()
  if (found === owner) return
  throw new ThermoclineError(
    'lab_data',
    `${path} holds data of the ${found ?? '?'}, but was opened for the ${owner}: lab data and a user's data never share a folder`,
  )
}

function number(db: Connection, pragma: string): number {
  return db.pragma(pragma, { simple: true }) as number
}
