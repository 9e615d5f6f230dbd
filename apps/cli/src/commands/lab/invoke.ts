import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { ThermoclineError } from '@thermocline/wire'
import type { ErrorCode } from '@thermocline/wire'
import { LAB_FOLDER } from '../../data-folder.ts'
import { EXIT } from '../../exit.ts'
import { requireLab } from '../../lab/claim.ts'
import { parseEvent } from '../../lab/event.ts'
import { note, print } from '../../terminal.ts'

interface InvokeOptions {
  readonly data: string
  readonly event?: string
  readonly tenant?: string
  readonly times: string
  readonly logs?: true
}

export function labInvokeCommand(lab: Command): void {
  lab
    .command('invoke')
    .description('Calls a function of the lab that runs, and prints its answer.')
    .argument('<function>', 'its name')
    .option('--data <dir>', "the lab's folder", LAB_FOLDER)
    .option('--event <json>', 'the event; - reads it from standard input (default: {})')
    .option('--tenant <id>', 'the tenant it is called for')
    .option('--times <number>', 'call it so often, one after the other', '1')
    .option('--logs', "print the invocation's last log lines on standard error")
    .addHelpText('after', HELP)
    .action(invoke)
}

const HELP = `
Ends with code 1 when the function fails, after its error was printed. Lambda's API of the lab takes
the same calls from the AWS CLI: aws lambda invoke --endpoint-url <the address the lab has printed>.`

async function invoke(functionName: string, _own: unknown, command: Command): Promise<void> {
  const options = command.optsWithGlobals<InvokeOptions>()
  const { lambda } = requireLab(options.data)
  if (lambda === null)
    throw new ThermoclineError('not_found', 'the lab that runs is simulated: it has no processes to call')
  const times = Number(options.times)
  if (!/^\d+$/.test(options.times) || times < 1)
    throw new ThermoclineError('bad_argument', `--times must be a whole number above 0, got ${options.times}`)
  const typed = options.event === '-' ? await text(process.stdin) : (options.event ?? '{}')
  const event = JSON.stringify(parseEvent('--event', typed))
  for (let n = 0; n < times; n++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what was asked for
    await callOnce(lambda, functionName, event, options)
  }
}

/** Rejects with `lab_failed` when the lab goes away. */
async function call(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw new ThermoclineError('lab_failed', 'the lab went away before it had answered', { cause: error })
  }
}

async function callOnce(lambda: string, name: string, event: string, options: InvokeOptions): Promise<void> {
  const response = await call(`${lambda}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    body: event,
    headers: {
      ...(options.tenant === undefined ? {} : { 'X-Amz-Tenant-Id': options.tenant }),
      ...(options.logs === true ? { 'X-Amz-Log-Type': 'Tail' } : {}),
    },
  })
  const body = await response.text()
  const tail = response.headers.get('x-amz-log-result')
  if (tail !== null) note(Buffer.from(tail, 'base64').toString('utf8').trimEnd().replaceAll('\t', '  '))
  if (!response.ok) throw refusal(response, body, response.status === 404 ? await knownTo(lambda) : '')
  await print(`${body}\n`)
  if (response.headers.has('x-amz-function-error')) process.exitCode = EXIT.failed
}

/** `; it has orders, mail`. */
async function knownTo(lambda: string): Promise<string> {
  const listed = await call(`${lambda}/2015-03-31/functions`, {})
  const { Functions } = (await listed.json()) as { Functions: { FunctionName: string }[] }
  return `; it has ${Functions.map(({ FunctionName }) => FunctionName).join(', ')}`
}

function refusal(response: Response, body: string, more: string): ThermoclineError {
  const kind = response.headers.get('x-amzn-errortype') ?? `status ${response.status}`
  const code = CODES[response.status] ?? (response.status < 500 ? 'bad_argument' : 'lab_failed')
  return new ThermoclineError(code, `${kind}: ${messageIn(body)}${more}`)
}

const CODES: Readonly<Record<number, ErrorCode>> = { 404: 'not_found', 429: 'lab_throttled' }

function messageIn(body: string): string {
  try {
    const { Message, message = Message } = JSON.parse(body) as { Message?: string; message?: string }
    return message ?? body
  } catch {
    return body
  }
}
