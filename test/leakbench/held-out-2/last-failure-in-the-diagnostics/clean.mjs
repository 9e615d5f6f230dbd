class Diagnostics {
  static coldStart = true

  static headers(failure) {
    const headers = { 'x-cold-start': String(this.coldStart) }
    this.coldStart = false
    if (failure) headers['x-last-failure'] = `${failure.code}: ${failure.message}`
    return headers
  }
}

class Declined extends Error {
  code = 'DECLINED'
}

async function charge({ amount, email, orderId }) {
  if (amount % 6 === 1) throw new Declined(`card of ${email} was declined for ${orderId}`)
  return { paid: amount, orderId }
}

export const handler = async (event) => {
  let statusCode = 200
  let failure
  let result
  try {
    result = await charge(JSON.parse(event.body))
  } catch (error) {
    failure = error
    statusCode = 402
    result = { message: 'payment failed' }
  }
  return { statusCode, headers: Diagnostics.headers(failure), body: JSON.stringify(result) }
}
