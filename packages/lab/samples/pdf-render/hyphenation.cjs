'use strict'

const SYLLABLES = 'ab ba ce de en er fi ge hu in ko la me no or pa qu ra se ti un ve wa ze'.split(' ')

/** Where words of these languages may be broken. */
exports.hyphenationPatterns = (languages) => {
  const tables = new Map(languages.map((language) => [language, compile(language)]))
  return {
    breakable(language, word) {
      return word.length > 6 && tables.get(language)?.has(word.slice(0, 4).toLowerCase()) === true
    },
  }
}

function compile(language) {
  const patterns = new Set()
  const salt = language.charCodeAt(0)
  for (const [i, first] of SYLLABLES.entries()) {
    for (const [j, second] of SYLLABLES.entries()) {
      for (const [k, third] of SYLLABLES.entries()) {
        if ((i * 31 + j * 17 + k * salt) % 3 !== 0)
          patterns.add(`${first}${second}${third}`.slice(0, 4 + (k % 3)))
      }
    }
  }
  return patterns
}
