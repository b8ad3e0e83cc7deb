import type Katex from 'katex'

type Macros = NonNullable<Katex.KatexOptions['macros']>
/** The part of KaTeX's macro expander that is used: see its documentation of `\newcommand`. */
interface Expander {
  consumeArgs(count: number): Token[][]
  consumeSpaces(): void
  future(): Token
  popToken(): Token
  macros: { set(name: string, value: unknown, global?: boolean): void }
}
interface Token {
  readonly text: string
}

/** Most tokens in the body of an author's macro: together with KaTeX's bound on expansions, what one formula may come to. */
const longestBody = 150

/** Commands of MathJax that KaTeX lacks, or has under another name. What authors define is added to them. */
export function texMacros(): Macros {
  const macros: Record<string, unknown> = {
    ...aliases,
    ...Object.fromEntries(decorations.map((name) => [name, secondArgument])),
    '\\newcommand': defineCommand,
    '\\renewcommand': defineCommand,
    '\\providecommand': defineCommand,
    '\\unitOperator': (expander: Expander) => {
      const isStarred = expander.future().text === '*'
      if (isStarred) expander.popToken()
      const [name = [], body = []] = expander.consumeArgs(2)
      const text = body
        .toReversed()
        .map((token) => token.text)
        .join('')
      set(expander, name, `\\operatorname${isStarred ? '*' : ''}{${text}}`)
      return ''
    },
  }
  return bounded(macros) as Macros
}

/** KaTeX writes what any of its commands define into the object it is given. */
function bounded(macros: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(macros, {
    set(target, name, value: unknown) {
      const tokens =
        typeof value === 'object' && value !== null && 'tokens' in value ? value.tokens : undefined
      if (Array.isArray(tokens) && tokens.length > longestBody) throw tooLong()
      if (typeof value === 'string' && value.length > 4 * longestBody) throw tooLong()
      return Reflect.set(target, name, value)
    },
  })
}

function tooLong(): RangeError {
  return new RangeError(`The body of a macro has more than ${longestBody} tokens.`)
}

/** Commands that say where or how to show their second argument, in words that a formula may not use here. */
const decorations = [
  '\\class',
  '\\cssId',
  '\\style',
  '\\href',
  '\\htmlClass',
  '\\htmlId',
  '\\htmlStyle',
  '\\htmlData',
]

function secondArgument(expander: Expander): { tokens: Token[]; numArgs: number } {
  const [, shown = []] = expander.consumeArgs(2)
  return { tokens: shown, numArgs: 0 }
}

/** `\newcommand{\NAME}[COUNT][DEFAULT]{BODY}`; MathJax lets any of its kin define and redefine. */
function defineCommand(expander: Expander): string {
  const [name = []] = expander.consumeArgs(1)
  const count = Number(
    option(expander)
      ?.map(({ text }) => text)
      .toReversed()
      .join('') ?? 0,
  )
  const given = option(expander)
  const [body = []] = expander.consumeArgs(1)
  if (!Number.isInteger(count) || count < 0 || count > 9 || body.length > longestBody)
    throw new RangeError('A macro has at most nine arguments and a short body.')
  if (given === undefined) set(expander, name, { tokens: body, numArgs: count })
  else {
    set(expander, name, (inner: Expander) => {
      const first = option(inner) ?? given
      const rest = inner.consumeArgs(count - 1)
      return { tokens: filled(body, [first, ...rest]), numArgs: 0 }
    })
  }
  return ''
}

function set(expander: Expander, name: readonly Token[], value: unknown): void {
  const [{ text } = { text: '' }] = name
  if (name.length !== 1 || !text.startsWith('\\')) throw new TypeError('A macro is called by one command.')
  expander.macros.set(text, value, true)
}

/** What stands in brackets next, last token first; undefined where no bracket is. */
function option(expander: Expander): Token[] | undefined {
  expander.consumeSpaces()
  if (expander.future().text !== '[') return undefined
  expander.popToken()
  const tokens: Token[] = []
  for (let left = longestBody; left > 0; left--) {
    const token = expander.popToken()
    if (token.text === ']') return tokens.toReversed()
    if (token.text === 'EOF') break
    tokens.push(token)
  }
  throw new TypeError('A bracket is not closed.')
}

/** A body with its arguments in, all last token first. */
function filled(body: readonly Token[], given: readonly Token[][]): Token[] {
  const written = body.toReversed()
  const result: Token[] = []
  for (let at = 0; at < written.length; at++) {
    const token = written[at]
    const next = written[at + 1]
    if (token === undefined) continue
    if (token.text === '#' && next !== undefined && /^[1-9]$/.test(next.text)) {
      result.push(...(given[Number(next.text) - 1] ?? []).toReversed())
      at++
    } else result.push(token)
  }
  return result.toReversed()
}

const aliases: Readonly<Record<string, string>> = {
  '\\mbox': '\\text{#1}',
  '\\unitPlain': '{#1}',
  '\\unitRaise': '\\raisebox{#1}{$#2$}',
  '\\Rule': '\\rule[-#3]{#1}{#2}',
  '\\mspace': '\\mkern #1',
  '\\unitFill': '\\colorbox{#1}{$#2$}',
  '\\cancelto': '{\\cancel{#2}}^{#1}',
  '\\sideset': '\\mathop{{\\vphantom{#3}}#1{#3}#2}',
  '\\overparen': '\\overgroup{#1}',
  '\\underparen': '\\undergroup{#1}',
  '\\wideparen': '\\overgroup{#1}',
  '\\overarc': '\\overgroup{#1}',
  '\\nicefrac': '{}^{#1}\\!/_{#2}',
  '\\url': '\\text{#1}',
  '\\includegraphics': '\\text{#1}',
  '\\mathtip': '{#1}',
  '\\texttip': '{#1}',
  '\\toggle': '{#1}',
  '\\scr': '\\mathscr',
  '\\mit': '',
  '\\oldstyle': '',
  '\\hfill': '\\quad ',
  '\\hfil': '\\quad ',
  '\\noindent': '',
  '\\par': '\\\\',
  '\\Space': '\\hspace{#1}',
  '\\idotsint': '\\int\\dots\\int',
  '\\iiiint': '\\iint\\!\\iint',
  '\\shoveleft': '{#1}',
  '\\shoveright': '{#1}',
  '\\intertext': '\\text{#1}\\\\',
  '\\lt': '<',
  '\\gt': '>',
  '\\textsc': '\\text{#1}',
  '\\ensuremath': '#1',
  '\\strut': '\\mathstrut ',
  '\\ldotp': '.',
  '\\displaybreak': '',
  '\\allowdisplaybreaks': '',
  '\\centering': '',
  '\\setlength': '',
  '\\hdots': '\\ldots',
  '\\dag': '\\dagger',
  '\\bigdot': '\\bullet',
}
