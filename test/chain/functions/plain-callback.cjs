// Answers by its callback, and its runtime then waits for an empty event loop.
exports.handler = (event, context, callback) => {
  setTimeout(() => callback(null, { id: event.id }), 5)
}
