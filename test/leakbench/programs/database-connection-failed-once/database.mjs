let attempts = 0

class Connection {
  async insert(table, rows) {
    return { table, inserted: rows.length }
  }
}

// A paused cluster refuses the first caller and wakes up.
export async function connect() {
  attempts += 1
  if (attempts === 1) throw new Error('the cluster is resuming, try again')
  return new Connection()
}
