import type { Lane } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useSetting } from '../context.ts'
import { counted } from '../format.ts'
import { go } from '../router.ts'
import type { Range } from '../state.ts'
import { Controls } from './controls.tsx'
import { describe, spoken } from './describe.ts'
import { draw } from './draw.ts'
import type { Spot } from './hit.ts'
import { meaningOf } from './keys.ts'
import { Legend } from './legend.tsx'
import { Pointed, Selection } from './overlay.tsx'
import { inkOf } from './palette.ts'
import { momentAt, type Scene, sceneOf, share } from './scene.ts'
import { type Tracks, tracksOf } from './track.ts'
import { usePointer } from './use-pointer.ts'
import { type Show, useView } from './use-view.ts'
import { useWheel } from './use-wheel.ts'
import { useWidth } from './use-width.ts'
import { everything, fit, pan, reveal, zoom } from './window.ts'

interface Props {
  readonly lanes: readonly Lane[]
  /** The part of time the URL asks for; all of it when null. */
  readonly range: Range | null
  /** Steps are pushed, what changes continuously is replaced. Null means all there is. */
  readonly onRange: (range: Range | null, how: 'push' | 'replace') => void
}

/** Containers as lanes, time from left to right, every invocation a bar. */
export function Swimlane({ lanes, range, onRange }: Props): JSX.Element {
  const tracks = useMemo(() => tracksOf(lanes), [lanes])
  const full = useMemo(() => everything(tracks), [tracks])
  const [view, show] = useView(range, full, onRange)
  if (tracks.list.length === 0) return <p class="quiet">No invocations were seen.</p>
  return (
    <div class="swimlane">
      <div class="swimlane-head">
        <Legend tracks={tracks} />
        <Controls view={view} full={full} show={show} />
      </div>
      <Stage tracks={tracks} full={full} view={view} show={show} />
    </div>
  )
}

interface StageProps {
  readonly tracks: Tracks
  readonly full: Range
  readonly view: Range
  readonly show: Show
}

function Stage({ tracks, full, view, show }: StageProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(scroller)
  const [scroll, setScroll] = useState(0)
  const [spot, setSpot] = useState<Spot | null>(null)
  const [said, setSaid] = useState('')
  const scene = useMemo(() => sceneOf(tracks, view, scroll, width), [tracks, view, scroll, width])
  useDrawing(canvas, scene)
  useWheel(scroller, (turn) => {
    const at = share(view, momentAt(scene, turn.x))
    show(turn.kind === 'zoom' ? zoom(view, turn.amount, at, full) : pan(view, turn.amount, full), 'replace')
  })
  const open = (wanted: Spot): void => {
    const href = describe(tracks, wanted)?.href
    if (href !== undefined) go(href)
  }
  const walkTo = (to: Spot): void => {
    setSpot(to)
    setSaid(spoken(tracks, to))
    const next = reveal(view, tracks.list[to.lane]?.start[to.index] ?? view.fromMs, full)
    show(next, 'replace')
    scrollTo(scroller.current, sceneOf(tracks, next, scroll, width), to)
  }
  const { drag, handlers } = usePointer(scene, {
    point: setSpot,
    open,
    select: (range) => show(fit(range, full), 'push'),
  })
  const onKey = (event: KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    const meaning = isPlain ? meaningOf(event.key, scene, spot, full) : undefined
    if (meaning === undefined) return
    event.preventDefault()
    if (meaning.kind === 'move') walkTo(meaning.to)
    else if (meaning.kind === 'show') show(meaning.range, 'replace')
    else if (meaning.kind === 'clear') setSpot(null)
    else if (spot !== null) open(spot)
  }
  const height = { height: `${scene.sizes.height}px` }
  return (
    <div class="swimlane-frame">
      <div
        ref={scroller}
        class="swimlane-scroll"
        style={height}
        tabIndex={0}
        role="application"
        aria-roledescription="swimlane"
        aria-label={labelOf(tracks)}
        data-pointing={spot === null ? undefined : ''}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={onKey}
        onDblClick={() => show(full, 'push')}
        {...handlers}
      >
        <div style={{ height: `${scene.sizes.fullHeight}px` }}>
          <canvas ref={canvas} style={{ ...height, width: `${width}px` }} />
        </div>
      </div>
      {drag !== null && <Selection drag={drag} scene={scene} />}
      {drag === null && spot !== null && <Pointed spot={spot} scene={scene} />}
      <p class="unseen" aria-live="polite">
        {said}
      </p>
      <p class="hint">{hintOf(scene)}</p>
    </div>
  )
}

function useDrawing(canvas: { readonly current: HTMLCanvasElement | null }, scene: Scene): void {
  const { theme } = useSetting()
  const ink = useMemo(inkOf, [theme])
  useLayoutEffect(() => {
    if (canvas.current !== null && scene.sizes.width > 0) draw(canvas.current, scene, ink)
  }, [scene, ink])
}

function scrollTo(scroller: HTMLElement | null, { shown, sizes }: Scene, spot: Spot): void {
  if (scroller === null) return
  const top = shown.indexOf(spot.lane) * sizes.laneHeight
  const room = sizes.height - sizes.axis - sizes.laneHeight
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room
}

function labelOf(tracks: Tracks): string {
  const size = `${counted(tracks.bars, 'invocation')} in ${counted(tracks.list.length, 'container')}`
  return `${size}. Arrow keys move between invocations, plus and minus zoom, Enter opens.`
}

function hintOf({ tracks, shown, sizes }: Scene): string {
  const hidden = tracks.list.length - shown.length
  const size = `${counted(tracks.bars, 'invocation')} in ${counted(tracks.list.length, 'container')}`
  const out = hidden === 0 ? '' : `, ${counted(hidden, 'container')} not alive in this range`
  const more = sizes.fullHeight > sizes.height ? ' Scroll for more.' : ''
  return `${size}${out}.${more} Drag to zoom in; Ctrl and the wheel to zoom; arrow keys to walk from one to the next.`
}
