import { seeded } from '../random.ts'
import type { Random } from '../random.ts'

/**
 * The random numbers of this seed that are called so: what is drawn under one name never shifts what is drawn under
 * another, so that a traffic added to a scenario leaves the others as they were.
 */
export function streamOf(seed: number, name: string): Random {
  return seeded(digest(`${seed}/${name}`))
}

/** A normally distributed number around 0, of deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** The time to the next arrival where `mean` passes between two that know nothing of each other. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean
}

/** FNV-1a, 32 bits: the same for the same text, on every machine. */
export function digest(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
