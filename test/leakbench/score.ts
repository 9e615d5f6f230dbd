import type { Played, Told } from './stage.ts'

/** How one run came out. */
export interface Verdict {
  readonly played: Played
  /** The finding that was wanted: of its kind and class. */
  readonly hit: Told | undefined
  readonly nameRight: boolean
  readonly locationRight: boolean
  /** Findings that nothing in the program stands for. */
  readonly wrong: readonly Told[]
}

export interface Score {
  readonly leaking: number
  readonly found: number
  readonly named: number
  readonly located: number
  readonly clean: number
  /** Clean programs that were flagged. */
  readonly flagged: number
  /** More findings than one, in leaking programs. */
  readonly extra: number
}

export function judge(played: Played): Verdict {
  const { expected, also } = played.run.program
  // What a variable holds for the better is told for information, and flags nothing.
  const told = played.findings.filter((finding) => finding.class !== 'cache')
  const candidates = told.filter(
    (finding) => finding.kind === expected?.kind && finding.class === expected.class,
  )
  const hit = candidates.find(({ name }) => name === expected?.name) ?? candidates[0]
  const wrong = told.filter(
    (finding) =>
      finding !== hit &&
      !also.some(
        (other) =>
          other.kind === finding.kind && other.class === finding.class && other.name === finding.name,
      ),
  )
  return {
    played,
    hit,
    nameRight: hit !== undefined && hit.name === expected?.name,
    locationRight: hit !== undefined && hit.location === expected?.location,
    wrong,
  }
}

export function scoreOf(verdicts: readonly Verdict[]): Score {
  const leaking = verdicts.filter(({ played }) => played.run.program.expected !== undefined)
  const clean = verdicts.filter(({ played }) => played.run.program.expected === undefined)
  return {
    leaking: leaking.length,
    found: leaking.filter(({ hit }) => hit).length,
    named: leaking.filter(({ nameRight }) => nameRight).length,
    located: leaking.filter(({ locationRight }) => locationRight).length,
    clean: clean.length,
    flagged: clean.filter(({ wrong }) => wrong.length > 0).length,
    extra: leaking.reduce((sum, { wrong }) => sum + wrong.length, 0),
  }
}

export const recall = ({ leaking, found }: Score): number => found / leaking
export const precision = ({ found, flagged, extra }: Score): number => found / (found + flagged + extra)
/** Of what was found. */
export const nameAccuracy = ({ found, named }: Score): number => named / found
