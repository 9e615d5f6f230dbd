export function greeting({ email } = globalThis.currentCustomer) {
  const [name] = email.split(/[.@]/)
  return `Dear ${name[0].toUpperCase()}${name.slice(1)},`
}
