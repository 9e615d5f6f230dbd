import { badSetting } from '@thermocline/wire'

/** What may be said about a server; all of it has a default. */
export interface ServerOptions {
  /** Default THERMOCLINE_HOST, else 127.0.0.1. */
  readonly host?: string | undefined
  /** 0 takes any free port. Default THERMOCLINE_PORT, else 4318, the port of OTLP/HTTP. */
  readonly port?: number | string | undefined
  /** Bytes of one request body as it is sent. Default 16 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** Where the built dashboard lies. Default: the dist folder of apps/dashboard. */
  readonly dashboard?: string | undefined
}

export interface ServerSettings {
  readonly host: LoopbackHost
  readonly port: number
  readonly maxBodyBytes: number
  readonly dashboard: string | undefined
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const
type LoopbackHost = (typeof LOOPBACK)[number]

/** Options over environment over defaults. Throws `bad_setting`. */
export function readSettings(options: ServerOptions, env: NodeJS.ProcessEnv): ServerSettings {
  // Take
  const host = options.host ?? env['THERMOCLINE_HOST'] ?? '127.0.0.1'
  const port = options.port ?? env['THERMOCLINE_PORT'] ?? 4318
  const maxBodyBytes = options.maxBodyBytes ?? 16 * 2 ** 20

  // Check
  if (!isLoopback(host)) {
    const wanted = `one of ${LOOPBACK.join(', ')} (everybody on the network could read and write: there are no tokens yet)`
    throw badSetting('host', wanted, host)
  }
  if (!isPort(port)) throw badSetting('port', 'a whole number from 0 to 65535', port)
  if (!(maxBodyBytes > 0)) throw badSetting('maxBodyBytes', 'more than 0 bytes', maxBodyBytes)

  return Object.freeze({ host, port: Number(port), maxBodyBytes, dashboard: options.dashboard })
}

function isLoopback(host: string): host is LoopbackHost {
  return LOOPBACK.some((name) => name === host)
}

function isPort(port: number | string): boolean {
  return /^\d{1,5}$/.test(String(port)) && Number(port) <= 65_535
}
