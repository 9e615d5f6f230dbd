'use strict'

// Preloaded into every container: answers for aws-lambda-ric's ./rapid-client.node, which needs a compiler to build.
// It behaves as the compiled client does, and test/native-client-built.test.ts holds it to that: next() gives a
// promise and leaves the event loop free; done() and error() block until the Runtime API has replied, so that an
// answer is out whole even if the handler's code ends the process right afterwards.
//
// Every line here runs inside a measured cold start. So it is one file (a second one costs 0.6 to 1 ms); the preload
// itself only sets a trap; node:net is loaded when the runtime asks for its client, which loads node:net itself; and
// the connection is opened then, before the handler's module loads, so that `next` leaves on an open connection the
// moment the load is done.

const Module = require('node:module')

const CLIENT = './rapid-client.node'
const RUNTIME = '/2018-06-01/runtime/invocation'

// Not module.registerHooks, the documented way: its hook adds 3-5 ms to every cold start.
const LOAD = '_load'
const load = Module[LOAD]

function loadOrAnswer(request, parent, ...rest) {
  if (request !== CLIENT) return load.call(this, request, parent, ...rest)
  if (Module[LOAD] === loadOrAnswer) Module[LOAD] = load
  return openClient(process.env.AWS_LAMBDA_RUNTIME_API, parent?.filename)
}
Module[LOAD] = loadOrAnswer

