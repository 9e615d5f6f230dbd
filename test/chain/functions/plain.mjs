// Knows nothing of the SDK: it is wrapped from outside, if at all.
export const handler = async (event) => ({ id: event.id, handler: process.env['_HANDLER'] })
