import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { adviceOn, FINDING_CLASSES, FINDING_KINDS } from '../src/index.ts'

const ALL = FINDING_KINDS.flatMap((kind) => FINDING_CLASSES.map((of) => ({ kind, class: of })))
const LEAKS = ALL.filter((finding) => finding.class !== 'cache')

test.each(ALL)('advice on $kind of class $class is in sentences', (finding) => {
  const { means, todo } = adviceOn(finding)
  expect([means, todo]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
})

test.each(LEAKS)('the sketch for $kind of class $class is short, and JavaScript', (finding) => {
  const sketch = adviceOn(finding).sketch ?? ''
  expect(sketch.split('\n').length).toBeLessThanOrEqual(14)
  expect(parts(sketch).map((part) => new Script(part))).not.toEqual([])
})

test.each(FINDING_KINDS)('a cache is never told to be removed: %s', (kind) => {
  expect(adviceOn({ kind, class: 'cache' })).toMatchObject({
    todo: expect.stringMatching(/^Nothing/),
    sketch: null,
  })
})

/** Before and after, each as the inside of a module. */
function parts(sketch: string): string[] {
  return sketch.split(/^(?=\/\/ after)/m).map((part) => {
    const inside = part
      .replaceAll(/^import (.*) from (.*)$/gm, 'const $1 = await load($2)')
      .replaceAll(/^export /gm, '')
    return `async () => {\n${inside}\n}`
  })
}
