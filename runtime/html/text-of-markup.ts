import { htmlEntities } from '../olx/html-entities.js'

const character = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,40}));/gi

/**
 * What people read of HTML or XML, as one line of plain text, for finding it by its words: without tags, comments, scripts and
 * styles. Markup that is not well-formed gives some text, too.
 */
export function textOfMarkup(markup: string): string {
  return markup
    .replaceAll(/<!--[^]*?(?:-->|$)|<(script|style)\b[^>]*>[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replaceAll(/<!\[CDATA\[|\]\]>/g, ' ')
    .replaceAll(/<img\b[^>]*?\salt="([^"]*)"[^>]*>/gi, ' $1 ')
    .replaceAll(/<\/?(?:b|i|u|em|strong|span|sub|sup|a|code|small)\b[^>]*>/gi, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(character, (written, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return htmlEntities[name] ?? written
      const point = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : written
    })
    .replaceAll(/\s+/g, ' ')
    .trim()
}
