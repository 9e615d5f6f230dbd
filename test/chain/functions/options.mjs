export const handler = async () => ({ stackTraceLimit: Error.stackTraceLimit })
