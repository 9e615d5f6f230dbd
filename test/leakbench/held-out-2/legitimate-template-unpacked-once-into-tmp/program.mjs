import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDER = join(tmpdir(), `cover-sheets-${process.pid}`)

let unpacked

async function unpack() {
  await mkdir(FOLDER, { recursive: true })
  const path = join(FOLDER, 'cover.txt')
  await writeFile(path, 'Received {name} ({size} bytes)')
  return path
}

async function coverSheet(values) {
  unpacked ??= unpack().catch((error) => {
    unpacked = undefined
    throw error
  })
  const template = await readFile(await unpacked, 'utf8')
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name])
}

export const handler = async (event) => {
  const sheets = event.Records.map(({ s3: { object } }) =>
    coverSheet({ name: object.key.split('/')[1], size: object.size }),
  )
  return { sheets: await Promise.all(sheets) }
}
