import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliIn } from './running.ts'

// What the manifest does for a function is tested where the SDK reads it, in packages/lambda/test/manifest.test.ts.

// Of `const seen = []\nexport const add = (n) => seen.push(n)`, minified to one line.
const BUNDLE = 'const e=[],o=n=>e.push(n);export{o as add};\n'
const MAP = {
  version: 3,
  sources: ['../src/seen.js', '../node_modules/dep/index.js'],
  sourcesContent: ['const seen = []\nexport const add = (n) => seen.push(n)\n', 'secret of a dependency'],
  names: ['seen', 'add'],
  mappings: 'MAAMA,EACOC',
}

test('a manifest is written beside each bundle, and says what is in it', async () => {
  const cli = cliIn()
  mkdirSync(join(cli.folder, 'dist'))
  writeFileSync(join(cli.folder, 'dist/index.js'), BUNDLE)
  writeFileSync(join(cli.folder, 'dist/index.js.map'), JSON.stringify(MAP))
  const { code, stdout, stderr } = await cli.run('manifest', 'dist/index.js')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  const text = readFileSync(join(cli.folder, 'dist/index.js.thermocline.json'), 'utf8')
  expect(stderr).toBe(`dist/index.js.thermocline.json: 1 names of 1 sources, ${text.length} bytes\n`)
  expect(JSON.parse(text)).toMatchObject({
    thermocline: 1,
    sources: [{ file: 'src/seen.js', text: MAP.sourcesContent[0] }, { file: 'node_modules/dep/index.js' }],
    names: [['e', 'seen', 6, 0, BUNDLE.length]],
  })
  expect(text).not.toContain('secret')
})

test.each([
  [['nothing.js'], 'nothing.js must be a file that can be read: ENOENT'],
  [['plain.js'], 'plain.js must be with a source map in'],
  [['plain.js', '--root', 'nowhere'], '--root must be a folder, got nowhere'],
  [[], "missing required argument 'bundles'"],
])('%j is refused with code 2, naming it', async (args, message) => {
  const cli = cliIn()
  writeFileSync(join(cli.folder, 'plain.js'), BUNDLE)
  const { code, stderr } = await cli.run('manifest', ...args)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
