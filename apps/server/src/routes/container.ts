import type { Router } from 'express'
import { wanted } from '../query.ts'
import type { Surroundings } from '../surroundings.ts'

export function containerRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/api/container', (request, response) => {
    response.json(analyzer.container(wanted(request, 'id')))
  })
}
