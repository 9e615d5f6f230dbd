import type { Command } from 'commander'
import { print, visible } from '../../terminal.ts'

export function labScenariosCommand(lab: Command): void {
  lab.command('scenarios').description('Lists the scenarios that come with the lab.').action(list)
}

async function list(): Promise<void> {
  const { openScenario, shippedScenarios } = await import('@thermocline/lab')
  const names = shippedScenarios()
  const width = Math.max(...names.map((name) => name.length))
  const lines = names.map((name) => {
    const { about, driver } = openScenario(name)
    return `${name.padEnd(width)}  ${driver === 'simulated' ? '(simulated) ' : ''}${about}`
  })
  await print(visible(`${lines.join('\n')}\n`))
}
