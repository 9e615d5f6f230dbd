import { useEffect, useState } from 'preact/hooks'

export type Theme = 'dark' | 'light'

const KEY = 'thermocline.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

/** Puts the reader's choice, if any, on the page. Call before the first render. */
export function applyTheme(): void {
  const chosen = chosenTheme()
  if (chosen === null) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen
}

/** The theme in force, and how to change it. Choosing what the system has anyway goes back to following it. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(currentTheme)
  useEffect(() => {
    const follow = (): void => setTheme(currentTheme())
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])
  const choose = (wanted: Theme): void => {
    remember(wanted === systemTheme() ? null : wanted)
    applyTheme()
    setTheme(wanted)
  }
  return [theme, choose]
}

function currentTheme(): Theme {
  return chosenTheme() ?? systemTheme()
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light'
}

// Storage throws where the browser forbids it; the theme then lives as long as the page.
let unstored: Theme | null = null

function chosenTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'dark' || stored === 'light' ? stored : null
  } catch {
    return unstored
  }
}

function remember(theme: Theme | null): void {
  unstored = theme
  try {
    if (theme === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    unstored = theme
  }
}
