/** A terminal whose last lines are a picture, below lines that stay. */
export interface Screen {
  /** A line that stays. */
  say(line: string): void
  /** Writes something elsewhere, such as on standard error, without spoiling the picture. */
  aside(write: () => void): void
  /** Takes the picture away for good. */
  close(): void
}

const REPAINT_MS = 250

/** Repaints `draw` four times a second where the stream is a terminal; elsewhere only lines that stay are written. */
export function openScreen(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
  draw: (columns: number) => readonly string[],
): Screen {
  let shown = 0
  let closed = false

  function erase(): void {
    // Up by what was painted, and all below cleared.
    if (shown > 0) stream.write(`\u001B[${shown}A\u001B[0J`)
    shown = 0
  }

  function paint(): void {
    if (closed || !stream.isTTY) return
    const lines = draw(stream.columns ?? 80)
    erase()
    stream.write(lines.map((line) => `${line}\n`).join(''))
    shown = lines.length
  }

  const timer = stream.isTTY ? setInterval(paint, REPAINT_MS) : undefined
  return {
    say(line) {
      erase()
      stream.write(`${line}\n`)
      paint()
    },
    aside(write) {
      erase()
      write()
      paint()
    },
    close() {
      clearInterval(timer)
      erase()
      closed = true
    },
  }
}
