import { wrap } from '@thermocline/lambda'

// Sales of a month as CSV, sent row by row while it is made.
export const handler = wrap(
  awslambda.streamifyResponse(async (event, responseStream) => {
    const month = event.queryStringParameters?.month ?? ''
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new RangeError(`no such month: ${month}`)

    const stream = awslambda.HttpResponseStream.from(responseStream, {
      statusCode: 200,
      headers: {
        'content-type': 'text/csv',
        'content-disposition': `attachment; filename="sales-${month}.csv"`,
      },
    })
    stream.write('day,orders,cents\n')
    for await (const row of salesOf(month)) stream.write(row)
    stream.end()
  }),
)

async function* salesOf(month) {
  for (let day = 1; day <= daysIn(month); day++) yield salesOfDay(month, day)
}

function daysIn(month) {
  const [year, index] = month.split('-').map(Number)
  return new Date(Date.UTC(year, index, 0)).getUTCDate()
}

// Stands for a query a day.
async function salesOfDay(month, day) {
  await new Promise((resolve) => setTimeout(resolve, 3))
  const orders = 20 + ((day * 7 + Number(month.slice(5)) * 3) % 23)
  return `${month}-${String(day).padStart(2, '0')},${orders},${orders * 4150}\n`
}
