const { wrap } = require('@thermocline/lambda')

exports.handler = wrap(async (event) => ({ id: event.id }))
