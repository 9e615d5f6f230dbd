const flight = { event: null, phase: 'idle' }

process.once('uncaughtExceptionMonitor', (error) => {
  console.error(JSON.stringify({ crash: error.message, phase: flight.phase, event: flight.event }))
})

function phase(name, work) {
  flight.phase = name
  return work()
}

const parse = (key) => {
  const [tenant, file] = decodeURIComponent(key.replaceAll('+', ' ')).split('/')
  return { tenant, file, type: file.split('.').at(-1) }
}

export async function handler(event) {
  flight.event = event
  try {
    const documents = phase('parse', () =>
      event.Records.map(({ s3 }) => ({ ...parse(s3.object.key), size: s3.object.size })),
    )
    const accepted = phase('filter', () =>
      documents.filter(({ type, size }) => type === 'pdf' && size < 5_000_000),
    )
    return { accepted: accepted.length, bytes: accepted.reduce((sum, { size }) => sum + size, 0) }
  } finally {
    flight.event = null
    flight.phase = 'idle'
  }
}
