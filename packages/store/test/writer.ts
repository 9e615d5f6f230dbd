// A process of its own for sqlite.test.ts: writes to the folder, one intake after another, and says each commit.
import { writeSync } from 'node:fs'
import type { RequestId } from '@thermocline/wire'
import { openSqlite } from '../src/index.ts'
import { at, intake, spanId, traceId } from '@thermocline/testkit/rows'
import { sighting, span } from './build.ts'

const [folder = '', name = '', count = '0'] = process.argv.slice(2)
const store = openSqlite(folder, { owner: 'user' })
for (let n = 1; n <= Number(count); n++) {
  const requestId = `${name}-${n}` as RequestId
  store.insert(
    intake({
      invocations: [sighting({ requestId, start: at(n) })],
      spans: [span({ traceId: traceId(name.charCodeAt(0)), spanId: spanId(n) })],
    }),
  )
  // Straight to the pipe: what was said must be out before a kill.
  writeSync(1, `${n}\n`)
}
store.close()
