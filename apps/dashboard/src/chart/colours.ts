// Canvases cannot read the style sheet's variables, and a variable's own value is not yet resolved for the theme:
// a probe element's computed colour is.

/** The colours of CSS variables as the theme in force gives them, `rgb(…)` each. */
export function coloursOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  return Object.fromEntries(entries) as Record<Name, string>
}

/** A CSS colour as one pixel of an ImageData, in the machine's byte order. */
export function pixelOf(colour: string): number {
  const canvas = new OffscreenCanvas(1, 1)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return 0
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  return new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0
}
