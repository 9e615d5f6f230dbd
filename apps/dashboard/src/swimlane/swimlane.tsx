import type { Lane } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useSetting } from '../context.ts'
import { count, counted } from '../format.ts'
import { go } from '../router.ts'
import type { Range } from '../state.ts'
import { Card } from './card.tsx'
import { Controls } from './controls.tsx'
import { moved } from './cursor.ts'
import { describe, spoken } from './describe.ts'
import { draw, share } from './draw.ts'
import type { Spot } from './hit.ts'
import { Legend } from './legend.tsx'
import { inkOf } from './palette.ts'
import { momentAt, spotAt } from './pointer.ts'
import { type Sizes, sizesOf } from './sizes.ts'
import { type Tracks, tracksOf } from './track.ts'
import { useWheel } from './use-wheel.ts'
import { everything, fit, pan, reveal, rounded, zoom } from './window.ts'

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
  if (tracks.list.length === 0) return <p class="quiet">No invocations were seen.</p>
  return <Lanes tracks={tracks} full={full} range={range} onRange={onRange} />
}

function Lanes({
  tracks,
  full,
  range,
  onRange,
}: Omit<Props, 'lanes'> & { readonly tracks: Tracks; readonly full: Range }): JSX.Element {
  const { theme } = useSetting()
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(scroller)
  const [scroll, setScroll] = useState(0)
  const [spot, setSpot] = useState<Spot | null>(null)
  const [said, setSaid] = useState('')
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null)
  const [view, show] = useView(range, full, onRange)
  const ink = useMemo(inkOf, [theme])
  const sizes = sizesOf(tracks.list.length, width)

  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) draw(canvas.current, tracks.list, view, scroll, sizes, ink)
  }, [tracks, view, scroll, width, ink])
  useWheel(scroller, (turn) => {
    const at = share(view, momentAt(turn.x, view, sizes))
    show(turn.kind === 'zoom' ? zoom(view, turn.amount, at, full) : pan(view, turn.amount, full), 'replace')
  })

  const pointAt = (event: MouseEvent): Spot | null => {
    const box = canvas.current?.getBoundingClientRect()
    if (box === undefined) return null
    return spotAt(tracks, event.clientX - box.left, event.clientY - box.top, view, scroll, sizes) ?? null
  }
  const xOf = (event: MouseEvent): number =>
    event.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)
  const finishDrag = (event: PointerEvent): void => {
    const done = drag
    setDrag(null)
    if (done !== null && Math.abs(done.to - done.from) > 6) {
      const [a, b] = [Math.min(done.from, done.to), Math.max(done.from, done.to)]
      show(fit({ fromMs: momentAt(a, view, sizes), toMs: momentAt(b, view, sizes) }, full), 'push')
      return
    }
    const met = pointAt(event)
    const href = met === null ? undefined : describe(tracks, met)?.href
    if (href !== undefined && event.button === 0) go(href)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = moved(tracks.list, spot, event.key)
    const zoomed = keyZoom(event.key, view, full)
    if (event.key === 'Enter' && spot !== null) {
      const href = describe(tracks, spot)?.href
      if (href !== undefined) go(href)
    } else if (event.key === 'Escape') setSpot(null)
    else if (next !== undefined) {
      setSpot(next)
      setSaid(spoken(tracks, next))
      show(reveal(view, tracks.list[next.lane]?.start[next.index] ?? view.fromMs, full), 'replace')
      scrollTo(scroller.current, next, sizes)
    } else if (zoomed !== undefined) show(zoomed, 'replace')
    else return
    event.preventDefault()
  }

  return (
    <div class="swimlane">
      <div class="swimlane-head">
        <Legend tracks={tracks} />
        <Controls view={view} full={full} show={show} />
      </div>
      <div
        ref={scroller}
        class="swimlane-scroll"
        style={{ height: `${sizes.height}px` }}
        tabIndex={0}
        role="application"
        aria-roledescription="swimlane"
        aria-label={`${counted(tracks.bars, 'invocation')} in ${counted(tracks.list.length, 'container')}. Arrow keys move between invocations, plus and minus zoom, Enter opens.`}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          if (event.button !== 0 || event.pointerType === 'touch') return
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag({ from: xOf(event), to: xOf(event) })
        }}
        onPointerMove={(event) => {
          if (drag === null) setSpot(pointAt(event))
          else setDrag({ ...drag, to: xOf(event) })
        }}
        onPointerUp={finishDrag}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => drag === null && setSpot(null)}
        onDblClick={() => show(full, 'push')}
      >
        <div style={{ height: `${sizes.fullHeight}px` }}>
          <div
            class="swimlane-stage"
            data-pointing={spot === null ? undefined : ''}
            style={{ height: `${sizes.height}px` }}
          >
            <canvas ref={canvas} style={{ width: `${width}px`, height: `${sizes.height}px` }} />
            {drag !== null && <Selection drag={drag} sizes={sizes} />}
            {drag === null && spot !== null && (
              <Pointed tracks={tracks} spot={spot} view={view} scroll={scroll} sizes={sizes} />
            )}
          </div>
        </div>
      </div>
      <p class="unseen" aria-live="polite">
        {said}
      </p>
      <p class="hint">
        {count(tracks.bars)} invocations, {count(tracks.list.length)} containers. Drag to zoom in; Ctrl and
        the wheel to zoom; arrow keys to walk.
      </p>
    </div>
  )
}

