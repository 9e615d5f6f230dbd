import { describeSimulated, readScenario, simulate, simulations, tellSimulation } from '@thermocline/lab'

// How fast the simulated Lambda is. Run: npm run bench -- simulated
// One function over 30 days, 1,000,000 calls that come at random and more by day than by night: first what is decided,
// then the same with every log line and span rendered. The floor, in the same run: the arrivals and nothing else.

const CALLS = 1_000_000
const DAYS = 30

const scenario = readScenario(
  JSON.stringify({
    scenario: 1,
    about: 'A busy month.',
    driver: 'simulated',
    lastsMs: DAYS * 86_400_000,
    functions: [
      {
        name: 'api',
        memoryMb: 512,
        model: {
          initMs: { p50: 200, p95: 350 },
          durationMs: { p50: 60, p95: 900 },
          timeoutShare: 0.0005,
          errorShare: 0.01,
        },
      },
    ],
    traffic: [
      {
        function: 'api',
        pattern: 'nights',
        perMinute: CALLS / DAYS / 1440 / 0.74,
        nightPerMinute: CALLS / DAYS / 1440 / 3,
        nightFromHour: 22,
        nightUntilHour: 6,
        weekendShare: 1,
      },
    ],
  }),
  { name: 'month', folder: '.' },
)

export async function benchSimulated(): Promise<void> {
  const [floor] = timed(() => count(simulations(scenario)[0]!.simulation.arrivals))
  const [decided, entries] = timed(() => {
    let lines = 0
    simulate(simulations(scenario)[0]!.simulation, () => void lines++)
    return lines
  })
  const [told, written] = timed(tellAll)

  const rows: readonly (readonly [string, string])[] = [
    ['arrivals alone', `${floor.toFixed(2)} s`],
    [
      `decided: ${entries} lines of journal`,
      `${decided.toFixed(2)} s, ${(decided / floor).toFixed(1)} times that`,
    ],
    [
      `told: ${written.lines} log lines, ${written.spans} spans`,
      `${told.toFixed(2)} s, ${(told / floor).toFixed(1)} times that`,
    ],
  ]
  console.log(`${written.invocations} invocations in ${written.containers} containers`)
  for (const [name, figure] of rows) console.log(`  ${name.padEnd(48)}${figure}`)
}

function tellAll(): { lines: number; spans: number; invocations: number; containers: number } {
  const counts = { lines: 0, spans: 0, invocations: 0, containers: 0 }
  const telling = tellSimulation(describeSimulated(scenario, 'api'), {
    onLog: () => void counts.lines++,
    onSpans: ({ resourceSpans }) => {
      for (const { scopeSpans } of resourceSpans)
        for (const { spans } of scopeSpans) counts.spans += spans.length
    },
  })
  simulate(simulations(scenario)[0]!.simulation, (entry) => {
    if (entry.kind === 'placed') counts.invocations++
    if (entry.kind === 'made') counts.containers++
    telling.tell(entry)
  })
  telling.end()
  return counts
}

function count(items: Iterable<unknown>): number {
  let n = 0
  for (const _ of items) n++
  return n
}

function timed<T>(work: () => T): [seconds: number, result: T] {
  const began = performance.now()
  const result = work()
  return [(performance.now() - began) / 1000, result]
}
