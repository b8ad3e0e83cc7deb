import { relative } from 'node:path'

/** Lines of a declaration from which on it is a table of values, which is cut. */
const longest = 150

/**
 * A door's page: what it is, a list of its exports by folder, then each with its docstring and declaration.
 * @param {{door: string, about: string, declarations: import('./declarations.mjs').Declaration[], folder: string}} door
 */
export function page({ door, about, declarations, folder }) {
  const groups = new Map()
  for (const one of declarations) {
    const path = relative(folder, one.file).split('/')
    const group = path.length === 1 ? '' : path[0]
    groups.set(group, [...(groups.get(group) ?? []), one])
  }
  const ordered = [...groups.values()].flat()
  const links = anchors([door, ...ordered.map(({ name }) => name)])
  const lists = [...groups].map(([group, members]) => {
    const rows = members.map(({ name, kind, doc }) => {
      const [first] = /^[^]*?\.(?=\s|$)/.exec(textOf(doc, links)) ?? [textOf(doc, links)]
      return `| [\`${name}\`](#${links.get(name)}) | ${kind} | ${cell(first)} |\n`
    })
    return `${group && `**${group}**\n\n`}| name | | |\n|---|---|---|\n${rows.join('')}\n`
  })
  const entries = ordered.map(
    ({ name, doc, text }) => `### ${name}\n\n${textOf(doc, links)}\n\n\`\`\`ts\n${cut(text)}\n\`\`\`\n\n`,
  )
  return `# ${door}\n\n${about}\n\n${lists.join('')}${entries.join('')}`
}

/** A text in a cell of a table. */
export function cell(text) {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
}

/** The anchor of each heading: lower case, with a number where one came before. */
function anchors(headings) {
  const seen = new Map()
  return new Map(
    headings.map((heading) => {
      const anchor = heading.toLowerCase().replaceAll(/[^\w-]/g, '')
      const times = seen.get(anchor) ?? 0
      seen.set(anchor, times + 1)
      return [heading, times === 0 ? anchor : `${anchor}-${times}`]
    }),
  )
}

/** A docstring as Markdown: its parameters and errors as a list, its links as links. */
function textOf(doc, links) {
  const [text, ...tags] = doc
    .replace('@internal ', 'Internal, for other rooms of this package. ')
    .replaceAll(/\{@link (\w+)\}/g, (_, name) =>
      links.has(name) ? `[${name}](#${links.get(name)})` : `\`${name}\``,
    )
    .split(/\s*@(?=param |returns? |throws )/)
  const list = tags.map((tag) =>
    tag
      .replace(/^param (\w+) */, '- `$1`: ')
      .replace(/^returns? /, '- Gives ')
      .replace(/^throws /, '- Throws '),
  )
  return [text, list.join('\n')].filter((part) => part !== '').join('\n\n')
}

function cut(text) {
  const lines = text.split('\n')
  return lines.length <= longest ? text : [...lines.slice(0, 6), '    // …', ...lines.slice(-1)].join('\n')
}
