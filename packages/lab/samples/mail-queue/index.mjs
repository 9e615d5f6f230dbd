import { wrap } from '@thermocline/lambda'
import { renderMail } from './templates.mjs'

// "So that support can see what went out." Nothing ever takes a message out again: it grows for as long as the
// container lives.
const sentMessages = []

let delivered = 0

export const handler = wrap(async (event) => {
  // A progress line for long batches. Nobody clears it: one more timer runs with every batch, and once the
  // container is thawed they all fire in somebody else's invocation.
  setInterval(() => reportProgress(event.Records.length), 5000)

  const failed = await Promise.all(event.Records.map(handleRecord))
  return { batchItemFailures: failed.filter(Boolean).map((itemIdentifier) => ({ itemIdentifier })) }
})

/** The id of the message if it could not be delivered: SQS brings it again. */
async function handleRecord({ messageId, body }) {
  try {
    await deliver(JSON.parse(body), messageId)
    return null
  } catch (error) {
    console.error('delivery failed', messageId, error.message)
    return messageId
  }
}

async function deliver(order, messageId) {
  if (!order.email?.includes('@')) throw new Error('no usable address')
  const mail = renderMail(order)
  await smtpSend(mail)
  delivered += 1
  sentMessages.push({ messageId, sentAt: new Date().toISOString(), ...mail })
}

// Stands for the mail provider: a few milliseconds a message.
function smtpSend(mail) {
  return new Promise((resolve) => setTimeout(resolve, 2 + (mail.text.length % 6)))
}

function reportProgress(batchSize) {
  console.log(`${delivered} delivered, batch of ${batchSize}`)
}