function openClient(address, runtimeFile) {
  const asking = openConnection(address)
  // Invocations that overlap are answered while a `next` is pending. For others a second connection would only cost:
  // 0.8 ms in every container.
  const overlapping = process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined
  const answering = overlapping ? openConnection(address) : asking

  return {
    async next() {
      const reply = await asking.ask(`GET ${RUNTIME}/next HTTP/1.1\r\nHost: ${address}\r\n\r\n`)
      if (!isSuccess(reply)) throw nextFailed(reply.status)
      return { bodyJson: reply.body, headers: knownHeaders(reply.headers) }
    },
    done(...args) {
      const [requestId, body] = strings(args, 2)
      return post(`${requestId}/response`, '', body)
    },
    error(...args) {
      const [requestId, body, xrayCause] = strings(args, 3)
      return post(`${requestId}/error`, xrayCause, body)
    },
  }

  function post(path, xrayCause, body) {
    const cause =
      xrayCause === '' ? '' : `Lambda-Runtime-Function-XRay-Error-Cause: ${oneLine(xrayCause)}\r\n`
    const head = `POST ${RUNTIME}/${path} HTTP/1.1\r\nHost: ${address}\r\nContent-Type: application/json\r\n${cause}`
    const reply = answering.answer(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    if (reply !== null && !isSuccess(reply)) logRefusal(reply, runtimeFile)
    return null
  }
}

function strings(args, count) {
  if (args.length < count) throw new TypeError(`Wrong number of arguments, expected ${count}`)
  if (!args.slice(0, count).every((arg) => typeof arg === 'string')) throw new TypeError('Wrong arguments')
  return args
}

/** JSON says as an escape what no header can hold. */
function oneLine(json) {
  return json.replace(
    /[^\x20-\x7e\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const ALWAYS = ['lambda-runtime-trace-id', 'lambda-runtime-invoked-function-arn']
const SOMETIMES = [
  'lambda-runtime-client-context',
  'lambda-runtime-cognito-identity',
  'lambda-runtime-aws-tenant-id',
]

/** What the compiled client lets through: the deadline is a number there. */
function knownHeaders(headers) {
  const requestId = headers['lambda-runtime-aws-request-id']
  if (requestId === undefined) throw nextFailed(-1)
  const known = {
    'lambda-runtime-deadline-ms': Number.parseInt(headers['lambda-runtime-deadline-ms'], 10) || 0,
    'lambda-runtime-aws-request-id': requestId,
  }
  for (const name of ALWAYS) known[name] = headers[name] ?? ''
  for (const name of SOMETIMES) if (headers[name]) known[name] = headers[name]
  return known
}

function nextFailed(code, cause) {
  return new Error(`Failed to get next invocation, error ${code}`, cause && { cause })
}

// What a function's log shows on AWS when its answer is too large. The client of aws-lambda-ric 3, whose file lies in a
// folder dist, leaves out what the Runtime API said.
function logRefusal({ status, body }, runtimeFile) {
  const said = runtimeFile?.endsWith('/dist/index.mjs') ? '' : ` ${body}`
  const text = `Failed to post handler success response. Http response code: ${status}.${said}`
  require('node:fs').writeSync(1, `[ERROR] [${Date.now()}] LAMBDA_RUNTIME ${text}\n`)
}

const HANDLE = '_handle'

/** A keep-alive connection: `ask` promises a reply, `answer` blocks until there is one. */
function openConnection(address) {
  // Taken now: the handler's code may put others in their place.
  const { readSync, writeSync } = require('node:fs')
  const [host, port] = address.split(':')
  // Read by a callback, not as a stream, whose ticks would show in the stack of what the handler throws.
  const onread = { buffer: Buffer.allocUnsafe(65_536), callback: (size, buffer) => receive(buffer, size) }
  const socket = require('node:net').connect({ host, port: Number(port), noDelay: true, onread })
  const take = replyReader()
  const waiting = []
  let failure = null

  // Only a reply that is waited for keeps the process alive: a handler that waits for nothing ends it, as on Lambda.
  socket.unref()
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was closed')))

  function ask(text) {
    if (failure !== null) return Promise.reject(failure)
    socket.ref()
    process.on('exit', holdExit)
    socket.write(text)
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }

  function receive(buffer, size) {
    try {
      let reply = take(Buffer.from(buffer.subarray(0, size)))
      for (; reply !== null; reply = take(NOTHING)) waiting.shift().resolve(reply)
    } catch (error) {
      socket.destroy(error)
    }
    if (waiting.length === 0) release()
  }

  function release() {
    socket.unref()
    process.off('exit', holdExit)
  }

  function fail(cause) {
    failure ??= nextFailed(-1, new Error(`No reply from ${address}: ${cause.message}`, { cause }))
    release()
    for (const { reject } of waiting.splice(0)) reject(failure)
  }

  // The compiled client waits for the next event in a thread of its own, which a process that exits must wait for: so
  // a timer that ends a process between two invocations fails the second.
  function holdExit() {
    // Not even sent yet.
    if (socket.writableLength > 0) return
    try {
      blocking((fd) => readReply(fd))
    } catch {
      // The Runtime API is gone: nothing to wait for.
    }
  }

  function answer(text) {
    if (failure !== null) throw failure
    // aws-lambda-ric 3 reports a timer that threw between two invocations. The compiled client is not up to that either.
    if (waiting.length > 0) return null
    try {
      return blocking((fd) => {
        const request = Buffer.from(text)
        for (let sent = 0; sent < request.length;) sent += writeSync(fd, request, sent)
        return readReply(fd)
      })
    } catch (error) {
      fail(error)
      socket.destroy()
      throw failure
    }
  }

  // The event loop, which reads from this descriptor too, does not turn meanwhile; and finds it as it was.
  function blocking(work) {
    const handle = socket[HANDLE]
    handle.setBlocking(true)
    try {
      return work(handle.fd)
    } finally {
      handle.setBlocking(false)
    }
  }

  function readReply(fd) {
    for (;;) {
      const chunk = Buffer.alloc(4096)
      const size = readSync(fd, chunk)
      if (size === 0) throw new Error('the connection was closed')
      const reply = take(chunk.subarray(0, size))
      if (reply !== null) return reply
    }
  }

  return { ask, answer }
}

const NOTHING = Buffer.alloc(0)

/** A function that takes bytes as they come and gives a reply once it is whole, else `null`. */
function replyReader() {
  let chunks = []
  let missing = 0
  return function take(chunk) {
    chunks.push(chunk)
    missing -= chunk.length
    // An event of 6 MB comes in a hundred chunks: they are joined once, not at every chunk.
    if (missing > 0) return null
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks)
    const reply = parseReply(bytes)
    missing = reply === null ? 0 : reply.end - bytes.length
    const whole = reply !== null && missing <= 0
    chunks = [whole ? bytes.subarray(reply.end) : bytes]
    return whole ? reply : null
  }
}

/** The reply these bytes begin with, of which the end may be missing yet; `null` while its head is not whole. */
function parseReply(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [statusLine, ...fields] = bytes.toString('utf8', 0, headEnd).split('\r\n')
  const headers = {}
  for (const field of fields) {
    const colon = field.indexOf(':')
    headers[field.slice(0, colon).toLowerCase()] ??= field.slice(colon + 1).trim()
  }
  const bodyStart = headEnd + 4
  const end = bodyStart + Number(headers['content-length'])
  if (Number.isNaN(end)) throw new Error('a reply without Content-Length')
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    end,
    body: bytes.toString('utf8', bodyStart, end),
  }
}

function isSuccess({ status }) {
  return status >= 200 && status <= 299
}
