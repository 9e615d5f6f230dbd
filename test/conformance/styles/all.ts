import type { Style } from '../style.ts'
import { CALLBACK_STYLES } from './callbacks.ts'
import { END_STYLES } from './ends.ts'
import { ERROR_STYLES } from './errors.ts'
import { LOADING_STYLES } from './loading.ts'
import { LOG_STYLES } from './logs.ts'
import { RESULTS } from './results.ts'
import { STREAMING_STYLES } from './streaming.ts'
import { CHANGE_STYLES, CONTEXT_STYLES } from './surroundings.ts'

/** Every style there is; those that wait come first. */
export const ALL_STYLES: readonly Style[] = [
  ...END_STYLES,
  ...RESULTS,
  ...ERROR_STYLES,
  ...STREAMING_STYLES,
  ...CALLBACK_STYLES,
  ...LOADING_STYLES,
  ...CONTEXT_STYLES,
  ...CHANGE_STYLES,
  ...LOG_STYLES,
]

/** The style of this name; throws where there is none. */
export function styleOf(name: string): Style {
  const found = ALL_STYLES.find((style) => style.name === name)
  if (found === undefined) throw new Error(`there is no style ${name}`)
  return found
}