function Selection({
  drag,
  sizes,
}: {
  readonly drag: { readonly from: number; readonly to: number }
  readonly sizes: Sizes
}): JSX.Element {
  const left = Math.max(sizes.labels, Math.min(drag.from, drag.to))
  return (
    <div
      class="swimlane-selection"
      style={{
        left: `${left}px`,
        width: `${Math.max(0, Math.max(drag.from, drag.to) - left)}px`,
        top: `${sizes.axis}px`,
      }}
    />
  )
}

function Pointed(props: {
  readonly tracks: Tracks
  readonly spot: Spot
  readonly view: Range
  readonly scroll: number
  readonly sizes: Sizes
}): JSX.Element | null {
  const { tracks, spot, view, scroll, sizes } = props
  const track = tracks.list[spot.lane]
  const described = describe(tracks, spot)
  if (track === undefined || described === undefined) return null
  const place = (ms: number): number =>
    sizes.labels + Math.min(1, Math.max(0, share(view, ms))) * (sizes.width - sizes.labels)
  const left = place(track.initStart[spot.index] ?? 0)
  const right = place(track.end[spot.index] ?? 0)
  const top = sizes.axis + spot.lane * sizes.laneHeight - scroll
  const flip = left > sizes.width * 0.6
  return (
    <>
      <div
        class="swimlane-cursor"
        style={{
          left: `${left - 2}px`,
          width: `${Math.max(2, right - left) + 4}px`,
          top: `${top - 1}px`,
          height: `${sizes.laneHeight}px`,
        }}
      />
      <Card
        of={described}
        left={flip ? Math.min(right, sizes.width) : left}
        top={top + sizes.laneHeight + 6}
        flip={flip}
      />
    </>
  )
}

const COMMIT_MS = 250

// While the wheel turns, the view follows at once and the URL a moment later: browsers limit how often it may change.
function useView(
  range: Range | null,
  full: Range,
  onRange: Props['onRange'],
): readonly [Range, (range: Range, how: 'push' | 'replace') => void] {
  const [turning, setTurning] = useState<Range | null>(null)
  const timer = useRef(0)
  useEffect(() => setTurning(null), [range?.fromMs, range?.toMs])
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = (next: Range, how: 'push' | 'replace'): void => {
    const isAll = next.fromMs <= full.fromMs && next.toMs >= full.toMs
    const commit = (): void => {
      setTurning(null)
      onRange(isAll ? null : rounded(next), how)
    }
    clearTimeout(timer.current)
    if (how === 'push') return commit()
    setTurning(next)
    timer.current = window.setTimeout(commit, COMMIT_MS)
  }
  return [turning ?? fit(range ?? full, full), show]
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const measure = (): void => setWidth(element.clientWidth)
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
  return width
}

function keyZoom(key: string, view: Range, full: Range): Range | undefined {
  if (key === '+' || key === '=') return zoom(view, 0.5, 0.5, full)
  if (key === '-') return zoom(view, 2, 0.5, full)
  if (key === '0') return full
  if (key === 'PageUp') return pan(view, -0.5, full)
  return key === 'PageDown' ? pan(view, 0.5, full) : undefined
}

function scrollTo(scroller: HTMLElement | null, spot: Spot, sizes: Sizes): void {
  if (scroller === null) return
  const top = spot.lane * sizes.laneHeight
  const room = sizes.height - sizes.axis - sizes.laneHeight
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room
}
