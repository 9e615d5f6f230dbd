import type { FindingReport } from '@thermocline/wire'
import type { JSX } from 'preact'
import { counted } from '../format.ts'
import { HOME, hrefOf, WRAPPING } from '../state.ts'
import { byWorst, Findings, isOpen } from './findings.tsx'

interface Props {
  readonly findings: readonly FindingReport[]
  /** Logs show no leaked state: then nothing found means nothing. */
  readonly logsOnly: boolean
}

/** Open findings, worst first; caches and closed ones folded away behind them. */
export function LeakedState({ findings, logsOnly }: Props): JSX.Element {
  const open = findings.filter(isOpen).toSorted(byWorst)
  const rest = findings.filter((finding) => !isOpen(finding)).toSorted(byWorst)
  return (
    <>
      {open.length === 0 ? (
        <NoneOpen logsOnly={logsOnly} closed={rest.some(({ status }) => status !== 'open')} />
      ) : (
        <Findings of={open.map(placed)} label="Leaked state" />
      )}
      {rest.length > 0 && (
        <details class="rest">
          <summary>
            {counted(rest.length, 'cache or closed finding', 'caches and closed findings')}, for information
          </summary>
          <Findings of={rest.map(placed)} label="Caches and closed findings" />
        </details>
      )}
    </>
  )
}

function NoneOpen({
  logsOnly,
  closed,
}: {
  readonly logsOnly: boolean
  readonly closed: boolean
}): JSX.Element {
  if (closed) return <p class="quiet">Nothing is open: what was found is fixed, ignored or a cache.</p>
  if (!logsOnly) {
    return (
      <p class="quiet">
        Variables, timers, listeners, handles, files and work that goes on were watched, and nothing stayed
        that should not.
      </p>
    )
  }
  return (
    <p class="quiet">
      Logs alone cannot show leaked state.{' '}
      <a href={`${hrefOf({ ...HOME, more: true })}#${WRAPPING}`}>Wrap the handler</a> to see it by name and
      line.
    </p>
  )
}

function placed(finding: FindingReport): { readonly finding: FindingReport } {
  return { finding }
}
