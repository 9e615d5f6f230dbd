process.env.REPORT_ZONE ??= 'UTC'

class Flags {
  #values = { digest: true, archive: false }
  #version = 1
  #timer

  start(everyMs) {
    this.#timer ??= setInterval(() => this.#refresh(), everyMs).unref()
    return this
  }

  stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  on(name) {
    return this.#values[name] === true
  }

  #refresh() {
    this.#version += 1
    this.#values = { digest: true, archive: this.#version % 2 === 0 }
  }
}

const flags = new Flags().start(60_000)

process.once('SIGTERM', () => flags.stop())

export const handler = async (event) => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: process.env.REPORT_ZONE }).format(
    new Date(event.time),
  )
  const tasks = ['digest', 'archive'].filter((name) => flags.on(name))
  return { id: event.id, day, tasks }
}
