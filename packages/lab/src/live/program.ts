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

export function runtimeProgram({ runtime, policy, memoryMb, region, env }: LabFunction): RuntimeProgram {
  const { id, nodeBinary, nodeVersion } = runtime
  const flags = nodeFlags({ memoryMb, nodeOptions: env['NODE_OPTIONS'] })
  const [major, minor] = nodeVersion.split('.')
  return {
    program: nodeBinary,
    args: [...flags, '--require', NATIVE_CLIENT, ricFor(id, policy.managed !== null)],
    told: {
      runtimeVersion: `nodejs:${major}.v${minor}`,
      // The lab has no runtime ARN: its hash is all zeros.
      runtimeVersionArn: `arn:aws:lambda:${region}::runtime:${'0'.repeat(64)}`,
    },
  }
}
