import type { Sinks } from './sinks.ts'
import type { Exit } from './variants.ts'

/** By which ways spans were seen to leave. */
export interface Exits {
  seen(exit: Exit): boolean
}

/** Counts from now on. Nothing else than a span is written to the log: the handler says nothing. */
export function counted(sinks: Sinks): { until(loggedBytes: number): Exits } {
  const [posts, datagrams] = [sinks.posts(), sinks.datagrams()]
  return {
    until(loggedBytes) {
      const came: Readonly<Record<Exit, boolean>> = {
        stdout: loggedBytes > 0,
        http: sinks.posts() > posts,
        udp: sinks.datagrams() > datagrams,
        nowhere: true,
      }
      return { seen: (exit) => came[exit] }
    },
  }
}
