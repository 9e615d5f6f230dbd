import { expect, test } from 'vitest'
import type { FunctionIdentity } from '@thermocline/wire'
import { functionResolver } from '../src/functions.ts'

const BARE: FunctionIdentity = { name: 'orders' }
const PARTLY: FunctionIdentity = { name: 'orders', region: 'eu-west-1' }
const WHOLE: FunctionIdentity = { name: 'orders', account: '1', region: 'eu-west-1' }
const ELSEWHERE: FunctionIdentity = { name: 'orders', account: '1', region: 'us-east-1' }

test('a function known by name joins the one fuller identity of that name', () => {
  const resolve = functionResolver([BARE, PARTLY, WHOLE, { name: 'mail', account: '2' }])
  expect(resolve(BARE)).toEqual(WHOLE)
  expect(resolve(PARTLY)).toEqual(WHOLE)
  expect(resolve(WHOLE)).toEqual(WHOLE)
})

test('where two could be meant it stays by itself', () => {
  const resolve = functionResolver([BARE, PARTLY, WHOLE, ELSEWHERE])
  expect(resolve(BARE)).toEqual(BARE)
  expect(resolve(PARTLY)).toEqual(WHOLE)
})

test('another region is another function', () => {
  expect(functionResolver([PARTLY, ELSEWHERE])(PARTLY)).toEqual(PARTLY)
})
