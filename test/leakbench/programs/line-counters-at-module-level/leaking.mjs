let totalLines = 0
let indexedLines = 0

function* linesOf({ key, size }) {
  for (let line = 0; line < 3 + (size % 4); line += 1) {
    yield line === 1 && size % 5 === 0 ? '' : `${key}:${line} GET /health 200`
  }
}

async function index(line) {
  if (line.length === 0) return
  indexedLines += 1
}

export const handler = async (event) => {
  for (const { s3 } of event.Records) {
    for (const line of linesOf(s3.object)) {
      totalLines += 1
      await index(line)
    }
  }
  if (indexedLines !== totalLines) return { state: 'incomplete', indexed: indexedLines, of: totalLines }
  return { state: 'complete', indexed: indexedLines }
}
