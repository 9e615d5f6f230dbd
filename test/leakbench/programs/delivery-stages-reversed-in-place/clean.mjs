const STAGES = [
  { name: 'booked', after: 0 },
  { name: 'packed', after: 2 },
  { name: 'sent', after: 5 },
  { name: 'delivered', after: 9 },
]

function stageAt(hours) {
  return STAGES.toReversed().find(({ after }) => hours >= after)
}

export const handler = async ({ orderId, user, n }) => {
  const hours = 3 + (n % 8)
  const { name } = stageAt(hours)
  return { orderId, stage: name, text: `Hello ${user.name}, your order is ${name}.` }
}
