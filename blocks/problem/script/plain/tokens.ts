/** Thrown where the shortcut is not certain of what Python would do; Python does it then. */
export class Uncertain extends Error {}

/** One word of Python. `end` stands between statements. */
export interface Token {
  readonly kind: 'name' | 'int' | 'float' | 'text' | 'sign' | 'end'
  readonly text: string
}

const pattern = new RegExp(
  [
    String.raw`(?<space>[ \t]+|#[^\n]*|\\\n)`,
    String.raw`(?<end>\n|;)`,
    String.raw`(?<float>(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)`,
    String.raw`(?<int>0|[1-9]\d*)(?![\w.])`,
    String.raw`(?<text>[rR]?(?:'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"))`,
    String.raw`(?<name>[A-Za-z_]\w*)`,
    String.raw`(?<sign>\*\*=?|//=?|[-+*/%]=?|[=()[\],.])(?![=<>])`,
  ].join('|'),
  'y',
)

/**
 * The words of a script without control flow. Line ends within brackets do not count.
 * @throws Uncertain
 */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = []
  let open = 0
  pattern.lastIndex = 0
  let atStart = true
  while (pattern.lastIndex < code.length) {
    const found = pattern.exec(code)
    const groups = found?.groups
    if (!groups) throw new Uncertain('an unknown character')
    const [kind, text] = Object.entries(groups).find(([, one]) => one !== undefined) ?? ['space', '']
    if (kind === 'space') {
      // Indentation is for what comes after an if or a loop, unless nothing but a comment follows.
      if (
        atStart &&
        open === 0 &&
        !/^[#\\]/.test(text) &&
        !/^[ \t]*(?:#|\n|$)/.test(code.slice(found.index))
      ) {
        throw new Uncertain('indentation')
      }
      continue
    }
    atStart = kind === 'end' && text === '\n'
    if (kind === 'end' && open > 0) {
      if (text === ';') throw new Uncertain('a semicolon')
      continue
    }
    if (kind === 'sign') open += '(['.includes(text) ? 1 : ')]'.includes(text) ? -1 : 0
    tokens.push({ kind: kind as Token['kind'], text: kind === 'text' ? textOf(text) : text })
  }
  tokens.push({ kind: 'end', text: '\n' })
  return tokens
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', "'": "'", '"': '"' }

function textOf(literal: string): string {
  const raw = /^[rR]/.test(literal)
  const quoted = raw ? literal.slice(1) : literal
  const width = /^('''|""")/.test(quoted) ? 3 : 1
  const inside = quoted.slice(width, -width)
  if (raw || !inside.includes('\\')) return inside
  if (width === 3 && /\\["']/.test(inside)) throw new Uncertain('an escape')
  return inside.replaceAll(/\\([\s\S])/g, (_, after: string) => {
    const meant = escapes[after]
    if (meant === undefined) throw new Uncertain('an escape')
    return meant
  })
}
