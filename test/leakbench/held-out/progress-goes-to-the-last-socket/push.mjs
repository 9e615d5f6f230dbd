export const channel = { target: null }

export function attach({ connectionId, authorizer }) {
  channel.target = { connectionId, userId: authorizer.userId }
}

export async function push(message) {
  if (!channel.target) return { delivered: false }
  return { delivered: true, to: channel.target.userId, bytes: JSON.stringify(message).length }
}
