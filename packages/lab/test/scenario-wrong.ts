import { MODEL } from './scenario-helper.ts'
import type { Fields } from './scenario-helper.ts'

/** What is wrong, the fields that make it so, and what is said of it. */
export type Wrong = readonly [what: string, fields: Fields, message: string]

const ORDERS = { name: 'orders', model: MODEL }

function fn(more: Fields): Fields {
  return { functions: [{ ...ORDERS, ...more }] }
}

function traffic(more: Fields): Fields {
  return { traffic: [{ function: 'orders', ...more }] }
}

function change(more: Fields): Fields {
  return { changes: [{ atMs: 1, function: 'orders', ...more }] }
}

const STEADY = { pattern: 'steady', everyMs: 1000 }
const NIGHTS = { pattern: 'nights', perMinute: 5 }
const BURSTS = { pattern: 'bursts', everyMs: 1000 }

/** Wrong in itself: the published schema refuses it too. */
export const MISSHAPEN: readonly Wrong[] = [
  ['another version', { scenario: 2 }, 'scenario of test must be 1, the version of the format, got 2'],
  [
    'no version',
    { scenario: undefined },
    'scenario of test must be 1, the version of the format, got undefined',
  ],
  [
    'a misspelt field',
    { trafic: [] },
    'test must have known fields only, got "trafic": did you mean "traffic"?',
  ],
  ['no word of what it shows', { about: '' }, 'about of test must be a text, got ""'],
  ['another driver', { driver: 'real' }, 'driver of test must be live or simulated, got "real"'],
  ['half a seed', { seed: 1.5 }, 'seed of test must be a whole number from 0 to 4294967295, got 1.5'],
  [
    'no end',
    { lastsMs: undefined },
    'lastsMs of test must be a whole number from 1 to 31622400000, got undefined',
  ],
  ['a speed of 0', { speed: 0 }, 'speed of test must be a number from 0.01 to 100000, got 0'],
  ['functions by name', { functions: {} }, 'functions of test must be a list of 1 or more, got {}'],
  ['no function', { functions: [] }, 'functions of test must be a list of 1 or more, got []'],
  ['no traffic', { traffic: [] }, 'traffic of test must be a list of 1 or more, got []'],
  ['changes that are no list', { changes: 5 }, 'changes of test must be a list, got 5'],
  [
    'a function that is a text',
    { functions: ['orders'] },
    'functions[0] of test must be an object, got "orders"',
  ],
  [
    'a field no function has',
    fn({ keepAlive: 5 }),
    'functions[0] of test must have known fields only, got "keepAlive": did you mean "keepAliveMs"?',
  ],
  [
    'a name with a space',
    fn({ name: 'my orders' }),
    'functions[0].name of test must be 1 to 64 letters, digits, - or _, got "my orders"',
  ],
  [
    'an unknown sample',
    { functions: [{ sample: 'orders' }] },
    'functions[0].sample of test must be orders-api or mail-queue or report-stream or pdf-render, got "orders"',
  ],
  [
    'a sample with a folder of its own',
    { functions: [{ sample: 'orders-api', folder: 'fixtures', handler: 'probe.handler', model: MODEL }] },
    'functions[0].folder of test must be left out where a sample is named, got "fixtures"',
  ],
  [
    'a folder without a handler',
    fn({ folder: 'fixtures' }),
    'functions[0].handler of test must be a text, got undefined',
  ],
  [
    'a live function without code',
    { driver: 'live' },
    'functions[0].folder of test must be a folder where the driver is live, got undefined',
  ],
  [
    'a simulated function without a model',
    fn({ model: undefined }),
    'functions[0].model of test must be given where the driver is simulated, got undefined',
  ],
  [
    'a policy in words',
    fn({ keepAliveMs: 'long' }),
    'functions[0].keepAliveMs of test must be a number, got "long"',
  ],
  [
    'a keep-alive of two days',
    fn({ keepAliveMs: 172_800_000 }),
    'functions[0] of test: keepAliveMs of orders must be a whole number from 0 to 86400000, got 172800000',
  ],
  [
    'a scale-out that is a number',
    fn({ scaleOut: 5 }),
    'functions[0].scaleOut of test must be an object, got 5',
  ],
  [
    'a field no scale-out has',
    fn({ scaleOut: { containers: 5, within: 1000 } }),
    'functions[0].scaleOut of test must have known fields only, got "within": did you mean "withinMs"?',
  ],
  [
    'proactive inits that are true',
    fn({ proactive: true }),
    'functions[0].proactive of test must be an object, got true',
  ],
  [
    'a variable that is a number',
    fn({ env: { A: 1 } }),
    'functions[0].env of test must be an object of texts, got {"A":1}',
  ],
  ['layers that are a text', fn({ layers: 'x' }), 'functions[0].layers of test must be a list, got "x"'],
  [
    'a model without durations',
    fn({ model: { initMs: 5 } }),
    'functions[0].model.durationMs of test must be milliseconds, a list of them, or {"p50": ..., "p95": ...}, got undefined',
  ],
  [
    'a share above 1',
    fn({ model: { ...MODEL, crashShare: 1.2 } }),
    'functions[0].model.crashShare of test must be a number from 0 to 1, got 1.2',
  ],
  [
    'a list of durations with nothing on it',
    fn({ model: { initMs: 5, durationMs: [] } }),
    'functions[0].model.durationMs of test must be a list of 1 or more, got []',
  ],
  [
    'half a spread',
    fn({ model: { initMs: 5, durationMs: { p50: 5 } } }),
    'functions[0].model.durationMs.p95 of test must be a number from 5 to 900000, got undefined',
  ],
  [
    'a pattern nobody knows',
    traffic({ pattern: 'random' }),
    'traffic[0].pattern of test must be steady or poisson or bursts or nights or trace or at, got "random"',
  ],
  [
    'a field of another pattern',
    traffic({ ...STEADY, size: 3 }),
    'traffic[0] of test must have known fields only, got "size": known are function, pattern, tenants, event, fromMs, untilMs, everyMs, perMinute',
  ],
  [
    'no rate',
    traffic({ pattern: 'poisson' }),
    'traffic[0].everyMs of test must be a number from 1 to 2592000000, got undefined',
  ],
  [
    'two rates',
    traffic({ ...STEADY, perMinute: 60 }),
    'traffic[0].perMinute of test must be left out where everyMs is given, got 60',
  ],
  [
    'a burst of none',
    traffic({ ...BURSTS, size: 0 }),
    'traffic[0].size of test must be a whole number from 1 to 1000, got 0',
  ],
  [
    'a burst of at least something',
    traffic({ ...BURSTS, size: { least: 2 } }),
    'traffic[0].size.most of test must be a whole number from 2 to 1000, got undefined',
  ],
  [
    'an hour beyond the day',
    traffic({ ...NIGHTS, nightFromHour: 25 }),
    'traffic[0].nightFromHour of test must be a number from 0 to 24, got 25',
  ],
  [
    'no moments',
    traffic({ pattern: 'at', atMs: [] }),
    'traffic[0].atMs of test must be a list of 1 or more, got []',
  ],
  [
    'moments with a begin',
    traffic({ pattern: 'at', atMs: [5], fromMs: 5 }),
    'traffic[0] of test must have known fields only, got "fromMs": known are function, pattern, tenants, event, atMs',
  ],
  [
    'a trace without files',
    traffic({ pattern: 'trace' }),
    'traffic[0].files of test must be a text, got undefined',
  ],
  [
    'tenants with nobody among them',
    traffic({ ...STEADY, tenants: [] }),
    'traffic[0].tenants of test must be a list of 1 or more, got []',
  ],
  [
    'events with none among them',
    traffic({ ...STEADY, event: [] }),
    'traffic[0].event of test must be a list of 1 or more, got []',
  ],
  [
    'a change of nothing',
    change({}),
    'changes[0] of test must be one of deploy, configure and provision, got {"atMs":1,"function":"orders"}',
  ],
  [
    'two changes in one',
    change({ deploy: {}, provision: 1 }),
    'changes[0] of test must be one of deploy, configure and provision, got {"atMs":1,"function":"orders","deploy":{},"provision":1}',
  ],
  [
    'a policy that is to be configured',
    change({ configure: { keepAliveMs: 5 } }),
    'changes[0].configure of test must have known fields only, got "keepAliveMs": known are runtime, timeoutMs, initTimeoutMs, memoryMb, env, layers, logFormat, systemLogLevel, applicationLogLevel',
  ],
  [
    'a deploy of what no deploy has',
    change({ deploy: { memoryMb: 256 } }),
    'changes[0].deploy of test must have known fields only, got "memoryMb": known are folder, handler, version',
  ],
]

