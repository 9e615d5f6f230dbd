// Stands for the table of orders. Prices in cents.
const PRODUCTS = [
  ['TC-100', 'Ceramic teapot', 3900],
  ['TC-140', 'Loose-leaf assam, 500 g', 1450],
  ['TC-210', 'Milk jug', 1890],
  ['TC-220', 'Sugar bowl', 1690],
  ['TC-305', 'Tray, walnut', 5200],
  ['TC-410', 'Tea strainer', 990],
]

const STATUSES = ['received', 'packed', 'shipped', 'delivered']

/** The order of that number, or undefined: numbers run from 1 to 400. Takes a few milliseconds, as a query would. */
export async function findOrder(number) {
  await new Promise((resolve) => setTimeout(resolve, 4 + (number % 9)))
  if (!Number.isInteger(number) || number < 1 || number > 400) return undefined
  const lines = PRODUCTS.filter((_, index) => (number >> index) % 3 === 1).map(
    ([sku, title, cents], index) => ({
      sku,
      title,
      quantity: 1 + ((number + index) % 3),
      cents,
    }),
  )
  return { number, status: STATUSES[number % STATUSES.length], lines }
}
