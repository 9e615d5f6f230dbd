let lambdaContext

const RESERVE_MS = 500
const SHARDS = ['north', 'east', 'south', 'west']

function timeLeft() {
  return lambdaContext.getRemainingTimeInMillis() - RESERVE_MS
}

function compact(shard, day) {
  const rows = [...shard].reduce((sum, letter) => sum + letter.charCodeAt(0), day)
  return { shard, rows, removed: rows % 17 }
}

export const handler = async (event, context) => {
  lambdaContext = context
  const day = new Date(event.time).getUTCDate()
  const done = []
  for (const shard of SHARDS) {
    if (timeLeft() <= 0) break
    done.push(compact(shard, day))
  }
  return { shards: done.length, removed: done.reduce((sum, { removed }) => sum + removed, 0) }
}
