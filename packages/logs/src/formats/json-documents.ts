import { ThermoclineError } from '@thermocline/wire'

// How V8 says that one document ended and more text follows; tested, because it is not part of any standard.
const MORE_TEXT = /^Unexpected non-whitespace character after JSON at position (\d+)/

/** The JSON documents that stand one after the other in a text. Throws `bad_log` with the place. */
export function jsonDocuments(text: string): unknown[] {
  const documents: unknown[] = []
  let rest = text.replace(/^\ufeff/, '')
  for (;;) {
    const { value, next } = firstDocument(rest, documents.length + 1)
    documents.push(value)
    if (next === undefined) return documents
    rest = rest.slice(next)
  }
}

function firstDocument(text: string, count: number): { value: unknown; next?: number } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const { message } = error as Error
    const next = Number(MORE_TEXT.exec(message)?.[1] ?? 0)
    if (next === 0) {
      const which = count === 1 ? '' : `document ${count}: `
      throw new ThermoclineError('bad_log', `${which}must be JSON, got: ${message}`)
    }
    return { value: JSON.parse(text.slice(0, next)) as unknown, next }
  }
}
