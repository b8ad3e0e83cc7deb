import { isJsonObject, parseUsageKey, type ReadOlx } from '../../runtime/index.js'

/** Reads attributes and children as they stand, and says which groups would see nothing. */
export const readSplitTestOlx: ReadOlx = (element, { content, settings }, context) => {
  const children = element.elements()
  const { group_id_to_child: groups = null } = content
  const parts = new Set(children.map((child) => `${child.name} ${child.attribute('url_name') ?? ''}`))
  const empty = isJsonObject(groups)
    ? Object.entries(groups).filter(([, child]) => !parts.has(nameOf(child)))
    : []
  if (empty.length > 0) {
    const { line, column } = element
    const named = empty.map(([group]) => group.slice(0, 20)).join(', ')
    const message = `Learners of group ${named} see nothing of the split_test '${context.urlName}': the block that is named for them does not stand in it.`
    context.report({ level: 'warning', code: 'olx-attribute', file: context.file, line, column, message })
  }
  return { content, settings, children }
}

function nameOf(key: unknown): string {
  try {
    const { blockType, blockId } = parseUsageKey(String(key))
    return `${blockType} ${blockId}`
  } catch {
    return ''
  }
}
