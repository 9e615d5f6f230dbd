import { expect, test } from 'vitest'
import { labOf } from './helper.ts'

test('a streamed answer arrives whole, with its content type', async () => {
  const { invoke } = await labOf({ handler: 'streams.handler' })
  expect(await invoke()).toMatchObject({
    outcome: 'ok',
    payload: 'first,second',
    stream: { contentType: 'text/plain', chunks: expect.any(Number) },
  })
})

test.each([
  ['before', '', 'no first byte'],
  ['after', 'first,', 'half way'],
])(
  'a stream that fails %s its first byte tells the error, and what was sent',
  async (fail, payload, errorMessage) => {
    const { invoke } = await labOf({ handler: 'streams.handler' })
    expect(await invoke({ fail })).toMatchObject({
      outcome: 'error',
      payload,
      error: { errorType: 'TypeError', errorMessage },
    })
    expect(await invoke()).toMatchObject({ outcome: 'ok', startKind: 'warm' })
  },
)
