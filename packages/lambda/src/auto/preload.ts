import { preload } from '../index.ts'

// What `node --import @thermocline/lambda/auto` loads, and `--require` in its CommonJS form: no line of the function's
// code has to change.
preload(new URL('handler.mjs', import.meta.url))
