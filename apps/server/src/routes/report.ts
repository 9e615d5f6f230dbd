import type { Router } from 'express'
import { exporterNamed } from '@thermocline/export'
import { optional, windowOf } from '../query.ts'
import type { Surroundings } from '../surroundings.ts'

/** The report as a file to keep. */
export function reportRoute(router: Router, { analyzer }: Surroundings): void {
  router.get('/api/report', (request, response) => {
    const exporter = exporterNamed(optional(request, 'format') ?? 'json', 'bad_request')
    const text = exporter.render(analyzer.report(windowOf(request)))
    response
      .attachment(`thermocline-report.${exporter.extension}`)
      .set('Content-Type', exporter.contentType)
      .send(text)
  })
}
