import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { openScenario, SCENARIOS_FOLDER, shippedScenarios } from '../src/load/scenario/open-scenario.ts'
import { CHANGE_FIELDS, DEPLOY_FIELDS } from '../src/load/scenario/read-changes.ts'
import { FUNCTION_FIELDS } from '../src/load/scenario/read-function.ts'
import { MODEL_FIELDS } from '../src/load/scenario/read-model.ts'
import { PATTERN_FIELDS } from '../src/load/scenario/read-pattern.ts'
import { SCENARIO_FIELDS } from '../src/load/scenario/read-scenario.ts'
import { CONFIGURE_FIELDS } from '../src/load/scenario/read-settings.ts'
import { TRAFFIC_FIELDS } from '../src/load/scenario/read-traffic.ts'
import { SAMPLE_FUNCTIONS } from '../src/samples.ts'
import { scenarioJson } from './scenario-helper.ts'
import { MISSHAPEN, SENSELESS } from './scenario-wrong.ts'

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>
  readonly $defs: Readonly<Record<string, Schema>>
  readonly oneOf: readonly Schema[]
  readonly const?: string
  readonly enum: readonly string[]
}

const schema = JSON.parse(readFileSync(join(SCENARIOS_FOLDER, 'scenario.schema.json'), 'utf8')) as Schema
const fits = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema)

test.each(shippedScenarios())('%s is read, and fits the schema', (name) => {
  const json: unknown = JSON.parse(readFileSync(join(SCENARIOS_FOLDER, `${name}.json`), 'utf8'))
  expect(openScenario(name).name).toBe(name)
  expect(fits(json), JSON.stringify(fits.errors)).toBe(true)
  expect(json).toMatchObject({ $schema: './scenario.schema.json' })
})

describe('the schema refuses what the reader refuses:', () => {
  test.each(MISSHAPEN)('%s', (_, fields) => {
    expect(fits(JSON.parse(scenarioJson(fields)))).toBe(false)
  })
})

describe('beyond the schema is', () => {
  test.each(SENSELESS)('%s', (_, fields) => {
    expect(fits(JSON.parse(scenarioJson(fields))), JSON.stringify(fits.errors)).toBe(true)
  })
})

test('the schema knows the same fields as the reader, everywhere', () => {
  const { function: fn, model, traffic, change } = schema.$defs as Record<string, Schema>
  expect(fieldsOf(schema)).toEqual(sorted(SCENARIO_FIELDS))
  expect(fieldsOf(fn!)).toEqual(sorted(FUNCTION_FIELDS))
  expect(fieldsOf(model!)).toEqual(sorted(MODEL_FIELDS))
  expect(fieldsOf(change!)).toEqual(sorted(CHANGE_FIELDS))
  expect(fieldsOf(change!.properties['deploy']!)).toEqual(sorted(DEPLOY_FIELDS))
  expect(fieldsOf(change!.properties['configure']!)).toEqual(sorted(CONFIGURE_FIELDS))
  const patterns = traffic!.oneOf.map((pattern) => [pattern.properties['pattern']!.const, fieldsOf(pattern)])
  const expected = Object.entries(PATTERN_FIELDS).map(([kind, fields]) => [
    kind,
    sorted([...TRAFFIC_FIELDS, ...fields]),
  ])
  expect(patterns).toEqual(expected)
})

test('the schema knows the samples there are', () => {
  expect(schema.$defs['function']!.properties['sample']!.enum).toEqual(
    SAMPLE_FUNCTIONS.map(({ name }) => name),
  )
})

function fieldsOf({ properties }: Schema): string[] {
  return sorted(Object.keys(properties))
}

function sorted(fields: readonly string[]): string[] {
  return fields.toSorted()
}
