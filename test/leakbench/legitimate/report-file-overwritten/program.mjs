import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const path = join(tmpdir(), 'report.csv')

function rowsFor(time) {
  const hour = new Date(time).getUTCHours()
  return Array.from({ length: 24 }, (_, index) => `${index};${(index * 17 + hour) % 60}`)
}

async function upload(file) {
  const content = await readFile(file, 'utf8')
  return { bytes: Buffer.byteLength(content), lines: content.split('\n').length }
}

export async function handler({ time }) {
  await writeFile(path, ['hour;orders', ...rowsFor(time)].join('\n'))
  const { bytes, lines } = await upload(path)
  return { report: `reports/${time.slice(0, 10)}.csv`, bytes, lines }
}
