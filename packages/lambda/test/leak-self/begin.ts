import { Agent, request } from 'node:http'

/** Gives what begins an invocation at the platform: settles when runtime and extension have been told of it. */
export function beginBy(platform: string, sdk: object | undefined): (requestId: string) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = sdk ? {} : { 'x-bare': '1' }
  return async (requestId) =>
    new Promise<void>((resolve, reject) => {
      request(`http://${platform}/invoke/${requestId}`, { method: 'POST', agent, headers }, (response) => {
        response.resume().once('end', resolve)
      })
        .once('error', reject)
        .end()
    })
}
