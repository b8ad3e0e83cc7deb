import { htmlEntities } from '../../runtime/olx/index.js'

/** Marks that both forms have. */
const mark = /(<\/?[bi]>|<\/?u>)/i

/** A line of text as WebVTT has it: simple marks stay, entities become characters, other `<`, `&` and arrows are escaped. */
export function vttText(line: string): string {
  return line
    .trim()
    .replace(/<font[^>]*>|<\/font>|\{\\[^}]*\}/gi, '')
    .split(mark)
    .map((part, index) => (index % 2 === 1 ? part : escaped(plainText(part))))
    .join('')
}

/** Text with its entities as characters, those that were escaped twice, too. */
function plainText(text: string): string {
  return text.includes('&') ? unescaped(unescaped(text)) : text
}

/** Text of a WebVTT file: what was escaped twice once, entities that its readers may not know as characters. */
export function vttLine(line: string): string {
  if (!line.includes('&') || line.includes('-->')) return line
  return line.replace(/&(?:amp;)?(#?\w+);/g, (escape) => {
    const text = plainText(escape)
    return text === escape ? escape : escaped(text)
  })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '--&gt;')
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,10}));/gi, (escape, decimal, hex, name) => {
    if (typeof name === 'string') return htmlEntities[name] ?? escape
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 31 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
  })
}
