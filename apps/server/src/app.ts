import express from 'express'
import type { Express, RequestHandler } from 'express'
import { ThermoclineError } from '@thermocline/wire'
import { failures } from './failure.ts'
import type { ErrorLog } from './failure.ts'
import { checkHost } from './host-check.ts'
import { aboutRoute } from './routes/about.ts'
import { containerRoute } from './routes/container.ts'
import { functionRoute } from './routes/function.ts'
import { functionsRoute } from './routes/functions.ts'
import { healthRoute } from './routes/health.ts'
import { ingestRoute } from './routes/ingest.ts'
import { liveRoute } from './routes/live.ts'
import { reportRoute } from './routes/report.ts'
import { traceRoute } from './routes/trace.ts'
import { safeHeaders } from './safe-headers.ts'
import { dashboard } from './static.ts'
import type { Surroundings } from './surroundings.ts'

const ROUTES = [
  ingestRoute,
  aboutRoute,
  functionsRoute,
  functionRoute,
  containerRoute,
  traceRoute,
  reportRoute,
  liveRoute,
  healthRoute,
]

export interface AppSettings {
  readonly port: () => number
  readonly dashboard: string | undefined
  readonly log: ErrorLog
}

/** The whole server but for its socket. */
export function createApp(surroundings: Surroundings, settings: AppSettings): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(safeHeaders, checkHost(settings.port))
  app.use('/api', noStore)
  for (const route of ROUTES) route(app, surroundings)
  app.use(['/api', '/v1', '/healthz'], notFound)
  app.use(dashboard(settings.dashboard))
  app.use(notFound)
  app.use(failures(settings.log))
  return app
}

// Answers change with every span: a browser's copy would be wrong.
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

const notFound: RequestHandler = (request) => {
  const path = request.originalUrl.split('?', 1).join()
  throw new ThermoclineError('not_found', `there is nothing at ${request.method} ${path}`)
}
