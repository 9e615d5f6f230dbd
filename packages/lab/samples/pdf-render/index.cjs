'use strict'

const { wrap } = require('@thermocline/lambda')
const { kerningTable } = require('./fonts.cjs')
const { hyphenationPatterns } = require('./hyphenation.cjs')

// Everything a page could need is built while the module loads: every cold start pays for all of it.
const kerning = kerningTable(['Text', 'TextBold', 'Display'])
const patterns = hyphenationPatterns(['en', 'de', 'fr'])

const LINE_WIDTH = 52_000

exports.handler = wrap(async (event) => {
  const { title, paragraphs, language = 'en' } = event
  const lines = paragraphs.flatMap((paragraph) => breakLines(paragraph, language))
  const pages = Math.max(1, Math.ceil(lines.length / 48))
  return { title, pages, lines: lines.length, bytes: Buffer.byteLength(lines.join('\n')) + pages * 1240 }
})

function breakLines(paragraph, language) {
  const lines = ['']
  let width = 0
  for (const word of paragraph.split(' ')) {
    const wordWidth = kerning.width('Text', word)
    if (width + wordWidth > LINE_WIDTH) {
      lines.push('')
      width = 0
    }
    const joined = patterns.breakable(language, word) ? word : `${word}\u00a0`
    lines[lines.length - 1] += `${joined} `
    width += wordWidth
  }
  return lines
}
