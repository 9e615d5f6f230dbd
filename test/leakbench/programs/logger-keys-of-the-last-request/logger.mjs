const LEVELS = { debug: 10, info: 20, warn: 30 }

export class Logger {
  persistentKeys = {}

  constructor({ service, level = 'warn' }) {
    this.service = service
    this.threshold = LEVELS[level]
  }

  appendKeys(keys) {
    Object.assign(this.persistentKeys, keys)
  }

  resetKeys() {
    this.persistentKeys = {}
  }

  log(level, message) {
    if (LEVELS[level] < this.threshold) return
    console.log(JSON.stringify({ level, service: this.service, message, ...this.persistentKeys }))
  }
}
