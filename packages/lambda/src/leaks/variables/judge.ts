import type { Look } from '../detector.ts'
import type { Finding } from '../finding.ts'
import type { Declaration } from './declaration.ts'
import type { Place } from './explore.ts'

/** A name that something is reached by. */
export interface Name {
  readonly place: Place
  /** The variable's first, then property names. */
  readonly path: readonly string[]
}

/** What a judge may ask for; each costs more than a look at a variable. */
export interface Tools {
  /** Finds the declaration of something that is reached by these names; undefined when its code is gone. */
  declare(names: readonly Name[]): Declaration | undefined
  promiseState(promise: Promise<unknown>): 'pending' | 'fulfilled' | 'rejected' | undefined
}

/** Judges what the variables hold, one by one, at each look. */
export interface VariableJudge {
  /** At the start of each look, and, in production, at the first invocation, of which no variable is read. */
  begin?(look: Look): void
  /** Which variables belong to a place is known from the look before; a variable that is not met any more is gone. */
  variable(place: Place, name: string, value: unknown, look: Look): void
  /** What is worth a word, of the places that are known. */
  findings(look: Look, tools: Tools): readonly Finding[]
}
