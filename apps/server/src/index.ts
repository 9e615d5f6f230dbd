export { startServer } from './start-server.ts'
export type { RunningServer, StartOptions } from './start-server.ts'
export type { ServerOptions } from './settings.ts'
