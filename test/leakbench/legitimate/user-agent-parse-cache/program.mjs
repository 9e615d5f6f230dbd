const MAX_AGENTS = 200
const parsedAgents = Object.create(null)
let agentCount = 0

function parseAgent(text) {
  const known = parsedAgents[text]
  if (known) return known
  const [, product = 'other', version = '0'] = /^([A-Za-z]+)\/([\d.]+)/.exec(text) ?? []
  const [, build] = /build (\d+)/.exec(text) ?? []
  const agent = { product, version: Number.parseFloat(version), build: Number(build ?? 0) }
  if (agentCount < MAX_AGENTS) {
    parsedAgents[text] = agent
    agentCount += 1
  }
  return agent
}

export const handler = async (event) => {
  const { product, version, build } = parseAgent(event.headers['user-agent'] ?? '')
  const modern = product === 'Mozilla' && version >= 5 && build > 1
  return {
    statusCode: 200,
    headers: { vary: 'user-agent' },
    body: JSON.stringify({ bundle: modern ? 'esnext' : 'legacy' }),
  }
}
