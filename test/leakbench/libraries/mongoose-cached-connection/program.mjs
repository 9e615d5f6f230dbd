import mongoose from 'mongoose'

const customerSchema = new mongoose.Schema({
  customerId: { type: String, required: true },
  email: String,
  tier: String,
  credit: Number,
})

const orderSchema = new mongoose.Schema(
  {
    orderId: { type: String, required: true },
    customerId: { type: String, required: true },
    action: { type: String, enum: ['view', 'buy', 'return'] },
    tenant: String,
  },
  { timestamps: true },
)

let connection = null

async function connect() {
  if (connection === null) {
    connection = mongoose.createConnection(process.env.MONGO_URL, {
      autoCreate: false,
      autoIndex: false,
      serverSelectionTimeoutMS: 5_000,
    })
    await connection.asPromise()
    connection.model('Customer', customerSchema)
    connection.model('Order', orderSchema)
  }
  return connection
}

export const handler = async ({ user, tenant, orderId, action }, context) => {
  context.callbackWaitsForEmptyEventLoop = false
  const { models } = await connect()
  const customer = await models.Customer.findOne({ customerId: user.id, email: user.email })
  if (customer.credit <= 0) return { orderId, error: 'No credit left' }
  const order = await models.Order.create({ orderId, customerId: customer.customerId, action, tenant })
  return { orderId: order.orderId, customerId: order.customerId, action: order.action, tier: customer.tier }
}
