import { createReadStream } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { ThermoclineError } from '@thermocline/wire'
import { typedPath } from './typed-path.ts'

/** What stands for standard input. */
export const STDIN = '-'

/**
 * The text of a file or of standard input: UTF-8, or UTF-16 as PowerShell writes it, gzipped or not.
 * Throws `bad_argument` for what cannot be read, `bad_gzip`, or `too_large`.
 */
export async function readInput(file: string): Promise<string> {
  const bytes = file === STDIN ? await readBytes(file, process.stdin) : await readFileBytes(file)
  const plain = isGzip(bytes) ? gunzip(file, bytes) : bytes
  if (plain.length > MOST_BYTES) throw tooLarge(file)
  return new TextDecoder(isUtf16(plain) ? 'utf-16le' : 'utf-8').decode(plain)
}

// A string holds half a billion characters at most, and parsing needs several times the text.
const MOST_BYTES = 400 * 2 ** 20

async function readFileBytes(file: string): Promise<Buffer> {
  try {
    return await readBytes(file, createReadStream(typedPath(file)))
  } catch (error) {
    if (error instanceof ThermoclineError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    const reason = REASONS[code] ?? (error as Error).message
    throw new ThermoclineError(
      'bad_argument',
      `a log file must be readable, got ${JSON.stringify(file)}: ${reason}`,
    )
  }
}

// Counted as they come: a pipe or a device does not say beforehand how much it holds.
async function readBytes(file: string, stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw tooLarge(file)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission to read it',
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function isUtf16(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe
}

function gunzip(file: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file)
    throw new ThermoclineError('bad_gzip', `${JSON.stringify(file)} must be whole gzip, got: ${message}`)
  }
}

function tooLarge(file: string): ThermoclineError {
  const most = `${MOST_BYTES / 2 ** 20} MiB of text`
  return new ThermoclineError(
    'too_large',
    `a log file must be at most ${most}, got more in ${JSON.stringify(file)}: split it`,
  )
}
