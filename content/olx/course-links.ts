import type { BlockTypes } from '../../runtime/block/index.js'
import type { ErrorCode } from '../../runtime/errors/index.js'
import { unescapeHtml } from '../../runtime/html/unescape-html.js'
import { unescapePercents } from '../../runtime/html/unescape-percents.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { Json } from '../../runtime/values/index.js'
import { errorBlockType, type AuthoredBlock, type AuthoredContext } from './authored-block.js'
import type { Findings } from './findings.js'
import { StaticNames } from './missing-files.js'
import type { OlxFiles } from './olx-files.js'
import { SourcePlaces } from './source-places.js'

const target = String.raw`((?:https?:)?(?:\/\/[^\s"'<>()?#/]+)?\/(?:static\/|asset-v1:|c4x\/|assets\/courseware\/|(?:courses\/[^/"'\s<>]+\/)?jump_to(?:_id)?\/)`
/** A link as it stands in a text: after a quote, a bracket or an equals sign. Between double quotes it may hold a single one. */
const link = new RegExp(
  String.raw`(")\s{0,9}${target}[^"<>\r\n]*)|(['(=]|&quot;)\s{0,9}${target}[^"'<>\r\n]*)`,
  'gi',
)
const srcset = /\bsrcset\s*=\s*$/i

/** A text with more links than these is no longer looked at. */
const mostLinks = 10_000

/** Reports links into the course that lead nowhere: static files, and blocks to jump to. */
export function checkLinks(
  authored: AuthoredContext,
  files: OlxFiles,
  types: BlockTypes,
  findings: Findings,
): void {
  const { blocks, assets, assetAliases } = authored
  const names = new StaticNames([...assets.keys(), ...Object.keys(assetAliases)])
  const targets = jumpTargets(blocks.values())
  const places = new SourcePlaces(files, authored.sources)
  for (const block of blocks.values()) {
    const type = types.get(block.type)
    // What cannot be shown is a finding of its own, and types that name files have said which are not there.
    if (block.type === errorBlockType || type === undefined || type.capabilities.files) continue
    const seen = new Set<string>()
    for (const [field, value] of [...Object.entries(block.content), ...Object.entries(block.settings)]) {
      for (const text of textsIn(value)) {
        for (const written of linksIn(text)) {
          const found = seen.has(written)
            ? undefined
            : faultOf(written, block, authored.context, names, targets)
          seen.add(written)
          if (found === undefined) continue
          const [code, what] = found
          const message = `The ${field} of <${block.type}> links to '${written.slice(0, 200)}', but ${what}.`
          findings.add({ level: 'error', code, ...places.of(block.key, written), usage: block.key, message })
        }
      }
    }
  }
}

function faultOf(
  written: string,
  { key }: AuthoredBlock,
  context: string,
  names: StaticNames,
  targets: ReadonlySet<string>,
): readonly [ErrorCode, string] | undefined {
  const [, course, place] =
    /^(?:\/courses\/([^/]+))?\/jump_to(?:_id)?\/([^?#]+?)\/*(?:[?#].*)?$/s.exec(written) ?? []
  if (place === undefined) {
    return names.lacks(written, key) ? ['static-file-missing', 'the course has no such file'] : undefined
  }
  if (course !== undefined && unescapePercents(course) !== context) return undefined
  const target = unescapePercents(place)
  if (targets.has(target) || isElsewhere(target, context)) return undefined
  return ['link-broken', 'the course has no such block']
}

/** Whether a usage key names a block of another course. */
function isElsewhere(target: string, context: string): boolean {
  try {
    return parseUsageKey(target).context.withoutBranchOrVersion().toString() !== context
  } catch {
    return false
  }
}

/** Keys, ids and names of all blocks, as jumps name them. */
function jumpTargets(blocks: Iterable<AuthoredBlock>): ReadonlySet<string> {
  const targets = new Set<string>()
  for (const { key, urlName } of blocks) {
    targets.add(key)
    if (urlName !== undefined) targets.add(urlName)
    try {
      targets.add(parseUsageKey(key).blockId)
    } catch {
      // The root of a v2 library goes by the library's key.
    }
  }
  return targets
}

/** The links of a text as their author meant them: HTML's escapes undone. */
function linksIn(text: string): string[] {
  const whole = text.trim()
  if (/^\/static\/[^\s"'<>]/.test(whole) && !/[\r\n]/.test(whole)) return [whole]
  const found: string[] = []
  for (const match of text.matchAll(link)) {
    if (found.length >= mostLinks) break
    const [, double, quoted, other = '', bare = ''] = match
    const [start, rest] = double === undefined ? [other, bare] : [double, quoted ?? '']
    const end = match.index + match[0].length
    // A piece that a script puts together with others.
    if (/^["']\s*[+%]/.test(text.slice(end, end + 10))) continue
    const before = text.slice(Math.max(0, match.index - 20), match.index)
    if (start === '=') found.push(rest.split(/\s/)[0] ?? '')
    else if (start === '(') found.push(rest.split(/[)\s]/)[0] ?? '')
    else if (start === '&quot;') found.push(rest.split('&quot;')[0] ?? '')
    else if (srcset.test(before))
      found.push(
        ...rest.split(/,\s|(?<=\s\S+),/).map((one) => (one.trim().split(/\s/)[0] ?? '').replace(/,$/, '')),
      )
    else found.push(rest)
  }
  return found.map((one) => unescapeHtml(one).trim()).filter((one) => !/[{}$]|%[sd]|\\/.test(one))
}

function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') {
    if (/\/static\/|asset-v1|c4x\/|\/jump_to/i.test(value)) yield value
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) yield* textsIn(one)
  }
}
