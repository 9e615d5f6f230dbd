import { type Cause, type InitPoint } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { durationAxis, timeAxis, type TimeFrame, timeScale } from '../chart/axes.ts'
import { coloursOf } from '../chart/colours.ts'
import { type Drawing, Plot } from '../chart/plot.tsx'
import { useSetting } from '../context.ts'
import { NOTHING, confidence, duration, sentence, shortContainer } from '../format.ts'
import { Moment } from '../parts/moment.tsx'
import { CauseChip, StartChip } from '../parts/mix.tsx'
import { pageOf, Pager } from '../parts/pages.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { go } from '../router.ts'
import { containerState, type FunctionState, hrefOf, traceState } from '../state.ts'
import { causeGroups } from './causes.ts'

interface Props {
  readonly inits: readonly InitPoint[]
  /** Others are drawn faintly. */
  readonly cause: Cause | null
  readonly frame: TimeFrame
}

/** Every init as a dot: when, how long, and by its colour why. */
export function InitsChart({ inits, cause, frame }: Props): JSX.Element {
  const { theme } = useSetting()
  const [at, setAt] = useState<number | null>(null)
  const timed = useMemo(() => inits.filter((init) => init.durationMs !== null), [inits])
  const drawing = useMemo(() => draw(timed, cause, frame, setAt), [timed, cause, frame, theme])
  const shown = at === null ? undefined : timed[at]
  if (timed.length === 0) return <p class="quiet">No init durations are known.</p>
  return (
    <div
      class={shown === undefined ? undefined : 'pointing'}
      onClick={() => shown !== undefined && go(placeOf(shown))}
    >
      <Plot
        drawing={drawing}
        label="Init durations over time, coloured by cause. The table holds the same figures."
      />
      <p class="readout">
        {shown === undefined ? (
          causeGroups(timed).map((group) => <CauseChip key={group.cause} cause={group.cause} />)
        ) : (
          <>
            <CauseChip cause={shown.cause.cause} />
            <b>{duration(shown.durationMs)}</b>
            <Moment ms={shown.startMs} />
            <span>{sentence(shown.cause.because)}</span>
          </>
        )}
      </p>
    </div>
  )
}

const PAGE = 25

export function InitsTable({
  inits,
  state,
}: {
  readonly inits: readonly InitPoint[]
  readonly state: FunctionState
}): JSX.Element {
  const wanted = inits.filter((init) => state.cause === null || init.cause.cause === state.cause).toReversed()
  const page = pageOf(wanted, state.page, PAGE)
  return (
    <>
      <Table
        caption="Inits, newest first"
        columns={COLUMNS}
        rows={page.rows}
        rowKey={(init) => `${init.container} ${init.startMs}`}
        isWordy
      />
      <Pager page={page.page} pages={page.pages} of="inits" hrefOf={(to) => hrefOf({ ...state, page: to })} />
    </>
  )
}

const COLUMNS: readonly Column<InitPoint>[] = [
  {
    head: 'Began',
    cell: (init) => (
      <a href={placeOf(init)}>
        <Moment ms={init.startMs} exact />
      </a>
    ),
  },
  {
    head: 'Container',
    term: 'container',
    cell: (init) => (
      <a href={hrefOf(containerState(init.container))}>
        <code>{shortContainer(init.container)}</code>
      </a>
    ),
  },
  { head: 'Start', term: 'starts', cell: (init) => <StartChip start={init.startKind} /> },
  { head: 'Init', term: 'init', numeric: true, cell: (init) => duration(init.durationMs) },
  { head: 'Measured by', cell: (init) => init.source ?? NOTHING },
  { head: 'Cause', term: 'causes', cell: (init) => <CauseChip cause={init.cause.cause} /> },
  { head: 'Confidence', term: 'confidence', cell: (init) => confidence(init.cause.confidence) },
  { head: 'Because', cell: (init) => <span class="because">{sentence(init.cause.because)}</span> },
]

function placeOf(init: InitPoint): string {
  return hrefOf(init.traceId === null ? containerState(init.container) : traceState(init.traceId))
}

const REACH_PX = 24

function draw(
  inits: readonly InitPoint[],
  wanted: Cause | null,
  frame: TimeFrame,
  setAt: (at: number | null) => void,
): Drawing {
  const causes = causeGroups(inits).map((group) => group.cause)
  const colours = coloursOf([
    'ink-3',
    'line',
    'ghost',
    ...causes.map((cause): `cause-${Cause}` => `cause-${cause}`),
  ])
  const axis = { ink: colours['ink-3'], grid: colours.line }
  const size = inits.length > 2000 ? 4 : inits.length > 300 ? 6 : 8
  return {
    data: [
      inits.map((init) => init.startMs / 1000),
      ...causes.map((cause) => inits.map((init) => (init.cause.cause === cause ? init.durationMs : null))),
    ],
    options: {
      padding: [12, 28, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: timeScale(frame), y: { range: (_, __, max) => [0, max * 1.1] } },
      axes: [timeAxis(axis), durationAxis(axis)],
      series: [
        {},
        ...causes.map((cause) => {
          const colour = wanted === null || wanted === cause ? colours[`cause-${cause}`] : colours.ghost
          return { stroke: colour, paths: () => null, points: { show: true, size, fill: colour, width: 0 } }
        }),
      ],
      hooks: { setCursor: [(plot) => setAt(nearest(plot, inits))] },
    },
  }
}

function nearest(plot: uPlot, inits: readonly InitPoint[]): number | null {
  const { left = -1, top = -1 } = plot.cursor
  if (left < 0) return null
  let best: number | null = null
  let bestPx = REACH_PX
  for (const [i, init] of inits.entries()) {
    const x = plot.valToPos(init.startMs / 1000, 'x')
    if (Math.abs(x - left) >= bestPx) continue
    const px = Math.hypot(x - left, plot.valToPos(init.durationMs ?? 0, 'y') - top)
    if (px < bestPx) [best, bestPx] = [i, px]
  }
  return best
}
