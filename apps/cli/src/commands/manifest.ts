import { statSync } from 'node:fs'
import { relative } from 'node:path'
import type { Command } from 'commander'
import { ThermoclineError } from '@thermocline/wire'
import { note } from '../terminal.ts'
import { typedIn, typedPath } from '../typed-path.ts'

interface ManifestOptions {
  readonly root?: string
}

export function manifestCommand(program: Command): void {
  program
    .command('manifest')
    .summary('names for leaks that are found in a minified bundle')
    .description(
      'Writes <bundle>.thermocline.json beside each bundle, from its source map. Deploy it with the bundle: what is found in the function is then told by the names, files and lines that were written.',
    )
    .argument('<bundles...>', 'JavaScript files, each with a source map beside it or inside')
    .option('--root <dir>', 'folder of the project, which files are named from (default: this one)')
    .addHelpText('after', HELP)
    .action(manifest)
}

const HELP = `
Examples:
  esbuild src/index.ts --bundle --minify --platform=node --sourcemap --outfile=dist/index.js
  thermocline manifest dist/*.js

The sources of your own code go into the manifest, those of dependencies do not. With esbuild's API the plugin of
@thermocline/lambda/manifest does the same in the build.`

async function manifest(bundles: string[], { root }: ManifestOptions): Promise<void> {
  const { writeManifest } = await import('@thermocline/lambda/manifest')
  const folder = root === undefined ? typedIn() : typedPath(root)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ThermoclineError('bad_argument', `--root must be a folder, got ${root}`)
  }
  for (const bundle of bundles) {
    const { file, sources, names, bytes } = written(() => writeManifest(typedPath(bundle), folder))
    note(`${relative(typedIn(), file)}: ${names} names of ${sources} sources, ${bytes} bytes`)
  }
}

// The built package has a class of errors of its own.
function written<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new ThermoclineError('bad_argument', error instanceof Error ? error.message : String(error))
  }
}
