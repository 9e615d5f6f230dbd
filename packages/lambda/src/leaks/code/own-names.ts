import { type BundleSources, readManifest } from './manifest.ts'
import { isForeign, loadedFiles, type UserCode } from './loaded-files.ts'
import type { FunctionPlace } from './source.ts'

/**
 * Of the variables around a function those that are the user's: a bundle has those of its dependencies beside them. All,
 * where some file of his has no manifest to tell by.
 */
export function ownNames(
  names: readonly string[],
  at: FunctionPlace | undefined,
  code: UserCode,
): readonly string[] {
  const bundles = at && bundlesOnly(code)
  if (!bundles) return names
  const known = bundles.map((bundle) => bundle.known(at))
  return names.filter((name) => known.some((each) => each.has(name)))
}

/** Of the user's files, in his package: what else calls them is the runtime. */
function bundlesOnly({ entryFiles, taskRoot }: UserCode): readonly BundleSources[] | undefined {
  const bundles: BundleSources[] = []
  for (const file of loadedFiles(entryFiles)) {
    if (isForeign(file) || !file.startsWith(`${taskRoot}/`)) continue
    const bundle = readManifest(file)
    if (!bundle) return undefined
    bundles.push(bundle)
  }
  return bundles.length === 0 ? undefined : bundles
}
