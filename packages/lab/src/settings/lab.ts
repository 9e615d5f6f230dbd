import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { badSetting } from '@thermocline/wire'
import { isFolder } from './code.ts'
import { readFunction } from './function.ts'
import type { FunctionDescription, FunctionPlace, LabFunction } from './function.ts'

/** A lab as its user describes it. */
export interface LabSettings extends FunctionPlace {
  readonly functions: readonly FunctionDescription[]
  /** Where the containers' /tmp folders are made. Default: the system's folder for temporary files. */
  readonly tmpFolder?: string
  /** Of the random numbers of the functions' policies. Default 1. */
  readonly seed?: number
}

export interface CheckedSettings {
  readonly functions: readonly LabFunction[]
  readonly tmpFolder: string
  readonly seed: number
}

/** The settings with their defaults; throws `bad_setting` naming the first that is wrong. */
export function readSettings(settings: LabSettings): CheckedSettings {
  const { endpoint, seed = 1 } = settings
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw badSetting('endpoint', 'a URL', endpoint)
  if (!Number.isInteger(seed)) throw badSetting('seed', 'a whole number', seed)
  const names = settings.functions.map((description) => description.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw badSetting('functions', 'functions of different names', twice)
  const tmpFolder = resolve(settings.tmpFolder ?? tmpdir())
  if (!isFolder(tmpFolder)) throw badSetting('tmpFolder', 'a folder', tmpFolder)
  return {
    functions: settings.functions.map((description) => readFunction(description, settings)),
    tmpFolder,
    seed,
  }
}
