import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ThermoclineError, badSetting } from '@thermocline/wire'

// Which Node and which of AWS's runtime interface clients stand behind a runtime's name.

export type RuntimeId = 'nodejs22.x' | 'nodejs24.x'

/** A runtime by AWS's name, found on this machine. */
export interface Runtime {
  readonly id: RuntimeId
  readonly nodeBinary: string
  readonly nodeVersion: string
  /** The value of AWS_EXECUTION_ENV. */
  readonly executionEnv: string
}

/** Where a Node may be found. */
export interface Host {
  readonly arch: string
  /** The Node that runs the lab, and its version without a v. */
  readonly execPath: string
  readonly nodeVersion: string
  /** The folder of an installed package, or `null`. */
  packageFolder(name: string): string | null
}

interface Row {
  readonly major: string
  readonly nodePackage: (arch: string) => string
  readonly ric: string
}

const RIC_3 = fileURLToPath(new URL('ric-3.mjs', import.meta.url))
const RIC_4 = fileURLToPath(import.meta.resolve('aws-lambda-ric'))

const RUNTIMES: Readonly<Record<RuntimeId, Row>> = {
  'nodejs22.x': { major: '22', nodePackage: (arch) => `node22-linux-${arch}`, ric: RIC_3 },
  // The root's own, on which everything runs.
  'nodejs24.x': { major: '24', nodePackage: (arch) => `node-linux-${arch}`, ric: RIC_4 },
}

export const RUNTIME_IDS: readonly RuntimeId[] = Object.keys(RUNTIMES) as RuntimeId[]

/** The runtime of this name. Throws `bad_setting` when there is none, or no Node for it on this machine. */
export function findRuntime(id: string, host: Host = THIS_HOST): Runtime {
  if (!isRuntimeId(id)) throw badSetting('runtime', `one of ${RUNTIME_IDS.join(', ')}`, id)
  const { major, nodePackage } = RUNTIMES[id]
  const name = nodePackage(host.arch)
  const node = runningNode(major, host) ?? installedNode(major, name, host)
  if (node === null) throw noNode(id, major, name, host)
  return { id, ...node, executionEnv: `AWS_Lambda_${id}` }
}

/** The program that runs a function. On Managed Instances it is always the one that serves from worker threads. */
export function ricFor(id: RuntimeId, managedInstances: boolean): string {
  return managedInstances ? RIC_4 : RUNTIMES[id].ric
}

function isRuntimeId(id: string): id is RuntimeId {
  return Object.hasOwn(RUNTIMES, id)
}

type Node = Pick<Runtime, 'nodeBinary' | 'nodeVersion'>

// First, as it surely works here: on a Mac there is nothing else.
function runningNode(major: string, { execPath, nodeVersion }: Host): Node | null {
  return isOf(major, nodeVersion) ? { nodeBinary: execPath, nodeVersion } : null
}

function installedNode(major: string, name: string, host: Host): Node | null {
  const folder = host.packageFolder(name)
  if (folder === null) return null
  const { version, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  return isOf(major, version) ? { nodeBinary: join(folder, bin.node), nodeVersion: version } : null
}

interface Manifest {
  readonly version: string
  readonly bin: { readonly node: string }
}

function isOf(major: string, version: string): boolean {
  return version.startsWith(`${major}.`)
}

function noNode(id: RuntimeId, major: string, name: string, { nodeVersion }: Host): ThermoclineError {
  const wanted = `the package ${name}, or a lab that is run by Node ${major}`
  const met = `the package is not installed and the lab is run by Node ${nodeVersion}`
  return new ThermoclineError('bad_setting', `runtime ${id} needs ${wanted}: ${met}`)
}

const require = createRequire(import.meta.url)

const THIS_HOST: Host = {
  arch: process.arch,
  execPath: process.execPath,
  nodeVersion: process.versions.node,
  packageFolder(name) {
    try {
      return dirname(require.resolve(`${name}/package.json`))
    } catch {
      return null
    }
  },
}
