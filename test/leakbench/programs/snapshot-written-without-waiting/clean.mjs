import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SHELVES = 4_000
const file = join(tmpdir(), 'stock-snapshot.json')

function countStock(time) {
  const minute = Math.floor(Date.parse(time) / 60_000)
  return Array.from({ length: SHELVES }, (_, shelf) => ({ shelf, pieces: (shelf * 31 + minute) % 97 }))
}

async function saveSnapshot(time, stock) {
  await writeFile(file, JSON.stringify({ time, stock }))
}

export async function handler(event) {
  const stock = countStock(event.time)
  const empty = stock.filter(({ pieces }) => pieces === 0).map(({ shelf }) => shelf)
  await saveSnapshot(event.time, stock)
  return { time: event.time, counted: stock.length, empty: empty.length }
}
