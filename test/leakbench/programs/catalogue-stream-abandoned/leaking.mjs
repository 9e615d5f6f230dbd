import { once } from 'node:events'
import { createReadStream, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const file = join(tmpdir(), 'catalogue.csv')
const rows = Array.from({ length: 12_000 }, (_, n) => `sku-${n};Article ${n};${(n * 13) % 400}`)
writeFileSync(file, ['sku;title;cents', ...rows].join('\n'))

async function readColumns() {
  const source = createReadStream(file, 'utf8')
  const lines = createInterface({ input: source })
  const [header] = await once(lines, 'line')
  lines.close()
  return header.split(';')
}

export const handler = async (event) => {
  const wanted = ['sku', 'title', 'cents']
  const columns = await readColumns()
  const missing = wanted.filter((column) => !columns.includes(column))
  return { day: event.time.slice(0, 10), columns: columns.length, missing }
}
