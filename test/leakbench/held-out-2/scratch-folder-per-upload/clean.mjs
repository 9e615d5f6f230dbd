import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

async function inScratch(work) {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function thumbnail(folder, { key, size }) {
  const target = join(folder, 'thumb.txt')
  await writeFile(target, `${key.split('/').at(-1)} ${size}\n`.repeat(8))
  const content = await readFile(target)
  return { key: key.replace(/\.pdf$/, '.thumb'), bytes: content.length }
}

export const handler = async ({ Records }) => {
  const thumbnails = []
  for (const { s3 } of Records) thumbnails.push(await inScratch((folder) => thumbnail(folder, s3.object)))
  return { thumbnails }
}
