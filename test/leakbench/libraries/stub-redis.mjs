import { listenForMessages } from './stub-server.mjs'

// RESP2, and RESP3 where a client asks for it; nothing expires.

export function startRedis() {
  const data = new Map()
  return listenForMessages((end) => converse(data, end))
}

function converse(data, end) {
  let protocol = 2
  const nothing = () => (protocol === 3 ? '_\r\n' : '$-1\r\n')

  const commands = {
    HELLO(version = '2') {
      protocol = Number(version)
      const fields = [
        bulk('server'),
        bulk('redis'),
        bulk('version'),
        bulk('7.4.1'),
        bulk('proto'),
        `:${version}\r\n`,
      ]
      return `${protocol === 3 ? '%3' : '*6'}\r\n${fields.join('')}`
    },
    INFO: () => bulk('# Server\r\nredis_version:7.4.1\r\nredis_mode:standalone\r\nloading:0\r\n'),
    CLIENT: () => '+OK\r\n',
    SELECT: () => '+OK\r\n',
    PING: () => '+PONG\r\n',
    QUIT() {
      end()
      return '+OK\r\n'
    },
    GET: (key) => (data.has(key) ? bulk(data.get(key)) : nothing()),
    SET(key, value) {
      data.set(key, value)
      return '+OK\r\n'
    },
    INCR(key) {
      const count = Number(data.get(key) ?? 0) + 1
      data.set(key, String(count))
      return `:${count}\r\n`
    },
    EXPIRE: (key) => `:${data.has(key) ? 1 : 0}\r\n`,
  }

  return (bytes, answers) => {
    const [words, used] = parse(bytes)
    if (used === 0) return 0
    const [name, ...rest] = words
    const command = commands[name.toUpperCase()]
    answers.push(Buffer.from(command ? command(...rest) : `-ERR unknown command '${name}'\r\n`))
    return used
  }
}

const bulk = (value) => `$${Buffer.byteLength(value)}\r\n${value}\r\n`

/** The first command, an array of bulk strings, and its length; [[], 0] where it is not whole yet. */
function parse(bytes) {
  const words = []
  let at = 0
  function number() {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) return undefined
    const found = Number(bytes.toString('latin1', at + 1, end))
    at = end + 2
    return found
  }
  const count = number()
  if (count === undefined) return [[], 0]
  while (words.length < count) {
    const length = number()
    if (length === undefined || bytes.length < at + length + 2) return [[], 0]
    words.push(bytes.toString('utf8', at, at + length))
    at += length + 2
  }
  return [words, at]
}
