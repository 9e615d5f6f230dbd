import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const STYLES = join(tmpdir(), 'archive-styles.css')

async function styles() {
  if (!existsSync(STYLES)) await writeFile(STYLES, 'body { margin: 2em }\n'.repeat(20))
  return readFile(STYLES, 'utf8')
}

async function buildArchive(folder, key) {
  const page = join(folder, 'index.html')
  await writeFile(page, `<style>${await styles()}</style><h1>${key}</h1>`)
  const archive = join(folder, 'archive.gz')
  await writeFile(archive, gzipSync(await readFile(page)))
  return (await stat(archive)).size
}

export const handler = async (event) => {
  const { key } = event.Records[0].s3.object
  const folder = await mkdtemp(join(tmpdir(), 'archive-'))
  try {
    return { key, bytes: await buildArchive(folder, key) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
