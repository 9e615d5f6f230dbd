import { expect, test } from 'vitest'
import { splitFrames, splitLines } from '../src/live/output.ts'
import { labOf } from './helper.ts'

function lines(...chunks: readonly (string | Buffer)[]): string[] {
  const events: string[] = []
  const splitter = splitLines((text) => events.push(text))
  for (const chunk of chunks) splitter.push(Buffer.from(chunk))
  splitter.end()
  return events
}

test('a line feed alone ends a line, wherever the chunks are cut, and the rest is a line at the end', () => {
  expect(lines('one\ntw', 'o\n\nthree\r', 'four\u2028five\n', 'six')).toEqual([
    'one',
    'two',
    '',
    'three\rfour\u2028five',
    'six',
  ])
})

const MOST = 262_118

test('a line that is longer than an event is cut into several, never within a character', () => {
  const [first, second, third] = lines('x'.repeat(MOST - 1), `€${'y'.repeat(MOST)}\n`)
  expect(first).toBe('x'.repeat(MOST - 1))
  expect(second!.startsWith('€')).toBe(true)
  expect(Buffer.byteLength(second!)).toBe(MOST)
  expect(third).toBe('yyy')
})

function frame(message: string): Buffer {
  const body = Buffer.from(message)
  const header = Buffer.alloc(16)
  header.writeUInt32BE(0xa55a0003, 0)
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, body])
}

test('framed messages are one event each, however they come, their line feeds as carriage returns', () => {
  const bytes = Buffer.concat([frame('one\ntwo\n'), frame(''), frame('three')])
  for (const size of [1, 7, 16, 17, bytes.length]) {
    const events: string[] = []
    const splitter = splitFrames((text) => events.push(text))
    for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size))
    expect(events).toEqual(['one\rtwo', '', 'three'])
  }
})

test.each(['nodejs22.x', 'nodejs24.x'])('on %s a message of several lines is one event', async (runtime) => {
  const { lab, invoke } = await labOf({ runtime })
  const { container, requestId } = await invoke({ do: 'log', text: 'a\nb\nc' })
  const own = lab.logs(container).filter(({ source }) => source === 'function')
  expect(own.map(({ text }) => text.replace(/^\S+Z\t/, ''))).toEqual([`${requestId}\tINFO\ta\rb\rc`])
})

test('all that an invocation logs is in the log before it is over, however much it is', async () => {
  const { lab, invoke } = await labOf({ timeoutMs: 20_000 })
  const { container } = await invoke()
  for (const id of [1, 2, 3]) {
    // oxlint-disable-next-line no-await-in-loop -- one invocation after another
    const { requestId } = await invoke({ do: 'logMuch', lines: 600, id })
    const texts = lab.logs(container).map(({ text }) => text)
    const own = texts.slice(texts.findIndex((text) => text.startsWith(`START RequestId: ${requestId}`)))
    expect(own.filter((text) => text.includes(`\tINFO\t${id} `))).toHaveLength(600)
    expect(own.filter((text) => text.startsWith(`raw ${id} `))).toHaveLength(600)
  }
})

test('output without a line end, more than memory would hold, becomes events of their size', async () => {
  const { lab, invoke } = await labOf({ timeoutMs: 30_000, memoryMb: 512 })
  const { container } = await invoke({ do: 'flood', megabytes: 60 })
  const own = lab.logs(container).filter(({ source }) => source === 'function')
  expect(own.length).toBeGreaterThan(10)
  expect(Math.max(...own.map(({ text }) => text.length))).toBe(MOST)
})
