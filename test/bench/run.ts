// The benchmarks by name. Run: npm run bench -- <name> [...]

const BENCHES: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<void>>>> = {
  sdk: async () => (await import('./sdk/bench.ts')).benchSdk,
  leaks: async () => (await import('./leaks/bench.ts')).benchLeaks,
  lab: async () => (await import('./lab.ts')).benchLab,
  simulated: async () => (await import('./simulated.ts')).benchSimulated,
}

const [name = '', ...args] = process.argv.slice(2)
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (load) {
  const bench = await load()
  await bench(args)
} else {
  console.error(`bench wants one of ${Object.keys(BENCHES).join(', ')}; got ${JSON.stringify(name)}`)
  process.exitCode = 2
}
