import type { Database as Connection } from 'better-sqlite3'
import type { IgnoredFinding } from '@thermocline/wire'
import type { Store } from '../port.ts'

interface IgnoredTable {
  put: Store['ignore']
  select: Store['ignored']
}

const PUT = 'insert or replace into ignored values (?, ?, ?)'
const REMOVE = 'delete from ignored where function_name = ? and key = ?'
const SELECT = 'select function_name as functionName, key, reason from ignored order by function_name, key'

export function ignoredTable(db: Connection): IgnoredTable {
  const put = db.prepare<[string, string, string]>(PUT)
  const remove = db.prepare<[string, string]>(REMOVE)
  const select = db.prepare<[], IgnoredFinding>(SELECT)
  return {
    put({ functionName, key }, reason) {
      if (reason === null) remove.run(functionName, key)
      else put.run(functionName, key, reason)
    },
    select: () => select.all(),
  }
}
