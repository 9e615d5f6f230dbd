import { expect, test } from 'vitest'
import { readFunctionArn } from '../src/identity/function-arn.ts'

test.each([
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    '$LATEST',
    'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  ],
  [
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    '7',
    'arn:aws:lambda:eu-west-1:123456789012:function:orders:7',
  ],
  [
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders',
    '$LATEST',
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:orders',
  ],
  ['nonsense', '7', undefined],
])('the resource of %s at version %s is %s', (arn, version, expected) => {
  expect(readFunctionArn(arn, version)?.resourceId).toBe(expected)
})
