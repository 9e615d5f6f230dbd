import { useEffect, useRef, useState } from 'preact/hooks'
import type { Range } from '../state.ts'
import { fit, rounded } from './window.ts'

export type Show = (range: Range, how: 'push' | 'replace') => void

const COMMIT_MS = 250

/**
 * The range in view, and how to change it. While a wheel turns, the view follows at once and the URL a moment later:
 * browsers limit how often it may change. `range` is the URL's, null for all there is.
 */
export function useView(
  range: Range | null,
  full: Range,
  onRange: (range: Range | null, how: 'push' | 'replace') => void,
): readonly [Range, Show] {
  const [turning, setTurning] = useState<Range | null>(null)
  const timer = useRef(0)
  useEffect(() => setTurning(null), [range?.fromMs, range?.toMs])
  useEffect(() => () => clearTimeout(timer.current), [])
  const show: Show = (next, how) => {
    const isAll = next.fromMs <= full.fromMs && next.toMs >= full.toMs
    const commit = (): void => {
      setTurning(null)
      onRange(isAll ? null : rounded(next), how)
    }
    clearTimeout(timer.current)
    if (how === 'push') return commit()
    setTurning(next)
    timer.current = window.setTimeout(commit, COMMIT_MS)
  }
  return [turning ?? fit(range ?? full, full), show]
}
