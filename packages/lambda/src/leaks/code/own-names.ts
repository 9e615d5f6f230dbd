import { type BundleSources, readManifest } from './manifest.ts'
import { isForeign, loadedFiles, requiredFiles, type UserCode } from './loaded-files.ts'
import type { FunctionPlace } from './source.ts'

/** What is the user's of that which stands in one scope with his dependencies, as all modules of a bundle do. */
export interface OwnCode {
  /** Of the variables around a function. All, where some file of the user's has no manifest to tell by. */
  names(all: readonly string[], at: FunctionPlace | undefined): readonly string[]
  /** True for a function that is surely a dependency's. */
  isForeign(at: FunctionPlace | undefined): boolean
}

export function openOwnCode(code: UserCode): OwnCode {
  let loadedBefore = -1
  let bundles: readonly BundleSources[] | undefined

  // To follow the imports of a large bundle takes as long as two looks.
  function known(): readonly BundleSources[] | undefined {
    const loaded = requiredFiles().length
    if (loaded !== loadedBefore) bundles = bundlesOnly(code)
    loadedBefore = loaded
    return bundles
  }

  return {
    names(all, at) {
      const names = at && known()?.map((bundle) => bundle.known(at))
      return names ? all.filter((name) => names.some((each) => each.has(name))) : all
    },
    isForeign: (at) => at !== undefined && known()?.every((bundle) => bundle.isForeign(at)) === true,
  }
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
