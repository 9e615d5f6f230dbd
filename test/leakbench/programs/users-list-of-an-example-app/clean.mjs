import { tableUrl } from './local-table.mjs'
import { createRouter } from './router.mjs'

const app = createRouter()

app.get('/users', async () => {
  const response = await fetch(tableUrl())
  return { json: await response.json() }
})

app.post('/users', async ({ body }) => {
  if (!body?.name) return { status: 400, json: { message: 'name is missing' } }
  const response = await fetch(tableUrl(), { method: 'POST', body: JSON.stringify({ name: body.name }) })
  const { id } = await response.json()
  return { status: 201, json: { id, name: body.name } }
})

export const handler = (event) => app.handle(event)
