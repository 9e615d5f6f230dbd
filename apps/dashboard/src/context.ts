import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Theme } from './theme.ts'

/** What every view may need and none changes. */
export interface Setting {
  /** Asks again when it rises. */
  readonly revision: number
  readonly theme: Theme
  /** The endpoint an SDK should send to; null until the server has said it. */
  readonly endpoint: string | null
}

export const SettingContext = createContext<Setting>({ revision: 0, theme: 'dark', endpoint: null })

export function useSetting(): Setting {
  return useContext(SettingContext)
}
