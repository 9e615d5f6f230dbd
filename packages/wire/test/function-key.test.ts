import { expect, test } from 'vitest'
import { functionKey } from '../src/index.ts'

test('a function known by name alone is keyed by its name', () => {
  expect(functionKey({ name: 'orders' })).toBe('orders')
  expect(functionKey({ name: 'orders', account: null, region: null })).toBe('orders')
})

test('functions of one name in two regions have two keys', () => {
  const orders = { name: 'orders', account: '123456789012' }
  expect(functionKey({ ...orders, region: 'eu-west-1' })).toBe('orders@123456789012/eu-west-1')
  expect(functionKey({ ...orders, region: 'us-east-1' })).toBe('orders@123456789012/us-east-1')
})

test('a key keeps its parts apart when one is missing', () => {
  expect(functionKey({ name: 'orders', region: 'eu-west-1' })).toBe('orders@/eu-west-1')
  expect(functionKey({ name: 'orders', account: '123456789012' })).toBe('orders@123456789012/')
})
