import { escape, indentOf } from '../code/pattern.ts'
import { writtenPlace } from '../code/written-place.ts'
import type { CallSite } from '../../call-site.ts'

/** What a finding calls a piece of work, and where it was written. */
export interface Written {
  /** `fetch in track`; without the function where it has no name of code. */
  readonly name: string
  /** File and line from 1, as it was written. */
  readonly file: string
  readonly line: number
}

const TIMERS = /\b(setTimeout|setInterval|setImmediate)\s*\(/
const REQUESTS = /(?<![\w$.])(fetch|(?:https?\s*\.\s*)?(?:get|request))\s*\(/
const CONNECTIONS = /\b(?:(net|tls|http2)\s*\.\s*)?(connect|createConnection)\s*\(/
const FILES =
  /\b((?:write|append|read|copy|truncate|chmod|chown|access|stat|lstat|rm|mkdir|readdir|rename|unlink|open|opendir|cp|utimes|symlink|link|mkdtemp)(?:File|dir)?(?:Sync)?|writeFile|appendFile|readFile|copyFile)\s*\(/

/** What is made there: with `byCall` by the call that the code has on that line, where it has one that is known. */
export function written(what: string, site: CallSite, byCall: boolean): Written {
  const { file, line, code, name } = read(site)
  const operation = (byCall ? operationOn(code) : undefined) ?? what
  return { name: name === undefined ? operation : `${operation} in ${name}`, file, line }
}

/** True of a timer whose own function starts it. */
export function rearms(site: CallSite): boolean {
  const { code, name } = read(site)
  return (
    name !== undefined &&
    new RegExp(`\\bsetTimeout\\s*\\(\\s*(?:\\(\\)\\s*=>\\s*)?(?:[\\w$]+\\.)*${escape(lastOf(name))}\\b`).test(
      code,
    )
  )
}

/** The line, and the function it is in; a name that was made at run time is none. */
function read(site: CallSite): { file: string; line: number; code: string; name: string | undefined } {
  const { file, line, functionName, text } = writtenPlace(site)
  const lines = text?.split('\n') ?? []
  const name = functionName ?? enclosing(lines, line - 1)
  const isOfCode = name !== undefined && text?.includes(lastOf(name))
  return { file, line, code: lines[line - 1] ?? '', name: isOfCode ? name : undefined }
}

function operationOn(code: string): string | undefined {
  const line = asImported(code)
  const request = REQUESTS.exec(line)?.[1]
  if (request !== undefined) return request.replaceAll(/\s/g, '').replace(/^(?:get|request)$/, 'http.$&')
  const connection = CONNECTIONS.exec(line)
  if (connection)
    return `${connection[1] ?? 'net'}.${connection[2] === 'connect' ? 'connect' : 'createConnection'}`
  const file = FILES.exec(line)?.[1]
  return TIMERS.exec(line)?.[1] ?? (file === undefined ? undefined : `fs.${file}`)
}

/** What a translation to CommonJS makes of `connect(`: `(0, import_node_net.connect)(`, or with `node_net_1`. */
function asImported(code: string): string {
  return code
    .replaceAll(/\(0,\s*([\w$.]+)\)\s*\(/g, '$1(')
    .replaceAll(/\b(?:import_node_(\w+)|node_(\w+?)_\d+)\.(?:default\.)?/g, '$1$2.')
}

/** `Store.save` is declared as `save`. */
function lastOf(name: string): string {
  return /[^.\s]+$/.exec(name)?.[0] ?? name
}

const FUNCTION =
  /^\s*(?:export\s+)?(?:default\s+)?(?:static\s+)?(?:async\s+)?(?:function\s*\*?\s*([\w$]+)\s*\(|(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:\([^()=]*\)\s*=>|[\w$]+\s*=>|function)|(#?[\w$]+)\s*\([^)]*\)\s*\{)/
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function'])

/** The nearest function above that has a name and is indented less; where a function that is none is called from. */
function enclosing(lines: readonly string[], from: number): string | undefined {
  let depth = indentOf(lines[from])
  for (let at = from; at >= 0; at -= 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || (at !== from && indentOf(line) >= depth)) continue
    depth = indentOf(line)
    const [, declared, assigned, method] = FUNCTION.exec(line) ?? []
    const name = declared ?? assigned ?? method
    if (name !== undefined && !KEYWORDS.has(name)) return name
  }
  return undefined
}
