import { startExtension, getJson } from './extension.mjs'

const port = await startExtension()

let settings

function loadSettings() {
  settings ??= getJson(port, '/settings')
  return settings
}

const dueJobs = (time, { everyMinutes }) => Math.floor(Date.parse(time) / 60_000) % everyMinutes === 0

export async function handler(event) {
  try {
    const loaded = await loadSettings()
    return { ran: dueJobs(event.time, loaded), queue: loaded.queue }
  } catch (error) {
    return { ran: false, reason: error.message }
  }
}
