import { createStore, shopReducer } from './store.mjs'

const INITIAL = { user: null, total: 0 }

function renderHeader(store) {
  const user = store.select((state) => state.user)
  return user ? `<header>${user.email}</header>` : '<header>Sign in</header>'
}

function renderTotal(store) {
  return `<main>${store.select(({ total }) => total.toFixed(2))} EUR</main>`
}

export const handler = async (event) => {
  const { sub, email } = event.requestContext.authorizer.jwt.claims
  const { amount } = JSON.parse(event.body)
  const store = createStore(shopReducer, INITIAL)
  if (email.length > 3) store.dispatch({ type: 'signed-in', id: sub, email })
  store.dispatch({ type: 'priced', total: amount })
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html>${renderHeader(store)}${renderTotal(store)}`,
  }
}
