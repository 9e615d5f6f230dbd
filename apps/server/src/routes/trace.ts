import type { Router } from 'express'
import { wanted } from '../query.ts'
import type { Surroundings } from '../surroundings.ts'

export function traceRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/api/trace', (request, response) => {
    response.json(analyzer.trace(wanted(request, 'id')))
  })
}
