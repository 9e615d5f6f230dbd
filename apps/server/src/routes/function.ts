import type { Router } from 'express'
import { wanted, windowOf } from '../query.ts'
import type { Surroundings } from '../surroundings.ts'

export function functionRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/api/function', (request, response) => {
    response.json(analyzer.function(wanted(request, 'key'), windowOf(request)))
  })
}
