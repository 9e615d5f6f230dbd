import { CAUSES, type Cause } from '@thermocline/wire'

// The state of the page is its URL. Everything a view depends on stands here, and nothing else does.

const SORTS = [
  'name',
  'invocations',
  'cold',
  'waited',
  'reuse',
  'init50',
  'init95',
  'peak',
  'findings',
] as const
export type Sort = (typeof SORTS)[number]

/** Charts that can be shown as a table. */
const TABLES = ['starts', 'inits', 'lanes'] as const
export type TableName = (typeof TABLES)[number]

/** The part of the time axis the swimlane shows. */
export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

export interface HomeState {
  readonly view: 'home'
  readonly sort: Sort
  readonly down: boolean
  readonly filter: string
  readonly more: boolean
  readonly allFindings: boolean
}

export interface FunctionState {
  readonly view: 'function'
  readonly key: string
  readonly cause: Cause | null
  readonly warm: boolean
  readonly tables: readonly TableName[]
  readonly page: number
  readonly range: Range | null
}

export interface ContainerState {
  readonly view: 'container'
  readonly id: string
  readonly page: number
  readonly range: Range | null
}

export interface TraceState {
  readonly view: 'trace'
  readonly id: string
  readonly span: string | null
  readonly all: boolean
}

export type State =
  | HomeState
  | FunctionState
  | ContainerState
  | TraceState
  | { readonly view: 'words' }
  | { readonly view: 'lost'; readonly path: string }

export const HOME: HomeState = {
  view: 'home',
  sort: 'findings',
  down: true,
  filter: '',
  more: false,
  allFindings: false,
}

/** Where on the home page it says how to wrap a handler: the fragment of a link to it. */
export const WRAPPING = 'wrap'

export function functionState(key: string): FunctionState {
  return { view: 'function', key, cause: null, warm: false, tables: [], page: 1, range: null }
}

export function containerState(id: string): ContainerState {
  return { view: 'container', id, page: 1, range: null }
}

export function traceState(id: string, span: string | null = null): TraceState {
  return { view: 'trace', id, span, all: false }
}

/** The state a URL stands for. What it cannot read becomes the default, so an old link still opens. */
export function readState(url: URL): State {
  const query = url.searchParams
  const key = query.get('key')
  const id = query.get('id')
  if (url.pathname === '/') return readHome(query)
  if (url.pathname === '/function' && key !== null) return readFunction(key, query)
  if (url.pathname === '/container' && id !== null) {
    return { view: 'container', id, page: readPage(query), range: readRange(query) }
  }
  if (url.pathname === '/trace' && id !== null) {
    return { view: 'trace', id, span: query.get('span'), all: query.has('all') }
  }
  if (url.pathname === '/words') return { view: 'words' }
  return { view: 'lost', path: url.pathname + url.search }
}

/** The URL of a state, defaults left out. */
export function hrefOf(state: State): string {
  switch (state.view) {
    case 'home':
      return homeHref(state)
    case 'function':
      return functionHref(state)
    case 'container':
      return link('/container', { id: state.id, page: pageText(state.page), range: rangeText(state.range) })
    case 'trace':
      return link('/trace', { id: state.id, span: state.span, all: flag(state.all) })
    case 'words':
      return '/words'
    case 'lost':
      return state.path
  }
}

/** What the page is about: changes of it move the focus and the scroll position, changes of a filter do not. */
export function subjectOf(state: State): string {
  switch (state.view) {
    case 'home':
      return 'home'
    case 'function':
      return `function ${state.key}`
    case 'container':
      return `container ${state.id}`
    case 'trace':
      return `trace ${state.id}`
    case 'words':
      return 'words'
    case 'lost':
      return `lost ${state.path}`
  }
}

function readHome(query: URLSearchParams): HomeState {
  const sort = SORTS.find((name) => name === query.get('sort')) ?? HOME.sort
  return {
    view: 'home',
    sort,
    down: query.has('dir') ? query.get('dir') === 'down' : sort !== 'name',
    filter: query.get('filter') ?? '',
    more: query.has('more'),
    allFindings: query.get('findings') === 'all',
  }
}

function readFunction(key: string, query: URLSearchParams): FunctionState {
  const shown = (query.get('table') ?? '').split('.')
  return {
    view: 'function',
    key,
    cause: CAUSES.find((name) => name === query.get('cause')) ?? null,
    warm: query.has('warm'),
    tables: TABLES.filter((name) => shown.includes(name)),
    page: readPage(query),
    range: readRange(query),
  }
}

function homeHref(state: HomeState): string {
  const usual = state.sort !== 'name'
  return link('/', {
    sort: state.sort === HOME.sort ? null : state.sort,
    dir: state.down === usual ? null : state.down ? 'down' : 'up',
    filter: state.filter === '' ? null : state.filter,
    findings: state.allFindings ? 'all' : null,
    more: flag(state.more),
  })
}

function functionHref(state: FunctionState): string {
  return link('/function', {
    key: state.key,
    cause: state.cause,
    warm: flag(state.warm),
    table: state.tables.length === 0 ? null : state.tables.join('.'),
    page: pageText(state.page),
    range: rangeText(state.range),
  })
}

function readPage(query: URLSearchParams): number {
  const page = Number(query.get('page'))
  return Number.isSafeInteger(page) && page > 0 ? page : 1
}

function readRange(query: URLSearchParams): Range | null {
  const [from, to] = (query.get('range') ?? '').split('_').map(Number)
  if (from === undefined || to === undefined || !Number.isFinite(from) || !Number.isFinite(to)) return null
  return to > from ? { fromMs: from, toMs: to } : null
}

function rangeText(range: Range | null): string | null {
  return range === null ? null : `${range.fromMs}_${range.toMs}`
}

function pageText(page: number): string | null {
  return page === 1 ? null : String(page)
}

function flag(on: boolean): string | null {
  return on ? '1' : null
}

function link(path: string, query: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null)
  const text = new URLSearchParams(given).toString()
  return text === '' ? path : `${path}?${text}`
}
