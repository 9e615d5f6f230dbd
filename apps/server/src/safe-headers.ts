import type { RequestHandler } from 'express'

const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Another site may not even embed an answer.
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** On every response, failures too: no inline script or style, no sniffing, no embedding elsewhere. */
export const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set(HEADERS)
  next()
}
