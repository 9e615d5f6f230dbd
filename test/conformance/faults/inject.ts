import { parseSync, Visitor } from 'vite'

/** Where a fault can be made to happen: the start of one function of ours. */
export interface Place {
  /** `lambda/src/guard.ts:22:createGuard.say`: what the call that was put there gives. */
  readonly id: string
  /** The same without the line, which moves with every change: what lists of known places hold. */
  readonly name: string
}

interface Injected {
  readonly code: string
  readonly places: readonly Place[]
}

/** The name of the function that is called at the start of every other. */
export const FAULT = '__fault'

/**
 * The module with a call of {@link FAULT} before everything that any of its functions does. In a function that does
 * all it does within a `try`, that is within the `try`: nothing of it can fail outside.
 */
export function injectFaults(file: string, code: string): Injected {
  const places: Place[] = []
  const insertions: { readonly at: number; readonly text: string }[] = []
  for (const { path, body, start } of functionsOf(file, code)) {
    const line = code.slice(0, start).split('\n').length
    const place = { id: `${file}:${line}:${path}`, name: `${file}:${path}` }
    const call = `${FAULT}(${JSON.stringify(place.id)})`
    places.push(place)
    if (body.type === 'BlockStatement') insertions.push({ at: body.start + 1, text: `${call};` })
    else insertions.push({ at: body.start, text: `(${call}, ` }, { at: body.end, text: ')' })
  }
  return { code: applied(code, insertions), places }
}

interface Found {
  /** The names around it, outermost first. */
  readonly path: string
  readonly start: number
  readonly body: Body
}

interface Body {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** As much of a node of the syntax tree as is looked at here. */
interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly id?: { readonly name?: string } | null
  readonly body?: Body | null
}

function functionsOf(file: string, code: string): Found[] {
  const { program, errors } = parseSync(file, code, { preserveParens: true })
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const found: Found[] = []
  const names: string[] = []
  /** What the function that comes next is assigned to: a variable, a property, a method's key. */
  const given = new Map<number, string>()

  function enter(node: SyntaxNode): void {
    const name = node.id?.name ?? given.get(node.start) ?? 'anonymous'
    names.push(name)
    if (node.body)
      found.push({ path: names.join('.'), start: node.start, body: tryBlock(node.body) ?? node.body })
  }
  function leave(): void {
    names.pop()
  }
  function give(target: { readonly start: number } | null | undefined, name: unknown): void {
    if (target && typeof name === 'string') given.set(target.start, name)
  }

  new Visitor({
    VariableDeclarator: ({ id, init }) => give(init, 'name' in id ? id.name : undefined),
    Property: ({ key, value }) => give(value, keyName(key)),
    MethodDefinition: ({ key, value }) => give(value, keyName(key)),
    PropertyDefinition: ({ key, value }) => give(value, keyName(key)),
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
  }).visit(program)
  return found
}

/** The block of the `try` that is all a function has. */
function tryBlock(body: Body): Body | undefined {
  const [only, ...others] = 'body' in body && Array.isArray(body.body) ? (body.body as unknown[]) : []
  if (others.length > 0 || typeof only !== 'object' || only === null || !('block' in only)) return undefined
  return only.block as Body
}

function keyName(key: unknown): unknown {
  return typeof key === 'object' && key !== null && 'name' in key ? key.name : undefined
}

function applied(
  code: string,
  insertions: readonly { readonly at: number; readonly text: string }[],
): string {
  // From the end, so that a place is still where it was; of two at one place the outer was found first.
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce(
      (text, insertion) => text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at),
      code,
    )
}
