/** Markup that is already safe; made by {@link html} alone. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | readonly Markup[]

/**
 * Markup from a template. Every text put into it is escaped, for content and for quoted attributes alike; only
 * other markup goes in as it is. So nothing that came with a span can ever become HTML.
 */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const tail = pieces.map((piece, index) => `${render(piece)}${literals[index + 1] ?? ''}`)
  return { markup: `${literals[0] ?? ''}${tail.join('')}` }
}

function render(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece)
  if (typeof piece === 'number') return String(piece)
  return 'markup' in piece ? piece.markup : piece.map(({ markup }) => markup).join('\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  // Control characters but line breaks are no HTML, and bidirectional overrides would reorder what is read.
  const visible = text.replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
  return visible.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
