import { createInterface } from 'node:readline/promises'
import { STDIN } from './input-file.ts'

/** Whether somebody sits there to answer; standard input may also be the log itself. */
export function canAsk(files: readonly string[]): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && !files.includes(STDIN)
}

/** The answer, or `fallback` where it is empty or the input ends. */
export async function ask(question: string, fallback: string): Promise<string> {
  // On stderr: stdout may be a file.
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => {
    terminal.once('close', () => resolve(''))
  })
  // In raw mode Ctrl-C is a key, not a signal.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const answer = await Promise.race([terminal.question(`${question} [${fallback}]: `), closed])
  terminal.close()
  return answer.trim() === '' ? fallback : answer.trim()
}
