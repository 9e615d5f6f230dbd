export function attach({ connectionId, authorizer }) {
  return { target: { connectionId, userId: authorizer.userId } }
}

export async function push(channel, message) {
  if (!channel?.target) return { delivered: false }
  return { delivered: true, to: channel.target.userId, bytes: JSON.stringify(message).length }
}
