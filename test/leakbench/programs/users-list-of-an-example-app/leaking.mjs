import { createRouter } from './router.mjs'

const app = createRouter()

const users = [
  { id: 1, name: 'Joe' },
  { id: 2, name: 'Jane' },
]
let userIdCounter = users.length

app.get('/users', () => ({ json: users.slice(-10) }))

app.post('/users', ({ body }) => {
  if (!body?.name) return { status: 400, json: { message: 'name is missing' } }
  const user = { id: ++userIdCounter, name: body.name }
  users.push(user)
  return { status: 201, json: user }
})

export const handler = (event) => app.handle(event)
