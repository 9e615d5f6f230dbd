import type { Router } from 'express'
import type { Surroundings } from '../surroundings.ts'

/** Healthy means that the store answers, not only that the port is open. */
export function healthRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', revision: analyzer.revision() })
  })
}
