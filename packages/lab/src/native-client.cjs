'use strict'

// Preloaded into every container: answers for aws-lambda-ric's ./rapid-client.node, which needs a compiler to build.
// Same shape as the compiled client: next() gives a promise, done() and error() give nothing.
//
// Every line here runs inside a measured cold start. So the preload itself only sets a trap; node:net is loaded when
// the runtime asks for its client, which loads node:net itself; and the connection is opened then, before the
// handler's module loads, so that `next` leaves on an open connection the moment the load is done.
// A bare socket, not node:http: its write() hands the bytes to the kernel before it returns, so that a response is
// out even if the handler's code ends the process right afterwards, as with the compiled client, whose done() blocks.

const Module = require('node:module')

const CLIENT = './rapid-client.node'
const RUNTIME = '/2018-06-01/runtime/invocation'

// Not module.registerHooks, the documented way: its hook adds 3-5 ms to every cold start.
const LOAD = '_load'
const load = Module[LOAD]

function loadOrAnswer(request, ...rest) {
  if (request !== CLIENT) return load.call(this, request, ...rest)
  if (Module[LOAD] === loadOrAnswer) Module[LOAD] = load
  return openClient(process.env.AWS_LAMBDA_RUNTIME_API)
}
Module[LOAD] = loadOrAnswer

function openClient(address) {
  const exchange = openExchange(address)
  // The reply to the post under way. A post the lab refuses is the lab's to report, as with the compiled client.
  let posted = Promise.resolve()

  function post(requestId, path, headers, body) {
    posted = exchange('POST', `${RUNTIME}/${requestId}/${path}`, headers, body)
    // Seen by the next call of next(); until then nobody listens.
    posted.catch(() => {})
  }

  return {
    async next() {
      await posted
      const { headers, body } = await exchange('GET', `${RUNTIME}/next`, '', '')
      return { bodyJson: body, headers }
    },
    done(...args) {
      const [requestId, body] = strings(args, 2)
      post(requestId, 'response', 'Content-Type: application/json\r\n', body)
    },
    error(...args) {
      const [requestId, body, xrayCause] = strings(args, 3)
      // A header cannot hold a newline or a character beyond Latin-1; JSON can say both as escapes.
      const cause = xrayCause.replace(
        /[^\x20-\x7e]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      const headers = `Content-Type: application/json\r\nLambda-Runtime-Function-XRay-Error-Cause: ${cause}\r\n`
      post(requestId, 'error', headers, body)
    },
  }
}

function strings(args, count) {
  if (args.length < count) throw new TypeError(`Wrong number of arguments, expected ${count}`)
  if (!args.slice(0, count).every((arg) => typeof arg === 'string')) throw new TypeError('Wrong arguments')
  return args
}

/** One keep-alive connection; replies come in the order of the requests. */
function openExchange(address) {
  const [host, port] = address.split(':')
  const socket = require('node:net').connect({ host, port: Number(port), noDelay: true })
  const waiting = []
  let received = Buffer.alloc(0)
  let failure = null

  // Only a request under way keeps the process alive: a handler that waits for nothing ends it, as on Lambda.
  socket.unref()
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    for (let reply = takeReply(); reply; reply = takeReply()) waiting.shift().resolve(reply)
    if (waiting.length === 0) socket.unref()
  })
  socket.on('error', (error) => fail(error))
  socket.on('close', () => fail(new Error('the connection was closed')))

  function fail(cause) {
    failure ??= new Error(`Failed to reach the Runtime API at ${address}: ${cause.message}`, { cause })
    for (const { reject } of waiting.splice(0)) reject(failure)
  }

  function takeReply() {
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return null
    const headers = parseHeaders(received.toString('latin1', 0, end))
    const length = Number(headers['content-length'] ?? 0)
    if (received.length < end + 4 + length) return null
    const body = received.toString('utf8', end + 4, end + 4 + length)
    received = received.subarray(end + 4 + length)
    return { headers, body }
  }

  return function exchange(method, path, headers, body) {
    if (failure) return Promise.reject(failure)
    socket.ref()
    const head = `${method} ${path} HTTP/1.1\r\nHost: ${address}\r\n${headers}`
    socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }
}

function parseHeaders(head) {
  const headers = {}
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return headers
}
