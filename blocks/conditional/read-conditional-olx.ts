import { parseKey, UsageKey, type ReadOlx } from '../../runtime/index.js'
import { listedSources } from './conditions.js'

/** Reads attributes and children as they stand, and says where no learner could ever fulfil the condition. */
export const readConditionalOlx: ReadOlx = (element, { content, settings }, context) => {
  const sources = typeof content['sources'] === 'string' ? listedSources(content['sources']) : []
  const unreadable = sources.filter((source) => !isUsageKey(source))
  if (sources.length === 0 || unreadable.length > 0) {
    const why =
      sources.length === 0
        ? 'names no block that it rests on'
        : `rests on ${unreadable.map((one) => `'${one.slice(0, 100)}'`).join(', ')}, which is no usage key`
    const { line, column } = element
    const message = `The conditional '${context.urlName}' ${why}, so that no learner sees what stands in it.`
    context.report({ level: 'error', code: 'olx-attribute', file: context.file, line, column, message })
  }
  return { content, settings, children: element.elements() }
}

function isUsageKey(text: string): boolean {
  try {
    return parseKey(text) instanceof UsageKey
  } catch {
    return false
  }
}