/** Wrong beside the rest of the file, or beside the files it names: beyond a schema. */
export const SENSELESS: readonly Wrong[] = [
  [
    'two functions of one name',
    { functions: [ORDERS, ORDERS] },
    'functions[1] of test must be of another name than those before, got "orders"',
  ],
  [
    'shares of more than all',
    fn({ model: { ...MODEL, crashShare: 0.6, errorShare: 0.5 } }),
    'functions[0].model of test must be of shares that are 1 at most together, got {"initMs":200,"durationMs":50,"crashShare":0.6,"errorShare":0.5}',
  ],
  [
    'a p95 below the p50',
    fn({ model: { initMs: 5, durationMs: { p50: 5, p95: 4 } } }),
    'functions[0].model.durationMs.p95 of test must be a number from 5 to 900000, got 4',
  ],
  [
    'a handler that is not there',
    fn({ folder: 'fixtures', handler: 'absent.handler' }),
    `functions[0] of test: handler of orders must be in a file ${import.meta.dirname}/fixtures/absent (.js, .mjs or .cjs), got "absent.handler"`,
  ],
  [
    'provisioned concurrency of $LATEST',
    fn({ provisioned: 2 }),
    'functions[0] of test: version of orders must be a published one where concurrency is provisioned, got "$LATEST"',
  ],
  [
    'crashes under Managed Instances',
    fn({ managed: { concurrency: 4 }, memoryMb: 2048, model: { ...MODEL, crashShare: 0.1 } }),
    'functions[0].model of test must be without a crashShare under Managed Instances, got {"initMs":200,"durationMs":50,"crashShare":0.1}',
  ],
  [
    'traffic of a function that is not there',
    { traffic: [{ function: 'order', ...STEADY }] },
    'traffic[0].function of test must be a function of the scenario (orders), got "order"',
  ],
  [
    'traffic that begins after the end',
    traffic({ ...STEADY, fromMs: 70_000 }),
    'traffic[0].fromMs of test must be a number from 0 to 60000, got 70000',
  ],
  [
    'traffic that ends before its begin',
    traffic({ ...STEADY, fromMs: 5000, untilMs: 4000 }),
    'traffic[0].untilMs of test must be a number from 5000 to 60000, got 4000',
  ],
  [
    'a moment at the end',
    traffic({ pattern: 'at', atMs: [60_000] }),
    'traffic[0].atMs[0] of test must be a number from 0 to 59999, got 60000',
  ],
  [
    'a night of no hours',
    traffic({ ...NIGHTS, nightFromHour: 6 }),
    'traffic[0].nightUntilHour of test must be another hour than nightFromHour, got undefined',
  ],
  [
    'tenants of a function that has none',
    traffic({ ...STEADY, tenants: ['acme'] }),
    'traffic[0].tenants of test must be left out where the function has no tenants, got ["acme"]',
  ],
  [
    'no tenants where there have to be some',
    { ...fn({ tenants: true }) },
    'traffic[0].tenants of test must be a list of names where the function serves tenants, got undefined',
  ],
  [
    'sample events for a function that is no sample',
    traffic({ ...STEADY, event: 'sample' }),
    'traffic[0].event of test must be a value, or a list of them, where the function is no sample, got "sample"',
  ],
  [
    'a trace file that is not there',
    traffic({ pattern: 'trace', files: 'absent.csv' }),
    `traffic[0].files of test must be a file that can be read from ${import.meta.dirname}, got "absent.csv"`,
  ],
  [
    'one trace file of two that is not there',
    traffic({ pattern: 'trace', files: ['load-traces.test.ts', 'absent.csv'] }),
    `traffic[0].files[1] of test must be a file that can be read from ${import.meta.dirname}, got "absent.csv"`,
  ],
  [
    'a change of a function that is not there',
    { changes: [{ atMs: 1, function: 'mails', deploy: {} }] },
    'changes[0].function of test must be a function of the scenario (orders), got "mails"',
  ],
  [
    'a change after the end',
    change({ atMs: 60_001, deploy: {} }),
    'changes[0].atMs of test must be a number from 0 to 60000, got 60001',
  ],
  [
    'provisioning $LATEST',
    change({ provision: 1 }),
    'changes[0] of test: version of orders must be a published one where concurrency is provisioned, got "$LATEST"',
  ],
]
