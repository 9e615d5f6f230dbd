export function createStore(reducer, initial) {
  let state = initial

  return {
    dispatch(action) {
      state = reducer(state, action)
    },
    select(selector) {
      return selector(state)
    },
  }
}

export function shopReducer(state, action) {
  switch (action.type) {
    case 'signed-in':
      return { ...state, user: { id: action.id, email: action.email } }
    case 'priced':
      return { ...state, total: action.total }
    default:
      return state
  }
}
