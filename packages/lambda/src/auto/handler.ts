import type { Sdk } from '../sdk.ts'
import { loadUserHandler } from './load-user-handler.ts'

// The module that the runtime loads in place of the user's, after the preload has put it into _HANDLER. The extension is
// waited for here, before the runtime can ask for its first event. The SDK is the one that the preload has loaded: the
// other format's copy would be read for nothing.
const sdk: Sdk = Reflect.get(globalThis, Symbol.for('thermocline.v1'))
const name = await sdk.preloaded()

/** The user's handler, wrapped; what goes wrong in loading it is thrown as the runtime would meet it. */
export const handler: unknown = sdk.wrap(
  await loadUserHandler(name, process.env['LAMBDA_TASK_ROOT'] ?? process.cwd()),
  {},
)
