class Telemetry {
  tags = new Map()

  setTag(name, value) {
    if (this.tags.has(name) && this.tags.get(name) !== value) return false
    this.tags.set(name, value)
    return true
  }

  clearTags() {
    this.tags.clear()
  }

  span(name, durationMs) {
    return { name, durationMs: Math.round(durationMs), tags: Object.fromEntries(this.tags) }
  }
}

export const telemetry = new Telemetry()
