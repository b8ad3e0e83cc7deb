import { parseUsageKey, type Finding } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What learners miss, in the order in which it is said. */
const kinds = {
  problem: toSay('{count, plural, one {# problem} other {# problems}}'),
  video: toSay('{count, plural, one {# video} other {# videos}}'),
  html: toSay('{count, plural, one {# text} other {# texts}}'),
  block: toSay('{count, plural, one {# block} other {# blocks}}'),
  file: toSay('{count, plural, one {# file} other {# files}}'),
  link: toSay('{count, plural, one {# link} other {# links}}'),
  other: toSay('{count, plural, one {# thing besides} other {# things besides}}'),
} as const

/** What learners would miss by what was found, counted by what people call it; undefined where it is nothing. */
export function missedWords(words: PageWords, findings: readonly Finding[]): string | undefined {
  const missed = new Map<keyof typeof kinds, number>()
  const blocks = new Set<string>()
  for (const finding of findings) {
    const { level, usage, count = 1 } = finding
    if (level !== 'error') continue
    const kind = kindOf(finding)
    if (kind !== 'file' && kind !== 'link' && usage !== undefined) {
      if (blocks.has(usage)) continue
      blocks.add(usage)
    }
    missed.set(kind, (missed.get(kind) ?? 0) + count)
  }
  if (missed.size === 0) return undefined
  const said = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => {
    const count = missed.get(kind)
    return count === undefined ? [] : [words.say(kinds[kind], { count })]
  })
  return new Intl.ListFormat(words.language, { type: 'conjunction' }).format(said)
}

function kindOf({ code, usage }: Finding): keyof typeof kinds {
  if (code === 'static-file-missing') return 'file'
  if (code === 'link-broken') return 'link'
  if (usage === undefined) return 'other'
  const { blockType } = parseUsageKey(usage)
  return blockType === 'problem' || blockType === 'video' || blockType === 'html' ? blockType : 'block'
}
