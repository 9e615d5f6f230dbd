/** How long a fault lasts. */
export type Lasting = 'always' | 'once' | 'middle'

/**
 * Places, without their lines, whose fault reaches the handler or ends the process today: what is mended has to be
 * taken out. A place met too seldom has no call in the middle.
 */
export const BREAKING: Readonly<Record<string, readonly Lasting[]>> = {}

/** Whether a look comes so far depends on how much of its time is left. */
export const AT_TIMES: ReadonlySet<string> = new Set(['lambda/src/leaks/variables/scopes.ts:ask.anonymous'])

/** What of the guard, failing while it takes note of another failure, reaches the handler today. */
export const BREAKING_GUARDS: readonly string[] = []
