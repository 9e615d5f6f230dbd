import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** Text to be copied whole. Where the clipboard is forbidden the text is selected instead. */
export function Copyable({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  const code = useRef<HTMLElement>(null)
  const [done, setDone] = useState<'' | 'Copied' | 'Selected'>('')
  useEffect(() => {
    const timer = setTimeout(() => setDone(''), 1600)
    return () => clearTimeout(timer)
  }, [done])
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setDone('Copied'),
      () => {
        if (code.current !== null) getSelection()?.selectAllChildren(code.current)
        setDone('Selected')
      },
    )
  }
  return (
    <div class="copyable">
      <pre tabIndex={0} aria-label={label}>
        <code ref={code}>{text}</code>
      </pre>
      <button type="button" class="button button-quiet" aria-label={`Copy ${label}`} onClick={copy}>
        <span role="status">{done === '' ? 'Copy' : done}</span>
      </button>
    </div>
  )
}
