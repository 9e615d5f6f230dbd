const SHARDS = ['eu-1', 'eu-2', 'us-1']

let journal = []

async function compact(shard, at) {
  const segments = 3 + ((at.getUTCMinutes() + shard.length) % 5)
  return { shard, segments, reclaimed: segments * 4096 }
}

function remember(run) {
  journal = [run, ...journal].slice(0, 3)
}

function slowestOfLastThree() {
  return Math.max(0, ...journal.map((run) => run.tookMs))
}

export const handler = async (event) => {
  const at = new Date(event.time)
  const startedAt = performance.now()
  const results = await Promise.all(SHARDS.map((shard) => compact(shard, at)))
  remember({ at: event.time, results, tookMs: performance.now() - startedAt })
  return { reclaimed: results.reduce((sum, r) => sum + r.reclaimed, 0), slowestMs: slowestOfLastThree() }
}
