import { deserialize, Long, ObjectId, serialize } from 'bson'
import { listenForMessages } from './stub-server.mjs'

// A standalone server of which every find has one document: what was asked for, with a tier and a credit.

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER = 16
const MORE_TO_COME = 2

export function startMongo() {
  let connections = 0
  return listenForMessages(() => {
    connections += 1
    return converse(connections)
  })
}

function converse(connectionId) {
  return (bytes, answers) => {
    if (bytes.length < HEADER) return 0
    const length = bytes.readInt32LE(0)
    if (bytes.length < length) return 0
    const message = bytes.subarray(0, length)
    const requestId = message.readInt32LE(4)
    const opcode = message.readInt32LE(12)
    if (opcode === OP_QUERY) {
      const command = deserialize(message.subarray(message.indexOf(0, HEADER + 4) + 9))
      // Flags, cursor, starting from, number of documents.
      const head = Buffer.alloc(20)
      head.writeInt32LE(8, 0)
      head.writeInt32LE(1, 16)
      answers.push(frame(requestId, OP_REPLY, head, serialize(answer(command, connectionId))))
    } else if (opcode === OP_MSG) {
      const reply = serialize(answer(readSections(message), connectionId))
      const expected = (message.readUInt32LE(HEADER) & MORE_TO_COME) === 0
      if (expected) answers.push(frame(requestId, OP_MSG, Buffer.alloc(5), reply))
    } else {
      throw new Error(`MongoDB stand-in: opcode ${opcode}`)
    }
    return length
  }
}

function frame(responseTo, opcode, ...parts) {
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(HEADER)
  header.writeInt32LE(HEADER + body.length, 0)
  header.writeInt32LE(responseTo, 8)
  header.writeInt32LE(opcode, 12)
  return Buffer.concat([header, body])
}

/** The command, with the documents that stand in sections of their own. */
function readSections(message) {
  const command = {}
  let at = HEADER + 4
  while (at < message.length) {
    const kind = message[at]
    const start = at + 1
    const end = start + message.readInt32LE(start)
    if (kind === 0) {
      Object.assign(command, deserialize(message.subarray(start, end)))
    } else {
      const nameEnd = message.indexOf(0, start + 4)
      const documents = []
      for (let next = nameEnd + 1; next < end; next += message.readInt32LE(next)) {
        documents.push(deserialize(message.subarray(next, next + message.readInt32LE(next))))
      }
      command[message.toString('utf8', start + 4, nameEnd)] = documents
    }
    at = end
  }
  return command
}

function answer(command, connectionId) {
  const [name] = Object.keys(command)
  switch (name) {
    case 'hello':
    case 'ismaster':
    case 'isMaster':
      return {
        helloOk: true,
        isWritablePrimary: true,
        ismaster: true,
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        localTime: new Date(),
        logicalSessionTimeoutMinutes: 30,
        connectionId,
        minWireVersion: 0,
        maxWireVersion: 25,
        readOnly: false,
        ok: 1,
      }
    case 'find': {
      const found = { _id: new ObjectId(), ...command.filter, tier: 'gold', credit: 1000 }
      const ns = `${command.$db}.${command.find}`
      return { cursor: { id: Long.ZERO, ns, firstBatch: [found] }, ok: 1 }
    }
    case 'insert':
      return { n: command.documents.length, ok: 1 }
    case 'ping':
    case 'endSessions':
      return { ok: 1 }
    default:
      return { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: `no such command: '${name}'` }
  }
}
