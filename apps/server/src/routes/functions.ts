import type { Router } from 'express'
import type { FunctionsAnswer } from '@thermocline/wire'
import { windowOf } from '../query.ts'
import type { Surroundings } from '../surroundings.ts'

export function functionsRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/api/functions', (request, response) => {
    response.json({ report: analyzer.report(windowOf(request)) } satisfies FunctionsAnswer)
  })
}
