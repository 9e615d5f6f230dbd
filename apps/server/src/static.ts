import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { RequestHandler, Response, Router } from 'express'

/** The dashboard's files. Every other GET answers its page: what the page shows is in its URL. */
export function dashboard(folder: string | undefined): Router {
  const router = express.Router()
  const root = folder ?? builtDashboard()
  router.use(express.static(root, { index: false, setHeaders: cacheFor(root) }))
  // A hashed file that is gone must not be answered with a page: the browser would run it as a script.
  router.use('/assets', (_request, _response, next) => next('router'))
  router.use(page(join(root, 'index.html')))
  return router
}

function page(index: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    if (!existsSync(index)) return void response.status(503).type('text/plain').send(NOT_BUILT)
    response.sendFile(index, { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } })
  }
}

const NOT_BUILT = 'The dashboard is not built yet. In the checkout, run: npm run build\n'

// Names under assets/ hold a digest of the content; index.html names them and must be asked for each time.
function cacheFor(root: string): (response: Response, path: string) => void {
  return (response, path) => {
    const hashed = path.startsWith(join(root, 'assets'))
    response.set('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  }
}

// import.meta.resolve does not ask whether the file is there: it may be built later.
function builtDashboard(): string {
  return dirname(fileURLToPath(import.meta.resolve('@thermocline/dashboard/index.html')))
}
