class Diagnostics {
  static lastFailure = undefined
  static coldStart = true

  static note(error) {
    this.lastFailure = { code: error.code, message: error.message }
  }

  static headers() {
    const headers = { 'x-cold-start': String(this.coldStart) }
    this.coldStart = false
    if (this.lastFailure) headers['x-last-failure'] = `${this.lastFailure.code}: ${this.lastFailure.message}`
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
  let result
  try {
    result = await charge(JSON.parse(event.body))
  } catch (error) {
    Diagnostics.note(error)
    statusCode = 402
    result = { message: 'payment failed' }
  }
  return { statusCode, headers: Diagnostics.headers(), body: JSON.stringify(result) }
}
