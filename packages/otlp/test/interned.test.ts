import { expect, test } from 'vitest'
import { interned } from '../src/interned.ts'
import { seeded } from '@thermocline/testkit/random'

test('an interned text is the text of its bytes, however many share a slot', () => {
  const table = interned()
  const random = seeded(3)
  for (let round = 0; round < 20_000; round++) {
    const text = `key.${Math.floor(random() * 5000)}`
    const bytes = Buffer.from(`<${text}>`)
    expect(table.at(bytes, 1, bytes.length - 1)).toBe(text)
  }
})

test('later bytes in the same buffer do not change a text that was kept', () => {
  const table = interned()
  const bytes = Buffer.from('abc')
  expect(table.at(bytes, 0, 3)).toBe('abc')
  bytes.write('xyz')
  expect(table.at(Buffer.from('abc'), 0, 3)).toBe('abc')
  expect(table.at(bytes, 0, 3)).toBe('xyz')
})

test('text beyond ASCII, and long text, is left to the decoder', () => {
  const table = interned()
  const umlaut = Buffer.from('ä')
  expect(table.at(umlaut, 0, umlaut.length)).toBeUndefined()
  expect(table.at(Buffer.alloc(65, 0x61), 0, 65)).toBeUndefined()
  expect(table.at(umlaut, 0, 0)).toBe('')
})
