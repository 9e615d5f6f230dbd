import { type FunctionAnswer, type Start, type StartBucket, STARTS } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { countAxis, timeAxis, type TimeFrame, timeScale } from '../chart/axes.ts'
import { coloursOf } from '../chart/colours.ts'
import { type Drawing, Plot } from '../chart/plot.tsx'
import { stackOf } from '../chart/stack.ts'
import { useSetting } from '../context.ts'
import { count, duration, span } from '../format.ts'
import { Moment } from '../parts/moment.tsx'
import { StartChip } from '../parts/mix.tsx'
import { type Column, Table } from '../parts/table.tsx'

interface Props {
  readonly buckets: FunctionAnswer['buckets']
  readonly warm: boolean
  readonly frame: TimeFrame
}

/** How invocations met their containers over time, as stacked bars. */
export function StartsChart({ buckets, warm, frame }: Props): JSX.Element {
  const { theme } = useSetting()
  const [at, setAt] = useState<number | null>(null)
  const drawing = useMemo(() => draw(buckets, warm, frame, setAt), [buckets, warm, frame, theme])
  const shown = at === null ? undefined : buckets.rows[at]
  const kinds = STARTS.filter(
    (start) => (warm || start !== 'warm') && buckets.rows.some((one) => one.starts[start] > 0),
  )
  return (
    <>
      {kinds.length === 0 ? (
        <p class="quiet">No starts other than warm ones.</p>
      ) : (
        <Plot
          drawing={drawing}
          label="Starts over time, stacked by kind. The table holds the same figures."
        />
      )}
      <p class="readout">
        {shown === undefined ? (
          <>
            {kinds.map((start) => (
              <StartChip key={start} start={start} />
            ))}
            <span class="quiet">one bar is {duration(buckets.widthMs)}</span>
          </>
        ) : (
          <Readout bucket={shown} widthMs={buckets.widthMs} />
        )}
      </p>
    </>
  )
}

export function StartsTable({ buckets }: Pick<Props, 'buckets'>): JSX.Element {
  const kinds = STARTS.filter((start) => buckets.rows.some((one) => one.starts[start] > 0))
  const columns: readonly Column<StartBucket>[] = [
    { head: 'From', cell: (one) => <Moment ms={one.startMs} /> },
    { head: 'Invocations', numeric: true, term: 'invocations', cell: (one) => count(one.invocations) },
    ...kinds.map((start) => ({
      head: start,
      numeric: true,
      cell: (one: StartBucket) => count(one.starts[start]),
    })),
    { head: 'Errors', numeric: true, term: 'errors', cell: (one) => count(one.errors) },
  ]
  return (
    <Table caption="Starts over time" columns={columns} rows={buckets.rows} rowKey={(one) => one.startMs} />
  )
}

function Readout({
  bucket,
  widthMs,
}: {
  readonly bucket: StartBucket
  readonly widthMs: number
}): JSX.Element {
  const parts = STARTS.filter((start) => bucket.starts[start] > 0).map(
    (start) => `${count(bucket.starts[start])} ${start}`,
  )
  return (
    <span>
      {span(bucket.startMs, bucket.startMs + widthMs)} <b>{parts.join(', ')}</b>
      {bucket.errors > 0 && `, ${count(bucket.errors)} failed`}
    </span>
  )
}

const LONELY_PX = 48

function draw(
  buckets: FunctionAnswer['buckets'],
  warm: boolean,
  frame: TimeFrame,
  setAt: (at: number | null) => void,
): Drawing {
  const stack = stackOf(buckets, warm)
  const colours = coloursOf(['ink-3', 'line', ...STARTS.map((start): `start-${Start}` => `start-${start}`)])
  const axis = { ink: colours['ink-3'], grid: colours.line }
  const paths = uPlot.paths.bars?.({ size: [0.8, LONELY_PX], radius: 0.08 }) ?? (() => null)
  return {
    data: [[...stack.seconds], ...stack.layers.map((layer) => [...layer.tops])],
    options: {
      padding: [12, 28, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: timeScale(frame),
        y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] },
      },
      axes: [timeAxis(axis), countAxis(axis)],
      series: [
        {},
        ...stack.layers.map(({ start }) => ({
          fill: colours[`start-${start}`],
          width: 0,
          points: { show: false },
          paths,
        })),
      ],
      hooks: { setCursor: [(plot) => setAt(plot.cursor.idx ?? null)] },
    },
  }
}
