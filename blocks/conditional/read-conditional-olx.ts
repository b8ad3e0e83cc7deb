import { parseKey, UsageKey, type FieldRemark, type ReadOlx } from '../../runtime/index.js'
import { listedSources } from './conditions.js'

/** Says where no learner could ever fulfil the condition. */
export function sourceRemarks({ sources }: { readonly sources: string }): readonly FieldRemark[] {
  const listed = listedSources(sources)
  const unreadable = listed.filter((source) => !isUsageKey(source))
  if (listed.length > 0 && unreadable.length === 0) return []
  const why =
    listed.length === 0
      ? 'It names no block that it rests on'
      : `It rests on ${unreadable.map((one) => `'${one.slice(0, 100)}'`).join(', ')}, which is no usage key`
  return [
    { level: 'warning', field: 'sources', message: `${why}, so that no learner sees what stands in it.` },
  ]
}

/** Reads attributes and children as they stand. */
export const readConditionalOlx: ReadOlx = (element, { content, settings }, context) => {
  const { sources = '' } = content
  for (const { message } of sourceRemarks({ sources: typeof sources === 'string' ? sources : '' })) {
    const { file, urlName } = context
    const { line, column } = element
    const said = `Of the conditional '${urlName}': ${message}`
    context.report({ level: 'error', code: 'olx-attribute', file, line, column, message: said })
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
