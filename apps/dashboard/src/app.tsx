import type { About } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { useArrival } from './arrival.ts'
import { ASK } from './ask.ts'
import { ContainerView } from './container/container-view.tsx'
import { SettingContext } from './context.ts'
import { FunctionView } from './function/function-view.tsx'
import { HomeView } from './home/home-view.tsx'
import { useLive } from './live.ts'
import { Explainer, Glossary } from './parts/explain.tsx'
import { LostView } from './parts/lost-view.tsx'
import { Shell } from './parts/shell.tsx'
import { WordsView } from './parts/words-view.tsx'
import { usePlace } from './router.ts'
import { readState, type State, subjectOf } from './state.ts'
import { useTheme } from './theme.ts'
import { TraceView } from './trace/trace-view.tsx'
import { useAnswer } from './use-answer.ts'

export function App(): JSX.Element {
  const place = usePlace()
  const state = useMemo(() => readState(place.url), [place.url.href])
  const live = useLive()
  const [theme, chooseTheme] = useTheme()
  const about = useAnswer<About>(ASK.about, live.revision)
  const known = about.kind === 'ready' ? about.data : null
  const endpoint = known?.endpoint ?? null
  const setting = useMemo(
    () => ({ revision: live.revision, theme, endpoint }),
    [live.revision, theme, endpoint],
  )
  useArrival(subjectOf(state), place)
  return (
    <SettingContext.Provider value={setting}>
      <Shell about={known} connection={live.connection} theme={theme} chooseTheme={chooseTheme}>
        {viewOf(state)}
      </Shell>
      <Explainer />
      <Glossary />
    </SettingContext.Provider>
  )
}

function viewOf(state: State): JSX.Element {
  switch (state.view) {
    case 'home':
      return <HomeView state={state} />
    case 'function':
      return <FunctionView key={state.key} state={state} />
    case 'container':
      return <ContainerView key={state.id} state={state} />
    case 'trace':
      return <TraceView key={state.id} state={state} />
    case 'words':
      return <WordsView />
    case 'lost':
      return <LostView path={state.path} />
  }
}
