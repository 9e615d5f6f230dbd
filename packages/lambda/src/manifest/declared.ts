import { type Node, parse } from 'acorn'

/** A name that a program declares, and the part of its text in which it is known. */
interface Declared {
  readonly name: string
  /** Where it stands in its declaration. */
  readonly offset: number
  readonly start: number
  readonly end: number
}

/** A bundle's own. */
export interface Declarations {
  readonly names: Declared[]
  readonly functions: { readonly start: number; readonly end: number }[]
}

/** Everything that a bundle declares. Throws SyntaxError for what is no JavaScript. */
export function declaredIn(code: string): Declarations {
  const found: Declarations = { names: [], functions: [] }
  const program = parsed(code)
  visit(program, { block: program, callable: program }, found)
  return found
}

// Nothing in a file says which it is.
function parsed(code: string): Node {
  try {
    return parse(code, { ...SYNTAX, sourceType: 'module' })
  } catch {
    return parse(code, { ...SYNTAX, sourceType: 'script' })
  }
}

const SYNTAX = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowHashBang: true,
} as const

/** What a name that is declared here is known in: `let` in the block, `var` in the function. */
interface Around {
  readonly block: Node
  readonly callable: Node
}

type Fields = Readonly<Record<string, unknown>>

function visit(node: Node, around: Around, found: Declarations): void {
  const fields = node as unknown as Fields
  const { type } = node
  const inside = scopeOf(node, around)
  if (type === 'VariableDeclaration') {
    const within = fields['kind'] === 'var' ? around.callable : around.block
    for (const { id } of fields['declarations'] as { id: Node }[]) declare(id, within, found)
  } else if (type === 'FunctionDeclaration' || type === 'ClassDeclaration') {
    if (isNode(fields['id'])) declare(fields['id'], around.block, found)
  } else if (type === 'FunctionExpression' || type === 'ClassExpression') {
    if (isNode(fields['id'])) declare(fields['id'], node, found)
  } else if (type === 'CatchClause') {
    if (isNode(fields['param'])) declare(fields['param'], node, found)
  } else if (/^Import(?:Default|Namespace)?Specifier$/.test(type)) {
    declare(fields['local'] as Node, around.block, found)
  }
  if (/Function/.test(type)) {
    found.functions.push(node)
    for (const each of fields['params'] as Node[]) declare(each, node, found)
  }
  for (const child of childrenOf(fields)) visit(child, inside, found)
}

function scopeOf(node: Node, around: Around): Around {
  if (/Function|^StaticBlock$|^PropertyDefinition$/.test(node.type)) return { block: node, callable: node }
  if (/^(?:BlockStatement|For\w*Statement|SwitchStatement|CatchClause)$/.test(node.type)) {
    return { block: node, callable: around.callable }
  }
  return around
}

/** The names in a pattern. */
function declare(pattern: Node, within: Node, found: Declarations): void {
  const fields = pattern as unknown as Fields
  if (pattern.type === 'Identifier') {
    const { start, end } = within
    found.names.push({ name: String(fields['name']), offset: pattern.start, start, end })
    return
  }
  const inner =
    pattern.type === 'AssignmentPattern'
      ? [fields['left']]
      : pattern.type === 'Property'
        ? [fields['value']]
        : [fields['argument'], ...listOf(fields['elements']), ...listOf(fields['properties'])]
  for (const each of inner) if (isNode(each)) declare(each, within, found)
}

function childrenOf(fields: Fields): Node[] {
  return Object.values(fields).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode))
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
