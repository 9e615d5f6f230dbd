import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findRuntime } from '../src/runtimes.ts'
import type { RuntimeId } from '../src/runtimes.ts'

// AWS's own native clients, compiled here from the sources that lie in its packages: about 45 seconds on two cores,
// most of them curl's configure script; then kept. Nothing is downloaded, and nothing in the packages changes.

const require = createRequire(new URL('../src/runtimes.ts', import.meta.url))
const RIC_3 = dirname(dirname(require.resolve('aws-lambda-ric-3')))
const RIC_4 = dirname(require.resolve('aws-lambda-ric'))
const CACHE = fileOf('../../../node_modules/.cache/thermocline-native-client')

interface Source {
  readonly package: string
  readonly archive: string
  readonly file: string
}

const SOURCES: Readonly<Record<RuntimeId, Source>> = {
  'nodejs22.x': { package: RIC_3, archive: 'deps/aws-lambda-cpp-0.2.8.tar.gz', file: 'src/rapid-client.cc' },
  'nodejs24.x': { package: RIC_4, archive: 'deps/aws-lambda-cpp.tar.xz', file: 'src/native/rapid-client.cc' },
}

/** What a build needs and this machine has not. */
export function missingForBuild(): string[] {
  if (process.platform !== 'linux') return ['Linux']
  const tools = ['sh', 'tar', 'xz', 'make', 'cmake', 'cc', 'c++'].filter((tool) => !isCommand(tool))
  return existsSync(join(nodeHeaders(), 'node_api.h')) ? tools : [...tools, `${nodeHeaders()}/node_api.h`]
}

/** The path of each runtime's compiled client. Throws with what the compiler said. */
export async function builtNativeClients(): Promise<Readonly<Record<RuntimeId, string>>> {
  const clients = { 'nodejs22.x': cached('nodejs22.x'), 'nodejs24.x': cached('nodejs24.x') }
  if (!Object.values(clients).every((client) => existsSync(client))) await build()
  return clients
}

function cached(runtime: RuntimeId): string {
  const { version } = JSON.parse(
    readFileSync(join(SOURCES[runtime].package, 'package.json'), 'utf8'),
  ) as Version
  return join(CACHE, `aws-lambda-ric-${version}-${process.arch}.node`)
}

interface Version {
  readonly version: string
}

async function build(): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'building-'))
  try {
    const curl = await buildCurl(folder)
    // Both on their own files: at once, on the cores there are.
    await Promise.all(
      (Object.keys(SOURCES) as RuntimeId[]).map((id) => buildClient(id, curl, join(folder, id))),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// The archive of aws-lambda-ric 4 has the configure script that the same curl in that of 3 lacks.
async function buildCurl(folder: string): Promise<string> {
  const curl = join(folder, 'curl')
  await unpack(join(RIC_4, 'deps/curl.tar.xz'), curl)
  await run(curl, './configure', configureFlags())
  await run(curl, 'make', ['-C', 'lib', `-j${availableParallelism()}`])
  return curl
}

// What the package's own install script says, and what saves a quarter of the time.
function configureFlags(): string[] {
  const script = readFileSync(join(RIC_4, 'scripts/preinstall.sh'), 'utf8')
  const theirs = script.match(/--(?:disable|with|without)-\S+/g) ?? []
  return [...theirs, '--disable-dependency-tracking', 'CFLAGS=-O0']
}

async function buildClient(runtime: RuntimeId, curl: string, folder: string): Promise<void> {
  const source = SOURCES[runtime]
  await unpack(join(source.package, source.archive), folder)
  const library = join(curl, 'lib/.libs/libcurl.a')
  const cmake = ['-DCMAKE_CXX_FLAGS=-fPIC', '-DENABLE_LTO=OFF', `-DCURL_INCLUDE_DIR=${curl}/include`]
  await run(folder, 'cmake', [...cmake, `-DCURL_LIBRARY=${library}`, '-S', '.', '-B', 'build'])
  await run(folder, 'make', ['-C', 'build', 'aws-lambda-runtime'])
  const includes = [nodeHeaders(), napiHeaders(source), `${folder}/include`, `${curl}/include`]
  const flags = ['-std=c++20', '-shared', '-fPIC', '-fvisibility=hidden', '-pthread']
  const libraries = [`${folder}/build/libaws-lambda-runtime.a`, library]
  const inputs = [
    ...includes.map((include) => `-I${include}`),
    join(source.package, source.file),
    ...libraries,
  ]
  await run(folder, 'c++', [...flags, ...inputs, '-o', 'rapid-client.node'])
  renameSync(join(folder, 'rapid-client.node'), cached(runtime))
}

/** Without the top folder that some of the archives have. */
async function unpack(archive: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const strip = archive.endsWith('.tar.gz') ? ['--strip-components=1'] : []
  await run(folder, 'tar', ['-xf', archive, '--no-same-owner', '--exclude=._*', ...strip])
}

async function run(cwd: string, command: string, args: readonly string[]): Promise<void> {
  const options = { cwd, maxBuffer: 1 << 26 }
  const failure = await promisify(execFile)(command, [...args], options).then(
    () => null,
    (error: Error & { readonly stderr?: string }) => error.stderr ?? error.message,
  )
  if (failure === null) return
  const said = failure.split('\n').slice(0, 20).join('\n')
  throw new Error(`${command} failed in building AWS's native client: ${said}`)
}

function isCommand(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Of the newer Node: what they offer to native modules is the same. */
function nodeHeaders(): string {
  return join(dirname(findRuntime('nodejs24.x').nodeBinary), '../include/node')
}

function napiHeaders({ package: folder }: Source): string {
  return dirname(createRequire(join(folder, 'package.json')).resolve('node-addon-api/package.json'))
}

function fileOf(relative: string): string {
  return join(import.meta.dirname, relative)
}
