import type { AST } from 'toml-eslint-parser'
import { tomlText } from './toml-value.js'

/** One element of an array as it stands, with what is said of it. */
interface Written {
  /** What stands before it: white space, and remarks on lines of their own. */
  readonly lead: string
  readonly text: string
  /** What stands between it and its comma. */
  readonly gap: string
  /** A remark on its line, behind the comma. */
  readonly after: string
}

/** Characters on one line of an array that is written anew. */
const widest = 100

/**
 * An array of strings with other elements: those that were there keep their quotes and the remarks beside them, new ones are set
 * out as their neighbours are.
 */
export function arrayText(
  node: AST.TOMLArray,
  source: string,
  wanted: readonly string[],
  lineEnd: string,
): string {
  const [start, end] = node.range
  if (node.elements.length === 0) return freshArray(wanted, lineEnd)
  const { elements, tail, hasLastComma } = elementsOf(node, source)
  const isSpread = elements.some(({ lead }) => lead.includes('\n'))
  const [first, second] = elements
  const left = new Map<string, Written[]>()
  for (const [index, one] of node.elements.entries()) {
    const key = one.type === 'TOMLValue' && typeof one.value === 'string' ? one.value : ''
    const element = elements[index]
    if (element) left.set(key, [...(left.get(key) ?? []), element])
  }
  const isReplaced = wanted.length === elements.length
  /** In a list as long as before, what is new stands for what stood in its place. */
  const replaced = (index: number, value: string): Written | undefined => {
    const [one, there] = [node.elements[index], elements[index]]
    const was = one?.type === 'TOMLValue' ? one.value : undefined
    if (!isReplaced || !there || typeof was !== 'string' || wanted.includes(was)) return undefined
    return { ...there, text: tomlText(value) }
  }
  const space = isSpread
    ? (/\r?\n[ \t]*$/.exec(elements.find(({ lead }) => lead.includes('\n'))?.lead ?? '')?.[0] ?? lineEnd)
    : (second?.lead ?? ' ')
  const written = wanted.map((value, index): Written => {
    const known = left.get(value)?.shift() ?? replaced(index, value)
    if (known && (isSpread || known.lead.includes('#'))) return known
    const lead = isSpread ? space : index === 0 ? (first?.lead ?? '') : space
    return known ? { ...known, lead } : { lead, text: tomlText(value), gap: '', after: '' }
  })
  if (written.length === 0) return '[]'
  const inside = written.map(({ lead, text, gap, after }, index) => {
    const isLast = index === written.length - 1
    return lead + text + gap + (isLast && !hasLastComma ? '' : ',') + after
  })
  const closing = written.at(-1)?.after.includes('#') && !tail.includes('\n') ? `${lineEnd}${tail}` : tail
  return source.slice(start, start + 1) + inside.join('') + closing + source.slice(end - 1, end)
}

/** An array that is written anew: on one line, or on one for each element where that would be long. */
export function freshArray(wanted: readonly string[], lineEnd: string): string {
  const line = tomlText(wanted)
  if (line.length <= widest) return line
  return `[${wanted.map((one) => `${lineEnd}    ${tomlText(one)},`).join('')}${lineEnd}]`
}

function elementsOf(
  { range: [start, end], elements: nodes }: AST.TOMLArray,
  source: string,
): { readonly elements: readonly Written[]; readonly tail: string; readonly hasLastComma: boolean } {
  const elements: Written[] = []
  let at = start + 1
  let hasLastComma = false
  for (const [index, node] of nodes.entries()) {
    const [from, to] = node.range
    const next = nodes[index + 1]?.range[0] ?? end - 1
    const between = source.slice(to, next)
    const comma = commaIn(between)
    const gapEnd = comma === -1 ? 0 : comma
    const behind = comma === -1 ? 0 : comma + 1
    const after = /^[ \t]*#[^\r\n]*/.exec(between.slice(behind))?.[0] ?? ''
    elements.push({
      lead: source.slice(at, from),
      text: source.slice(from, to),
      gap: between.slice(0, gapEnd),
      after,
    })
    at = to + behind + after.length
    hasLastComma = comma !== -1
  }
  return { elements, tail: source.slice(at, end - 1), hasLastComma }
}

/** Where the comma stands in what is between two elements; one in a remark is none. */
function commaIn(between: string): number {
  for (let at = 0; at < between.length; at++) {
    if (between[at] === ',') return at
    if (between[at] !== '#') continue
    const end = between.indexOf('\n', at)
    if (end === -1) return -1
    at = end
  }
  return -1
}
