'use strict'

const GLYPHS = 256

/** Widths of all pairs of glyphs of these faces, in thousandths of an em. */
exports.kerningTable = (faces) => {
  const tables = new Map(faces.map((face, weight) => [face, pairs(weight)]))
  return {
    width(face, word) {
      const table = tables.get(face)
      let sum = 500
      for (let i = 1; i < word.length; i++) {
        sum += table[(word.charCodeAt(i - 1) % GLYPHS) * GLYPHS + (word.charCodeAt(i) % GLYPHS)]
      }
      return sum
    },
  }
}

function pairs(weight) {
  const table = new Uint16Array(GLYPHS * GLYPHS)
  for (let left = 0; left < GLYPHS; left++) {
    for (let right = 0; right < GLYPHS; right++) table[left * GLYPHS + right] = 480 + gap(left, right, weight)
  }
  return table
}

// How close two outlines come: sampled along their height.
function gap(left, right, weight) {
  let closest = Infinity
  for (let y = 0; y < 80; y++) {
    const edge = Math.sin((left + 1) * y * 0.013) * 40 + Math.cos((right + 1) * y * 0.017) * 40 + weight * 6
    if (edge < closest) closest = edge
  }
  return Math.round(closest) + 100
}
