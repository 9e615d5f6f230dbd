import { Agent, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { pricesPort } from './local-prices.mjs'

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

function getJson(path) {
  const { promise, resolve, reject } = Promise.withResolvers()
  const options = {
    agent,
    host: '127.0.0.1',
    port: pricesPort(),
    path,
    headers: { accept: 'application/json' },
  }
  request(options, (response) => {
    if (response.statusCode === 200) return resolve(json(response))
    response.resume()
    return reject(new Error(`${path} answered ${response.statusCode}`))
  })
    .on('error', reject)
    .end()
  return promise
}

export const handler = async (event) => {
  let cents = 0
  for (const { body } of event.Records) {
    for (const { sku, quantity } of JSON.parse(body).items) {
      const price = await getJson(`/prices/${sku}`)
      cents += price.cents * quantity
    }
  }
  return { cents }
}
