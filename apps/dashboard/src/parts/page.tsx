import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Fault } from '../ask.ts'

interface Crumb {
  readonly text: string
  readonly href: string
}

interface Props {
  /** Also the document's title. */
  readonly title: string
  readonly crumbs?: readonly Crumb[]
  readonly lead?: ComponentChildren
  /** A newer answer could not be fetched: what is shown is the old one. */
  readonly fault?: Fault | null
  readonly children?: ComponentChildren
}

/** One page: its name, where it belongs, and what it says in a sentence. */
export function Page({ title, crumbs = [], lead, fault, children }: Props): JSX.Element {
  useTitle(title)
  return (
    <>
      <div class="page-head">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" class="crumbs">
            <ol>
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <a href={crumb.href}>{crumb.text}</a>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1>{title}</h1>
        {lead !== undefined && <div class="lead">{lead}</div>}
      </div>
      {fault !== null && fault !== undefined && <StaleNote fault={fault} />}
      {children}
    </>
  )
}

/** A titled part of a page. */
export function Section(props: {
  readonly title: string
  readonly id: string
  readonly about?: ComponentChildren
  readonly tools?: ComponentChildren
  /** Takes the whole width where sections stand side by side. */
  readonly isWide?: boolean
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <section class={props.isWide === true ? 'section wide' : 'section'} aria-labelledby={props.id}>
      <div class="section-head">
        <div>
          <h2 id={props.id}>{props.title}</h2>
          {props.about !== undefined && <p class="about">{props.about}</p>}
        </div>
        {props.tools !== undefined && <div class="tools">{props.tools}</div>}
      </div>
      {props.children}
    </section>
  )
}

/** Shown only when waiting takes long enough to be noticed (the delay is in the style sheet). */
export function Waiting({ what }: { readonly what: string }): JSX.Element {
  return (
    <div class="waiting" role="status">
      <i aria-hidden="true" />
      <span>Loading {what}</span>
    </div>
  )
}

export function Failed({
  what,
  fault,
  retry,
}: {
  readonly what: string
  readonly fault: Fault
  readonly retry: () => void
}): JSX.Element {
  const missing = fault.code === 'not_found'
  return (
    <Page title={missing ? `No such ${what}` : `Could not load the ${what}`}>
      <div class="failed" role="alert">
        <p class="failed-message">{fault.message}</p>
        <p class="failed-code">
          Code <code>{fault.code}</code>
        </p>
        <p class="failed-do">
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
          <a href="/">All functions</a>
        </p>
      </div>
    </Page>
  )
}

function StaleNote({ fault }: { readonly fault: Fault }): JSX.Element {
  return (
    <p class="note note-bad" role="status">
      What you see may be old: {fault.message} <code>{fault.code}</code>
    </p>
  )
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} \u00b7 Thermocline`
  }, [title])
}
