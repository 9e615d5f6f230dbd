import type { About } from '@thermocline/wire'
import type { ComponentChildren, JSX, TargetedFocusEvent, TargetedKeyboardEvent } from 'preact'
import { ASK } from '../ask.ts'
import { counted } from '../format.ts'
import type { Connection } from '../live.ts'
import type { Theme } from '../theme.ts'
import { Logo } from './logo.tsx'

interface Props {
  readonly about: About | null
  readonly connection: Connection
  readonly theme: Theme
  readonly chooseTheme: (theme: Theme) => void
  readonly children: ComponentChildren
}

/** What surrounds every view. */
export function Shell({ about, connection, theme, chooseTheme, children }: Props): JSX.Element {
  return (
    <>
      <header class="bar">
        <div class="bar-inner">
          <a class="brand" href="/" aria-label="Thermocline home">
            <Logo />
            <span>Thermocline</span>
          </a>
          {about?.lab === true && (
            <span
              class="lab"
              data-explain="These containers belong to the local lab, not to AWS. Lab data lives in a folder of its own."
            >
              Lab
            </span>
          )}
          <div class="bar-end">
            <Liveness connection={connection} />
            <Reports />
            <ThemeToggle theme={theme} choose={chooseTheme} />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <span>
          Thermocline {about?.version ?? ''}
          {about !== null &&
            ` · ${counted(about.invocations, 'invocation')}, ${counted(about.spans, 'span')}`}
        </span>
        <a href="/words">What the words mean</a>
        <span>Times are in {Intl.DateTimeFormat().resolvedOptions().timeZone}</span>
      </footer>
    </>
  )
}

const CONNECTION_WORDS: Readonly<Record<Connection, readonly [string, string]>> = {
  connecting: ['Connecting', 'Opening the stream of changes.'],
  live: ['Live', 'New data shows up by itself, within about a second.'],
  lost: ['Reconnecting', 'The stream of changes broke. What you see may be old; it is being opened again.'],
}

function Liveness({ connection }: { readonly connection: Connection }): JSX.Element {
  const [word, about] = CONNECTION_WORDS[connection]
  return (
    <span class="liveness" role="status" data-state={connection} data-explain={about}>
      <i aria-hidden="true" />
      <span>{word}</span>
    </span>
  )
}

const FORMATS = [
  ['html', 'HTML', 'one file to send around'],
  ['md', 'Markdown', 'for a pull request'],
  ['csv', 'CSV', 'for a spreadsheet'],
  ['json', 'JSON', 'for a program'],
] as const

function Reports(): JSX.Element {
  return (
    <details class="menu" onKeyDown={closeOnEscape} onFocusOut={closeOnLeave}>
      <summary>Report</summary>
      <ul>
        {FORMATS.map(([format, name, use]) => (
          <li key={format}>
            <a href={ASK.report(format)} download={`thermocline-report.${format}`}>
              <b>{name}</b>
              <small>{use}</small>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

function closeOnEscape(event: TargetedKeyboardEvent<HTMLDetailsElement>): void {
  if (event.key !== 'Escape') return
  event.currentTarget.open = false
  event.currentTarget.querySelector('summary')?.focus()
}

function closeOnLeave(event: TargetedFocusEvent<HTMLDetailsElement>): void {
  const next = event.relatedTarget
  if (!(next instanceof Node && event.currentTarget.contains(next))) event.currentTarget.open = false
}

function ThemeToggle({
  theme,
  choose,
}: {
  readonly theme: Theme
  readonly choose: (theme: Theme) => void
}): JSX.Element {
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" class="icon-button" aria-label={`Use ${other} theme`} onClick={() => choose(other)}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path
          d={theme === 'dark' ? 'M10 3.5a6.5 6.5 0 0 1 0 13z' : 'M10 3.5a6.5 6.5 0 0 0 0 13z'}
          fill="currentColor"
        />
      </svg>
    </button>
  )
}
