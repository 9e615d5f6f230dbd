import type { Router } from 'express'
import type { About } from '@thermocline/wire'
import manifest from '../../package.json' with { type: 'json' }
import type { Surroundings } from '../surroundings.ts'

export function aboutRoute(router: Router, { analyzer, endpoint }: Surroundings): void {
  router.get('/api/about', (_request, response) => {
    response.json({ ...analyzer.about(), version: manifest.version, endpoint: endpoint() } satisfies About)
  })
}
