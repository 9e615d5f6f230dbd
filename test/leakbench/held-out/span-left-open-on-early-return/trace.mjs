import { randomUUID } from 'node:crypto'

const stack = []

export function startSpan(name, attributes) {
  const parent = stack.at(-1)?.id ?? null
  const span = { id: randomUUID(), name, attributes, parent, startedAt: performance.now() }
  stack.push(span)
  return span
}

export function endSpan(span) {
  stack.splice(stack.lastIndexOf(span), 1)
  span.durationMs = performance.now() - span.startedAt
  return span
}

export const depth = () => stack.length
