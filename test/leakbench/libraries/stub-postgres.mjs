import { listenForMessages } from './stub-server.mjs'

// Every select answers one row: `id` is the query's first parameter, `tier` and `credit` are always the same.

const SSL_REQUEST = 80_877_103
const TEXT = 25
const INT4 = 23
const COLUMNS = [
  ['id', TEXT],
  ['tier', TEXT],
  ['credit', INT4],
]

export function startPostgres() {
  return listenForMessages(converse)
}

function converse(end) {
  let started = false
  let status = 'I'
  let portal = { sql: '', values: [] }
  const statements = new Map()

  const ready = () => message('Z', Buffer.from(status))

  function execute({ sql, values }) {
    const [verb] = sql.trim().toUpperCase().split(/\s+/)
    if (verb === 'SELECT') return [message('D', row(values)), complete('SELECT 1')]
    if (verb === 'BEGIN') status = 'T'
    if (verb === 'COMMIT' || verb === 'ROLLBACK') status = 'I'
    return [complete(verb === 'INSERT' ? 'INSERT 0 1' : verb)]
  }

  const handlers = {
    Q(body) {
      const sql = text(body, 0)
      const described = selects(sql) ? [message('T', columns())] : []
      return [...described, ...execute({ sql, values: [] }), ready()]
    },
    P(body) {
      const name = text(body, 0)
      statements.set(name, text(body, Buffer.byteLength(name) + 1))
      return [message('1')]
    },
    B(body) {
      const portalName = text(body, 0)
      const name = text(body, Buffer.byteLength(portalName) + 1)
      const rest = Buffer.byteLength(portalName) + Buffer.byteLength(name) + 2
      portal = { sql: statements.get(name), values: parameters(body, rest) }
      return [message('2')]
    },
    D: () => [selects(portal.sql) ? message('T', columns()) : message('n')],
    E: () => execute(portal),
    C: () => [message('3')],
    S: () => [ready()],
    H: () => [],
    X() {
      end()
      return []
    },
  }

  return (bytes, answers) => {
    const header = started ? 5 : 4
    if (bytes.length < header) return 0
    const length = bytes.readInt32BE(header - 4) + header - 4
    if (bytes.length < length) return 0
    if (started) {
      answers.push(...handlers[String.fromCharCode(bytes[0])](bytes.subarray(5, length)))
    } else if (bytes.readInt32BE(4) === SSL_REQUEST) {
      answers.push(Buffer.from('N'))
    } else {
      started = true
      answers.push(message('R', int32(0)), parameter('server_version', '17.2'))
      answers.push(parameter('client_encoding', 'UTF8'), message('K', int32(1), int32(2)), ready())
    }
    return length
  }
}

function message(type, ...parts) {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

const selects = (sql) => /^\s*select/i.test(sql)
const parameter = (name, value) => message('S', Buffer.from(`${name}\0${value}\0`))
const complete = (tag) => message('C', Buffer.from(`${tag}\0`))

function columns() {
  const fields = COLUMNS.map(([name, type]) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(type),
      int16(-1),
      int32(-1),
      int16(0),
    ]),
  )
  return Buffer.concat([int16(fields.length), ...fields])
}

function row([id = '1']) {
  const values = [id, 'gold', '1000'].map((value) => Buffer.from(value))
  return Buffer.concat([int16(values.length), ...values.flatMap((value) => [int32(value.length), value])])
}

function parameters(body, start) {
  let at = start + 2 + 2 * body.readInt16BE(start)
  const count = body.readInt16BE(at)
  at += 2
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at)
    const value = length < 0 ? undefined : body.toString('utf8', at + 4, at + 4 + length)
    at += 4 + Math.max(length, 0)
    return value
  })
}

const text = (bytes, start) => bytes.toString('utf8', start, bytes.indexOf(0, start))

function int32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int16(value) {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
