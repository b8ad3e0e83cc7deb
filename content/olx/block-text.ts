import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { parseXml } from '../../runtime/olx/index.js'
import { readBlock, type ReadBlock } from './read-block.js'

/** A block that is read from one text. */
export interface BlockText {
  readonly type: string
  /** Its url_name, whatever the text calls it. */
  readonly urlName: string
  readonly text: string
}

/** Names the text in messages. */
const file = '<xml>'

/**
 * Reads a block from its own text alone, as an import reads it from its file. Blocks inside it, which would need names
 * and files of their own, are left to imports.
 * @throws CompositorError `olx-malformed` and its like, with line and column
 */
export function readBlockText(
  { type: typeName, urlName, text }: BlockText,
  types: BlockTypes,
): Omit<ReadBlock, 'children'> {
  const root = parseXml(text, { file })
  const refuse = (message: string, { line, column }: { readonly line: number; readonly column: number }) =>
    new CompositorError('olx-malformed', message, { location: { file, line, column } })
  if (root.name !== typeName)
    throw refuse(`The text is a <${root.name}>, and this block a <${typeName}>.`, root)
  const errors: Omit<Finding, 'usage'>[] = []
  const { children, ...read } = readBlock({
    typeName,
    type: types.get(typeName),
    types,
    definition: { element: root, file: { path: file, text, root }, attributes: new Map(), pointers: [] },
    policy: undefined,
    context: {
      file,
      urlName,
      text: (path) => (path === file ? text : undefined),
      report: (finding) => {
        if (finding.level === 'error') errors.push(finding)
      },
    },
  })
  const [inside] = children
  if (inside)
    throw refuse(`<${inside.name}> inside it is a block of its own; import it with what is in it.`, inside)
  const [error] = errors
  if (error) throw refuse(error.message, { line: error.line ?? 1, column: error.column ?? 1 })
  return read
}
