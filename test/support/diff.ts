/** A text with the lines of a diff without context taken out and put in, each at the place of the one before it. */
export function applyDiff(text: string, diff: string): string {
  const lines = text.split('\n')
  let at = 0
  for (const change of diff.split('\n').filter((line) => line !== '')) {
    const line = change.slice(1)
    if (change.startsWith('+')) lines.splice(at++, 0, line)
    else if (change.startsWith('-')) at = takeOut(lines, line)
    else throw new Error(`neither + nor -: ${change}`)
  }
  return lines.join('\n')
}

function takeOut(lines: string[], line: string): number {
  const at = lines.indexOf(line)
  if (at < 0) throw new Error(`not there: ${line}`)
  lines.splice(at, 1)
  return at
}
