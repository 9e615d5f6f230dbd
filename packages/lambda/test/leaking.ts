import { type ProgramOptions, type Ran, runProgram } from './program.ts'

/** Every invocation of a program's handler is looked at; `body` is the handler's, `before` stands at module level. */
export async function leaking(
  before: string,
  body: string,
  more: ProgramOptions & { invocations?: number } = {},
): Promise<Ran> {
  const { invocations = 40, ...options } = more
  return invoking(
    `${before}
const handler = wrap(async (event) => {
  ${body}
})`,
    invocations,
    options,
  )
}

/** The same for a program that makes its `handler` itself. */
export async function invoking(
  program: string,
  invocations: number,
  options: ProgramOptions = {},
): Promise<Ran> {
  return runProgram(
    `${program}
for (let i = 0; i < ${invocations}; i++) await handler({ id: 'user-' + i, n: i }, context('r' + i))
process.exit()`,
    { ...options, env: { THERMOCLINE_LEAKS: 'every', ...options.env } },
  )
}

/** The findings' attributes, without the prefix. */
export function findings(ran: Ran): Record<string, unknown>[] {
  return ran.spans
    .filter(({ name }) => name === 'thermocline.finding')
    .map(({ attributes }) =>
      Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name.replace('thermocline.finding.', ''), value]),
      ),
    )
}

export function names(ran: Ran): unknown[] {
  return findings(ran).map(({ name }) => name)
}
