import { EventEmitter, once } from 'node:events'

class Renderer extends EventEmitter {
  async render(job) {
    for (const percent of [25, 50, 75, 100]) {
      await null
      this.emit('progress', { job, percent })
    }
    queueMicrotask(() => this.emit(`done:${job}`, { pages: 1 + (job.length % 4) }))
  }
}

const renderer = new Renderer()

process.once('SIGTERM', () => renderer.removeAllListeners())

export const handler = async ({ orderId }, context) => {
  const job = `${orderId}:${context.awsRequestId}`
  const steps = []
  const follow = (progress) => {
    if (progress.job === job) steps.push(progress.percent)
  }
  renderer.on('progress', follow)
  try {
    const done = once(renderer, `done:${job}`)
    await renderer.render(job)
    const [{ pages }] = await done
    return { orderId, pages, steps }
  } finally {
    renderer.off('progress', follow)
  }
}
