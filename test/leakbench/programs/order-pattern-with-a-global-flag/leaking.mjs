const ORDER_ID = /\bord-[a-z0-9]+-\d+\b/g

function classify({ note = '', amount }) {
  if (ORDER_ID.test(note)) return 'order desk'
  if (amount > 150) return 'key accounts'
  return 'mail room'
}

export const handler = async (event) => {
  let message
  try {
    message = JSON.parse(event.body)
  } catch {
    return { statusCode: 400, body: JSON.stringify({ message: 'the body is no JSON' }) }
  }
  const queue = classify(message)
  return { statusCode: 202, body: JSON.stringify({ queue, words: message.note.split(' ').length }) }
}
