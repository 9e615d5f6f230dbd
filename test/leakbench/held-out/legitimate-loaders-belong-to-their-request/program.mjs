const loaders = new WeakMap()

function loaderOf(context, viewer) {
  let loader = loaders.get(context)
  if (!loader) {
    loader = createLoader(viewer)
    loaders.set(context, loader)
  }
  return loader
}

function createLoader(viewer) {
  const known = new Map()
  return (id) => {
    if (!known.has(id)) known.set(id, fetchProduct(id, viewer))
    return known.get(id)
  }
}

async function fetchProduct(id, { sub }) {
  return { id, favourite: (id.length + sub.length) % 2 === 0, viewer: sub }
}

const resolvers = {
  order: ({ orderId }, context, viewer) => loaderOf(context, viewer)(`main-${orderId}`),
  related: ({ orderId }, context, viewer) => loaderOf(context, viewer)(`rel-${orderId}`),
}

export const handler = async (event, context) => {
  const viewer = event.requestContext.authorizer.jwt.claims
  const order = JSON.parse(event.body)
  const names = Object.keys(resolvers)
  const values = await Promise.all(names.map((name) => resolvers[name](order, context, viewer)))
  const data = Object.fromEntries(names.map((name, i) => [name, values[i]]))
  return { statusCode: 200, body: JSON.stringify({ data }) }
}
