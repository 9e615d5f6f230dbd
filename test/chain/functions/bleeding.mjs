import { wrap } from '@thermocline/lambda'

let currentUser

export const handler = wrap(async (event) => {
  currentUser = event.userId
  return { statusCode: 200, body: `hello ${currentUser}` }
})
