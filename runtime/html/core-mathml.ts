import { inMathAlphabet } from './math-alphabets.js'

interface Element {
  name: string
  readonly attributes: Map<string, string>
  children: Node[]
}
type Node = Element | string

/**
 * MathML as KaTeX writes it, in the part of it that browsers draw (MathML Core): typefaces as characters, the columns,
 * lines and widths of tables as styles, and rows in place of symbols that hold other elements.
 */
export function coreMathml(drawn: string): string {
  if (!/mathvariant|<mtable|<menclose|<mpadded|<m[io]><m/.test(drawn)) return drawn
  return drawn.replace(/<math\b.*<\/math>/gs, (math) => written(parsed(math)))
}

/** Well-formed XML without comments and the like. */
function parsed(xml: string): Node[] {
  const root: Element = { name: '', attributes: new Map(), children: [] }
  const open = [root]
  for (const [piece, slash, name = '', attributes = '', empty] of xml.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+\s*=\s*"[^"]*")*)\s*(\/?)>|[^<]+/g,
  )) {
    const above = open.at(-1) ?? root
    if (name === '') above.children.push(piece)
    else if (slash === '/') open.pop()
    else {
      const element: Element = { name, attributes: new Map(), children: [] }
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w:-]+)\s*=\s*"([^"]*)"/g)) {
        element.attributes.set(key, value)
      }
      above.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  return root.children
}

function written(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node
      adapt(node)
      const attributes = [...node.attributes].map(([name, value]) => ` ${name}="${value}"`).join('')
      return `<${node.name}${attributes}>${written(node.children)}</${node.name}>`
    })
    .join('')
}

function adapt(element: Element): void {
  switch (element.name) {
    case 'mi':
    case 'mn':
    case 'mo':
    case 'mtext':
      return adaptSymbol(element)
    case 'mtable':
      return adaptTable(element)
    case 'menclose':
      for (const side of words(element, 'notation')) {
        if (/^(?:top|right|bottom|left)$/.test(side)) addStyle(element, `border-${side}:thin solid`)
      }
      return
    case 'mpadded':
      return adaptSpace(element)
  }
}

function adaptSymbol(element: Element): void {
  if (element.children.some((child) => typeof child !== 'string')) {
    element.name = 'mrow'
    element.attributes.clear()
    return
  }
  const variant = element.attributes.get('mathvariant')
  if (variant === undefined || variant === 'normal') return
  element.attributes.delete('mathvariant')
  // Words stay words, which can be searched for.
  const style = element.name === 'mtext' ? wordStyles[variant] : undefined
  if (style !== undefined) return addStyle(element, style)
  element.children = element.children.map((text) =>
    typeof text === 'string' ? inMathAlphabet(text, variant) : text,
  )
}

const wordStyles: Readonly<Record<string, string>> = {
  bold: 'font-weight:bold',
  italic: 'font-style:italic',
  'bold-italic': 'font-weight:bold;font-style:italic',
  'sans-serif': 'font-family:sans-serif',
  'bold-sans-serif': 'font-family:sans-serif;font-weight:bold',
  monospace: 'font-family:monospace',
}

/** Space around, such as `+6pt` of width, of which `lspace` is on the left. */
function adaptSpace(element: Element): void {
  const { attributes } = element
  if (!attributes.get('width')?.startsWith('+')) return
  addStyle(element, `padding:${attributes.get('voffset') ?? '0'} ${attributes.get('lspace') ?? '0'}`)
  for (const name of ['width', 'height', 'lspace', 'voffset']) attributes.delete(name)
}

function adaptTable(table: Element): void {
  const rows = elements(table, 'mtr').map((row) => elements(row, 'mtd'))
  const hasGlue = rows.some(([first]) => isGlue(first))
  const [align, spaces, columnLines, rowLines] = [
    words(table, 'columnalign'),
    words(table, 'columnspacing'),
    words(table, 'columnlines'),
    words(table, 'rowlines'),
  ]
  // What stands between lines has room on both sides.
  const edge = columnLines.length + rowLines.length > 0 ? '0.4em' : '0'
  const width = table.attributes.get('width')
  if (width !== undefined) addStyle(table, `width:${width}`)
  for (const name of tableAttributes) table.attributes.delete(name)
  for (const [row, cells] of rows.entries()) {
    const own = cells.filter((cell) => !cell.attributes.has('class'))
    for (const [column, cell] of own.entries()) {
      const isLast = column === own.length - 1
      // The plain word moves no blocks, as which browsers lay out what stands in a cell.
      if (align.length > 0)
        addStyle(cell, `text-align:${at(align, column)};text-align:-webkit-${at(align, column)}`)
      if (spaces.length > 0) {
        const before = column === 0 ? edge : half(at(spaces, column - 1))
        addStyle(cell, `padding-left:${before};padding-right:${isLast ? edge : half(at(spaces, column))}`)
      }
      if (!isLast && isLine(at(columnLines, column)))
        addStyle(cell, `border-right:thin ${at(columnLines, column)}`)
      if (row < rows.length - 1 && isLine(at(rowLines, row)))
        addStyle(cell, `border-bottom:thin ${at(rowLines, row)}`)
    }
    for (const cell of cells) {
      const part = cell.attributes.get('width')
      cell.attributes.delete('width')
      if (part !== undefined) addStyle(cell, `width:${part}`)
    }
  }
  if (!hasGlue) return
  // A row without a number has its columns under those of the others.
  for (const row of elements(table, 'mtr')) {
    if (isGlue(elements(row, 'mtd')[0])) continue
    row.children.unshift({ name: 'mtd', attributes: new Map([['class', 'mtr-glue']]), children: [] })
  }
}

const tableAttributes = ['columnalign', 'columnspacing', 'columnlines', 'rowlines', 'rowspacing', 'width']

function isGlue(cell: Element | undefined): boolean {
  return cell?.attributes.get('class') === 'mtr-glue'
}

/** The last of a list stands for all after it. */
function at(list: readonly string[], index: number): string {
  return list[Math.min(index, list.length - 1)] ?? ''
}

function half(length: string): string {
  const [, size, unit] = /^([\d.]+)([a-z]+)$/.exec(length) ?? []
  return size === undefined || Number(size) === 0 ? '0' : `${Number(size) / 2}${unit}`
}

function isLine(kind: string): boolean {
  return kind === 'solid' || kind === 'dashed'
}

function elements(of: Element, name: string): Element[] {
  return of.children.filter((child) => typeof child !== 'string' && child.name === name) as Element[]
}

function words(element: Element, attribute: string): string[] {
  return (element.attributes.get(attribute) ?? '').split(/\s+/).filter((word) => word !== '')
}

function addStyle(element: Element, style: string): void {
  const before = element.attributes.get('style')
  element.attributes.set('style', before === undefined ? style : `${before};${style}`)
}
