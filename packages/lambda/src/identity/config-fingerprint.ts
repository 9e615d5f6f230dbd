import { digest } from './digest.ts'

type Environment = Readonly<Record<string, string | undefined>>

// What the platform puts into the environment of each container or process anew, and what says where it is.
const OF_ONE_CONTAINER =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CONTAINER_.*|XRAY_.*|LAMBDA_(LOG_STREAM_NAME|LOG_GROUP_NAME|RUNTIME_API|METADATA_.*|INITIALIZATION_TYPE|FUNCTION_VERSION))|_X_AMZN_.*|_AWS_XRAY_.*|_LAMBDA_.*|PWD|OLDPWD|SHLVL|_|HOME|HOSTNAME|TMPDIR)$/

// So few digits that no secret among the values can be tried out against them.
const DIGITS = 5

/**
 * 20 bits of a digest of the environment, which is also where Lambda puts memory size, handler, runtime and time zone:
 * equal in all containers of one configuration.
 */
export function configFingerprint(env: Environment): string {
  const lines = Object.keys(env)
    .filter((name) => !OF_ONE_CONTAINER.test(name))
    .toSorted()
    .map((name) => `${name}=${env[name]}`)
  return digest(lines.join('\0')).slice(-DIGITS)
}
