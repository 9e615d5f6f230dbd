import { run } from 'aws-lambda-ric-3'

// The program of the Node 22 runtime. Not the package's own, which prints a line that AWS's runtime does not.
const { LAMBDA_TASK_ROOT, _HANDLER: handler } = process.env
await run(LAMBDA_TASK_ROOT, handler)
