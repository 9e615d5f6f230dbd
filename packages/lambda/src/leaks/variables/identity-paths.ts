import { isHolder } from './measure.ts'

/** Where in a function's events the identities stand, learnt from those that were read whole. */
export interface IdentityPaths {
  /** `.user.id`: names only, as items of a list stand where their list does. */
  learn(path: string): void
  /** Shows each value that stands there, without running a getter or a proxy trap. */
  pick(event: unknown, meet: (value: unknown) => void): void
}

interface Branch {
  isEnd: boolean
  readonly next: Map<string, Branch>
}

const MOST_PATHS = 24
/** Of a list only the first so many: who sent the whole of it is in each. */
const MOST_ITEMS = 10
/** A body that is JSON; one as long takes 10 µs to parse. */
const LONGEST_JSON = 2048

export function createIdentityPaths(): IdentityPaths {
  const root = newBranch()
  const known = new Set<string>()

  return {
    learn(path) {
      if (known.has(path) || known.size >= MOST_PATHS) return
      known.add(path)
      let branch = root
      for (const name of path.split('.').slice(1)) {
        const inner = branch.next.get(name) ?? newBranch()
        branch.next.set(name, inner)
        branch = inner
      }
      branch.isEnd = true
    },
    pick: (event, meet) => follow(event, root, meet),
  }
}

function follow(value: unknown, branch: Branch, meet: (value: unknown) => void): void {
  if (Array.isArray(value) && isHolder(value)) {
    for (let i = 0; i < value.length && i < MOST_ITEMS; i += 1) follow(read(value, String(i)), branch, meet)
    return
  }
  if (branch.isEnd && !isHolder(value)) meet(value)
  if (branch.next.size === 0) return
  const message = typeof value === 'string' ? parsed(value) : value
  if (!isHolder(message)) return
  if (Array.isArray(message)) follow(message, branch, meet)
  else for (const [name, inner] of branch.next) follow(read(message, name), inner, meet)
}

function newBranch(): Branch {
  return { isEnd: false, next: new Map() }
}

function read(value: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(value, name)
  return property && 'value' in property ? property.value : undefined
}

function parsed(text: string): unknown {
  const opening = text[0]
  if ((opening !== '{' && opening !== '[') || text.length > LONGEST_JSON) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
