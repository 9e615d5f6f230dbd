import type { Life } from './lives.ts'

/** What of a container had never been seen before it, and with which others it could have taken turns. */
export interface Novelty {
  readonly kind: 'deploy' | 'config' | 'none'
  readonly because: string
  /** Containers of one group run the same version, code and configuration, for the same tenant. */
  readonly group: string
  /** true where other containers have a tenant and this one's is not known. */
  readonly tenantIsUnclear: boolean
}

/**
 * Novelty of each life; `lives` are in the order they began. A fingerprint that no source gave is taken to be the
 * newest one known of that version: logs alone know none, and would otherwise look like another code.
 */
export function noveltyOf(lives: readonly Life[]): ReadonlyMap<Life, Novelty> {
  const versions = history(lives, (life) => life.version)
  const codes = history(lives, (life) => life.code)
  const configs = history(lives, (life) => life.config)
  const hasTenants = lives.some((life) => life.tenant !== undefined)
  const novelties = new Map<Life, Novelty>()
  for (const life of lives) {
    const [version, code, config] = [versions.meet(life), codes.meet(life), configs.meet(life)]
    novelties.set(life, {
      ...kindOf(version, code, config),
      group: JSON.stringify([life.version, code.value, config.value, life.tenant]),
      tenantIsUnclear: hasTenants && life.tenant === undefined,
    })
  }
  return novelties
}

interface Met {
  /** What the life has, or may be taken to have. */
  readonly value: string | undefined
  /** true where others had been seen before, and never this one. */
  readonly isNew: boolean
}

function history(
  lives: readonly Life[],
  valueOf: (life: Life) => string | undefined,
): { meet(life: Life): Met } {
  const seen = new Set<string>()
  const newest = new Map<string | undefined, string>()
  // What nobody knew at first is taken to be what was known first.
  for (const life of lives.toReversed()) {
    const value = valueOf(life)
    if (value !== undefined) newest.set(life.version, value)
  }
  return {
    meet(life) {
      const value = valueOf(life)
      if (value === undefined) return { value: newest.get(life.version), isNew: false }
      const isNew = seen.size > 0 && !seen.has(value)
      seen.add(value)
      newest.set(life.version, value)
      return { value, isNew }
    },
  }
}

function kindOf(version: Met, code: Met, config: Met): Pick<Novelty, 'kind' | 'because'> {
  if (version.isNew) return { kind: 'deploy', because: never('version', version.value) }
  if (code.isNew) return { kind: 'deploy', because: never('code', code.value) }
  if (config.isNew) return { kind: 'config', because: never('configuration', config.value) }
  return { kind: 'none', because: '' }
}

function never(thing: string, value: string | undefined): string {
  return `no container with ${thing} ${value} had been seen before`
}
