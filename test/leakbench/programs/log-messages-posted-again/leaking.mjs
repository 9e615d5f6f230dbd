import { gunzipSync } from 'node:zlib'
import { collectorUrl } from './local-collector.mjs'

const messageList = []

function decode({ data }) {
  return JSON.parse(gunzipSync(Buffer.from(data, 'base64')))
}

async function postMessages(category) {
  const response = await fetch(collectorUrl(), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'x-category': category },
    body: messageList.map((message) => JSON.stringify(message)).join('\n'),
  })
  if (!response.ok) throw new Error(`collector answered ${response.status}`)
}

export const handler = async (event) => {
  const { messageType, logGroup, logStream, logEvents } = decode(event.awslogs)
  if (messageType === 'CONTROL_MESSAGE') return { sent: 0 }
  for (const { timestamp, message } of logEvents) {
    messageList.push({ timestamp, logStream, message: message.trim() })
  }
  await postMessages(logGroup)
  return { sent: messageList.length }
}
