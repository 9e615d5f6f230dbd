import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

async function download({ key, size }) {
  const path = join(tmpdir(), basename(key))
  await writeFile(path, Buffer.alloc(size, '%PDF-1.7 '))
  return path
}

async function countPages(path) {
  const bytes = await readFile(path)
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new TypeError(`${path} is not a PDF`)
  return Math.ceil(bytes.length / 4096)
}

export const handler = async ({ Records }) => {
  const documents = []
  for (const { s3 } of Records) {
    const path = await download(s3.object)
    try {
      documents.push({ key: s3.object.key, pages: await countPages(path) })
    } finally {
      await rm(path, { force: true })
    }
  }
  return { documents }
}
