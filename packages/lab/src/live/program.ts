import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../node-flags.ts'
import type { InitStart } from '../platform/event.ts'
import { ricFor } from '../runtimes.ts'
import type { LabFunction } from '../settings/function.ts'

const NATIVE_CLIENT = fileURLToPath(new URL('../native-client.cjs', import.meta.url))

/** How the runtime of this function is started, and what Lambda tells of it. */
export interface RuntimeProgram {
  readonly program: string
  readonly args: readonly string[]
  readonly told: Pick<InitStart, 'runtimeVersion' | 'runtimeVersionArn'>
}

export function runtimeProgram(fn: LabFunction): RuntimeProgram {
  const { runtime, policy, memoryMb, region, env } = fn
  const { id, nodeBinary, nodeVersion } = runtime
  const flags = nodeFlags({ memoryMb, nodeOptions: env['NODE_OPTIONS'] })
  const [major, minor] = nodeVersion.split('.')
  const args = [...flags, '--require', NATIVE_CLIENT, ricFor(id, policy.managed !== null)]
  return {
    ...wrapped(fn, nodeBinary, args),
    told: {
      runtimeVersion: `nodejs:${major}.v${minor}`,
      // The lab has no runtime ARN: its hash is all zeros.
      runtimeVersionArn: `arn:aws:lambda:${region}::runtime:${'0'.repeat(64)}`,
    },
  }
}

// As on AWS: the script is started in place of the runtime, whose command line it gets as arguments.
function wrapped(
  { env, layers }: LabFunction,
  program: string,
  args: readonly string[],
): Pick<RuntimeProgram, 'program' | 'args'> {
  const wrapper = env['AWS_LAMBDA_EXEC_WRAPPER']
  return wrapper ? { program: inLayers(wrapper, layers), args: [program, ...args] } : { program, args }
}

/** Layers are unpacked into /opt there, and stay in their folders here. */
function inLayers(path: string, layers: readonly string[]): string {
  if (!path.startsWith('/opt/')) return path
  return layers.map((layer) => layer + path.slice('/opt'.length)).find((file) => existsSync(file)) ?? path
}
