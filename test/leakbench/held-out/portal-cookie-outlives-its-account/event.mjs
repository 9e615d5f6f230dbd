const account = (n) => {
  const k = (n * 11) % 25
  const name = ['meyer', 'novak', 'rossi', 'silva', 'dubois'][k % 5]
  return `kd${(k * 15485863 + 32452843).toString(36)}.${name}@example.org`
}

export function event(n) {
  const item = (_, i) => ({ sku: `s${(n + i) % 17}`, price: 9.5 + i, pieces: 1 + i })
  const basket = Array.from({ length: 1 + (n % 3) }, item)
  if (n % 3 === 1) return { basket }
  return { login: { account: account(n), secret: `pw-${(n * 40503).toString(36)}` }, basket }
}
