const pages = {}

const TITLES = { '/account': 'Your account', '/account/orders': 'Your orders' }

function render(title, { email, name }) {
  return [
    '<!doctype html>',
    `<title>${title}</title>`,
    `<h1>${title}</h1>`,
    `<p>Signed in as ${name} (<b>${email}</b>)</p>`,
  ].join('\n')
}

export const handler = async ({ rawPath, requestContext }) => {
  const title = TITLES[rawPath]
  if (!title) return { statusCode: 404, body: 'not found' }
  pages[rawPath] ??= render(title, requestContext.authorizer.jwt.claims)
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: pages[rawPath],
  }
}
