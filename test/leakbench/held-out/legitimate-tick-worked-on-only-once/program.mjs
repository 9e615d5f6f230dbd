const JOBS = [
  { name: 'expire-carts', everyMinutes: 5 },
  { name: 'send-digests', everyMinutes: 15 },
]

let watermark = ''
let skipped = 0

async function runJob({ name, everyMinutes }, at) {
  const due = at.getUTCMinutes() % everyMinutes === 0
  return { name, due, touched: due ? everyMinutes * 3 : 0 }
}

export const handler = async (event) => {
  if (event.time <= watermark) {
    skipped += 1
    return { skipped, watermark }
  }
  const at = new Date(event.time)
  const results = await Promise.all(JOBS.map((job) => runJob(job, at)))
  watermark = event.time
  return { at: at.toISOString(), ran: results.filter((result) => result.due).map((result) => result.name) }
}
