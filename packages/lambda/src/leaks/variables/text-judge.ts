import { type Finding, growthFinding } from '../finding.ts'
import { createSeries, type Series, severityOf } from '../growth.ts'
import { escape, isWord, wordOf } from '../code/pattern.ts'
import type { Declaration } from './declaration.ts'
import type { Place } from './explore.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'

/** One text, by where it stands: a longer one is another value. */
interface Text {
  readonly place: Place
  readonly path: readonly string[]
  readonly series: Series
}

const DEEPEST = 2
const MOST_TEXTS = 200
/** Shorter ones are ids and names, which get longer as they count up. */
const LEAST_LENGTH = 256
/** Characters that are worth more than a word. */
const MANY_CHARACTERS = 1_000_000

/** Texts that each request adds to. */
export function judgeTexts(ruler: Ruler): VariableJudge {
  const texts = createPathMemory<Text>(MOST_TEXTS)
  let met: Text[] = []

  return {
    begin: () => void (met = []),
    variable(place, variable, content, { ordinal, root }) {
      function walk(path: readonly string[], value: unknown): void {
        if (typeof value === 'string') {
          const text = texts.recall(place, path, () => ({ place, path, series: createSeries() }))
          text?.series.add({ ordinal, size: value.length, root })
          if (text && value.length >= LEAST_LENGTH) met.push(text)
        } else if (isHolder(value) && path.length < DEEPEST && !Array.isArray(value) && !isMap(value)) {
          for (const [name, member] of ruler.inside(value).members) walk([...path, name], member)
        }
      }
      walk([variable], content)
    },
    findings: (_look, tools) => met.flatMap((text) => judge(text, tools)),
  }
}

function judge(text: Text, tools: Tools): Finding[] {
  const growth = text.series.news()
  const named = growth && tools.declare([text])
  if (!named) return []
  text.series.told()
  if (named.isEntry || named.foreign || isBegunAnew(named, text.path.length > 1)) return []
  const { kind, name, location } = named
  const severity = severityOf(growth.last.size, MANY_CHARACTERS)
  return [growthFinding({ kind, class: 'growth', severity, name, location }, growth)]
}

/** Set to something that it is not the beginning of; of a field the first time may be its declaration. */
function isBegunAnew(named: Declaration, isField: boolean): boolean {
  const { last } = named
  if (!isWord(last)) return false
  const set = `(?<!\\b(?:const|let|var)\\s+)${wordOf(last)}\\s*=(?![=>])\\s*(?!(?:[\\w$]+\\.)*${escape(last)}\\s*\\+)`
  return named.says(new RegExp(isField ? `(?:${set}[^]*?){2}` : set))
}
