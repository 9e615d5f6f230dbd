const heads = {}

const TITLES = { '/account': 'Your account', '/account/orders': 'Your orders' }

function head(title) {
  return ['<!doctype html>', `<title>${title}</title>`, `<h1>${title}</h1>`].join('\n')
}

function render(path, { email, name }) {
  heads[path] ??= head(TITLES[path])
  return `${heads[path]}\n<p>Signed in as ${name} (<b>${email}</b>)</p>`
}

export const handler = async ({ rawPath, requestContext }) => {
  const title = TITLES[rawPath]
  if (!title) return { statusCode: 404, body: 'not found' }
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: render(rawPath, requestContext.authorizer.jwt.claims),
  }
}
