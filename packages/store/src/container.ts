import type { ContainerId, ContainerRow, FunctionIdentity, Intake, UnixUs } from '@thermocline/wire'
import { betterIdentity, sameIdentity } from './identity.ts'

/** What is known of a container, apart from its name. */
export type KeptContainer = Omit<ContainerRow, 'container'>

/** What an intake says of each container it names, in sightings of any kind. */
export function containersOf(intake: Intake): ReadonlyMap<ContainerId, KeptContainer> {
  const containers = new Map<ContainerId, KeptContainer>()
  const add = (container: ContainerId, kept: KeptContainer): void => {
    const old = containers.get(container)
    containers.set(container, old === undefined ? kept : joinContainers(old, kept))
  }
  for (const { container, function: identity, initStart } of intake.containers)
    add(container, keptContainer(identity, initStart))
  // An invocation's own initStart may be that of a later process, so it says nothing of the container.
  for (const { container, function: identity } of intake.invocations) add(container, { function: identity })
  for (const { container, function: identity } of intake.findings) add(container, { function: identity })
  return containers
}

/** The better identity and the earliest init. */
export function joinContainers(a: KeptContainer, b: KeptContainer): KeptContainer {
  const starts = [a.initStart, b.initStart].filter((start) => start !== undefined)
  const first = starts.length === 0 ? undefined : (Math.min(...starts) as UnixUs)
  return keptContainer(betterIdentity(a.function, b.function), first)
}

export function sameContainer(a: KeptContainer, b: KeptContainer): boolean {
  return a.initStart === b.initStart && sameIdentity(a.function, b.function)
}

export function keptContainer(identity: FunctionIdentity, initStart: UnixUs | undefined): KeptContainer {
  return { function: identity, ...(initStart !== undefined && { initStart }) }
}
