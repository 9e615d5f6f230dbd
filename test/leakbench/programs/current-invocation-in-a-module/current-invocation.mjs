let current

export function setCurrentInvocation(event, context) {
  current = { event, context }
}

export function getCurrentInvocation() {
  if (!current) throw new Error('there is no invocation')
  return current
}
