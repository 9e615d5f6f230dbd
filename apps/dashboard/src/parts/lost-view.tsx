import type { JSX } from 'preact'
import { Page } from './page.tsx'

export function LostView({ path }: { readonly path: string }): JSX.Element {
  return (
    <Page title="Nothing here">
      <p class="prose">
        There is no view at <code>{path}</code>. A function is at <code>/function?key=NAME</code>, a container
        at <code>/container?id=ID</code>, a trace at <code>/trace?id=ID</code>.
      </p>
      <p>
        <a class="button" href="/">
          All functions
        </a>
      </p>
    </Page>
  )
}
