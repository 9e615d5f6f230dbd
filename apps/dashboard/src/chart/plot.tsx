import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'

export interface Drawing {
  readonly options: Omit<uPlot.Options, 'width' | 'height'>
  readonly data: uPlot.AlignedData
}

const HEIGHT_PX = 220

/** A uPlot chart as wide as its place. Made anew when the drawing changes; the table beside it is its text. */
export function Plot({ drawing, label }: { readonly drawing: Drawing; readonly label: string }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const plot = new uPlot(
      { ...drawing.options, width: Math.max(200, element.clientWidth), height: HEIGHT_PX },
      drawing.data,
      element,
    )
    const watcher = new ResizeObserver(() => {
      const width = Math.max(200, element.clientWidth)
      if (width !== plot.width) plot.setSize({ width, height: HEIGHT_PX })
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      plot.destroy()
    }
  }, [drawing])
  return <div class="plot" role="img" aria-label={label} ref={place} />
}
