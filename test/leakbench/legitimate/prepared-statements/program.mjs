import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync(':memory:')
database.exec('create table article (sku text primary key, title text, cents integer)')
const insert = database.prepare('insert into article values (?, ?, ?)')
for (let n = 0; n < 40; n += 1) insert.run(`sku-${n}`, `Article ${n}`, 250 + n * 35)

const SQL = {
  bySku: 'select title, cents from article where sku = ?',
  cheaper: 'select count(*) as n from article where cents < ?',
}
const statements = {}

function prepared(name) {
  statements[name] ??= database.prepare(SQL[name])
  return statements[name]
}

export async function handler(event) {
  const lines = []
  for (const { body } of event.Records) {
    for (const { sku, quantity } of JSON.parse(body).items) {
      const article = prepared('bySku').get(sku)
      if (!article) continue
      const { n } = prepared('cheaper').get(article.cents)
      lines.push({ title: article.title, cents: article.cents * quantity, cheaper: n })
    }
  }
  return { lines }
}
