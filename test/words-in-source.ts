import { TYPE } from '@formatjs/icu-messageformat-parser'
import { IntlMessageFormat } from 'intl-messageformat'

/** The messages that a file says: in `say(…)`, `sayHtml(…)`, `toSay(…)`. */
export function messagesIn(text: string): string[] {
  return [...text.matchAll(/(?:\.say(?:Html)?|\b(?:toSay|say))\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g)].map(
    ([, single, double = '']) => single?.replaceAll("\\'", "'") ?? double,
  )
}

/** What stands in the templates of a file between their values, one text for each template. @param mark what stands for a value */
export function templatesOf(text: string, mark = ''): string[] {
  const ended: string[] = []
  /** Open templates and the values in them, from the outermost; of a value the braces that are open in it. */
  const open: (string | number)[] = []
  const code = /\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[^]/y
  for (let at = 0; at < text.length;) {
    const inside = open.at(-1)
    const isTemplate = typeof inside === 'string'
    code.lastIndex = at
    const piece = isTemplate
      ? text.slice(at, text.startsWith('${', at) ? at + 2 : at + 1)
      : (code.exec(text)?.[0] ?? ' ')
    at += piece.length
    if (piece === '${' && isTemplate) open[open.length - 1] = inside + mark
    if (piece === '`' && isTemplate) ended.push(String(open.pop()))
    else if (piece === '`') open.push('')
    else if (piece === '${' && isTemplate) open.push(0)
    else if (isTemplate) open[open.length - 1] = inside + piece
    else if (typeof inside === 'number' && piece === '}' && inside === 0) open.pop()
    else if (typeof inside === 'number' && /^[{}]$/.test(piece))
      open[open.length - 1] = inside + (piece === '{' ? 1 : -1)
  }
  return ended
}

/** Names of what is filled in, and of elements. */
export function partsOf(message: string, locale: string): string[] {
  type Ast = ReturnType<IntlMessageFormat['getAst']>
  const names = (ast: Ast): string[] =>
    ast.flatMap((one) => {
      if (one.type === TYPE.literal || one.type === TYPE.pound) return []
      const inside = 'options' in one ? Object.values(one.options).flatMap(({ value }) => names(value)) : []
      return [one.value, ...inside, ...('children' in one ? names(one.children) : [])]
    })
  return [...new Set(names(new IntlMessageFormat(message, locale).getAst()))].sort()
}

/** Forms of numbers that a language has and a message leaves out; of forms for fractions and millions nothing is asked. */
export function missingForms(message: string, locale: string): string[] {
  type Ast = ReturnType<IntlMessageFormat['getAst']>
  const rules = new Intl.PluralRules(locale)
  const asked = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)))
  const missing = (ast: Ast): string[] =>
    ast.flatMap((one) => {
      const own =
        one.type === TYPE.plural ? [...asked].filter((form) => !Object.hasOwn(one.options, form)) : []
      const inside = 'options' in one ? Object.values(one.options).flatMap(({ value }) => missing(value)) : []
      return [...own, ...inside, ...('children' in one ? missing(one.children) : [])]
    })
  return missing(new IntlMessageFormat(message, locale).getAst())
}

/** Words in markup that somebody would read or hear. */
export function wordsInMarkup(markup: string): string[] {
  const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*)"/g)]
  // A template may begin or end inside of an element.
  const text = markup.replace(/^[^<]*="[^<]*>/, ' ').replace(/<[^>]*(?:>|$)/g, ' ')
  return [text, ...attributes.map(([, value = '']) => value)].flatMap((shown) =>
    [...shown.matchAll(/\p{L}{2,}/gu)].map(([word]) => word),
  )
}
