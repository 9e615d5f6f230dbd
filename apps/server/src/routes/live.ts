import type { Router } from 'express'
import type { Surroundings } from '../surroundings.ts'

export function liveRoute(router: Router, { live }: Surroundings): void {
  router.get('/api/live', (request, response) => live.listen(request, response))
}
