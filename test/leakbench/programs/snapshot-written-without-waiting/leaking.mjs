import { writeFile } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SHELVES = 4_000
const file = join(tmpdir(), 'stock-snapshot.json')

function countStock(time) {
  const minute = Math.floor(Date.parse(time) / 60_000)
  return Array.from({ length: SHELVES }, (_, shelf) => ({ shelf, pieces: (shelf * 31 + minute) % 97 }))
}

function saveSnapshot(time, stock) {
  writeFile(file, JSON.stringify({ time, stock }), (error) => {
    if (error) console.error(`snapshot of ${time} was not written: ${error.message}`)
  })
}

export async function handler(event) {
  const stock = countStock(event.time)
  const empty = stock.filter(({ pieces }) => pieces === 0).map(({ shelf }) => shelf)
  saveSnapshot(event.time, stock)
  return { time: event.time, counted: stock.length, empty: empty.length }
}
