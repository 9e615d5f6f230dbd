import { expect, test } from 'vitest'
import { detectTrigger } from '../src/triggers/detect.ts'
import { readResult } from '../src/triggers/result.ts'
import { EVENTS } from './trigger-events.ts'

function facts(source: string, result: unknown): object {
  const { attributes, errorType } = readResult(result, detectTrigger(EVENTS[source]?.[0]))
  return { ...attributes, ...(errorType === undefined ? {} : { errorType }) }
}

const status = (code: number) => ({ 'http.response.status_code': code })

test.each<[string, unknown, object]>([
  ['api_gateway_http', { statusCode: 404 }, status(404)],
  ['api_gateway_rest', { statusCode: '503' }, { ...status(503), errorType: '503' }],
  ['function_url', { statusCode: 200 }, status(200)],
  ['cloudfront', { status: '302' }, status(302)],
  ['alb', { statusCode: 99 }, {}],
  ['alb', { statusCode: 'SECRET' }, {}],
  ['alb', undefined, {}],
  ['alb', 'text', {}],
  ['api_gateway_http', { status: 500, note: 'a plain object is a body' }, {}],
  ['api_gateway_authorizer', { statusCode: 500 }, {}],
  ['appsync', { statusCode: 500 }, {}],
  ['direct', { statusCode: 500 }, {}],
  ['durable', { Status: 'PENDING' }, {}],
  ['durable', { Status: 'SUCCEEDED' }, {}],
  ['durable', { Status: 'FAILED', Error: { ErrorMessage: 'SECRET' } }, { errorType: 'durable_failed' }],
  ['direct', { Status: 'FAILED' }, {}],
  ['sqs', { batchItemFailures: [{ itemIdentifier: 'SECRET' }, {}] }, { 'thermocline.batch.failures': 2 }],
  ['kinesis', { batchItemFailures: [{}] }, { 'thermocline.batch.failures': 1 }],
  ['dynamodb', { batchItemFailures: [] }, {}],
  ['sqs', { batchItemFailures: 'many' }, {}],
  ['sqs', undefined, {}],
  ['direct', { batchItemFailures: [{}] }, {}],
])('the result of %s: %j', (source, result, expected) => {
  expect(facts(source, result)).toEqual(expected)
})

function fail(): never {
  throw new Error('SECRET')
}

test('what the user computes when he is asked, is asked by the runtime alone', () => {
  let asked = 0
  const counted = {
    get statusCode() {
      asked += 1
      return 500
    },
  }
  expect([facts('alb', counted), asked]).toEqual([{}, 0])
})

test('a result that cannot be read is told as none', () => {
  const hostile = new Proxy({}, { get: fail, has: fail, ownKeys: fail })
  const throwing = { statusCode: { valueOf: fail } }
  expect(facts('alb', hostile)).toEqual({})
  expect(facts('alb', throwing)).toEqual({})
  expect(facts('alb', { statusCode: Symbol('SECRET') })).toEqual({})
})
