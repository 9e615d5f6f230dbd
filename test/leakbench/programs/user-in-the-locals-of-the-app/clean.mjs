import { createApp } from './app.mjs'

const app = createApp()

app.use((req, res) => {
  if (req.claims) res.locals.user = { id: req.claims.sub, email: req.claims.email }
})

app.post('/orders/{id}', (req, res) => {
  const { siteName } = app.locals
  const { user } = res.locals
  if (!user) {
    res.statusCode = 401
    return
  }
  res.json = {
    orderId: req.body.orderId,
    message: `${siteName} will write to ${user.email}`,
    total: req.body.amount,
  }
})

export const handler = async (event) => app.handle(event)
