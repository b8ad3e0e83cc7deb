import type { DraftOperation, VersionView } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import { heldType } from '../pages/authors/course-tree-line.js'
import { toSay, type PageWords } from '../words/index.js'

/** What a form of a course's tree asks for. */
export interface TreeStep {
  readonly steps: readonly DraftOperation[]
  /** Usage keys of what it is about: what others changed besides is no hindrance. */
  readonly about: readonly string[]
  /** What goes with all that is in it. */
  readonly within?: readonly string[]
  /** What the page says after it. */
  readonly news: 'added' | 'moved' | 'duplicated' | 'deleted' | 'unchanged'
  /** Which way a line was moved. */
  readonly by?: 'up' | 'down'
}

/** What is made is called so until its author says something else. */
const newTitles: Readonly<Record<string, string>> = {
  chapter: toSay('New section'),
  sequential: toSay('New subsection'),
  vertical: toSay('New unit'),
}

/**
 * What a form asks for: `add=PARENT`, `up=KEY`, `down=KEY`, `duplicate=KEY`, `delete=KEY`; `put=INDEX PARENT` with `move=KEY`, where the index
 * counts what stands there without what is moved; `component=TYPE TEMPLATE` with `into=PARENT`.
 * @throws CompositorError `handler-input`, `block-not-found`
 */
export async function treeStep(
  view: VersionView,
  words: PageWords,
  sent: URLSearchParams,
): Promise<TreeStep> {
  const of = (name: string) => sent.get(name) ?? undefined
  const block = async (usage: string) => {
    const found = await view.block(usage)
    if (found) return found
    const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError('block-not-found', message, { usage })
  }
  const [put, component, add] = [of('put'), of('component'), of('add')]
  if (put !== undefined) {
    const [, index = '', parent = ''] = /^(\d{1,6}) (\S+)$/.exec(put) ?? []
    const usage = of('move') ?? ''
    const [there, moved] = await Promise.all([block(parent), block(usage)])
    const stands = there.children.indexOf(usage)
    if (moved.parent === parent && stands === Number(index))
      return { steps: [], about: [], news: 'unchanged' }
    const step = { do: 'move', usage, parent, index: Number(index) } as const
    return { steps: [step], about: [usage, parent], news: 'moved' }
  }
  if (component !== undefined) {
    const [type = '', template] = component.split(' ')
    const parent = of('into') ?? ''
    await block(parent)
    const step = { do: 'add', parent, type, ...(template !== undefined && { template }) } as const
    return { steps: [step], about: [parent], news: 'added' }
  }
  if (add !== undefined) {
    const { type } = await block(add)
    const made = heldType(type)
    if (made === undefined)
      throw new CompositorError(
        'handler-input',
        'Sections, subsections and units are added to what holds them.',
      )
    const title = words.say(newTitles[made] ?? 'New unit')
    const olx = `<${made} display_name="${title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"></${made}>`
    return { steps: [{ do: 'add', parent: add, olx }], about: [add], news: 'added' }
  }
  for (const by of ['up', 'down'] as const) {
    const usage = of(by)
    if (usage === undefined) continue
    const { parent } = await block(usage)
    const siblings = parent === undefined ? [] : (await block(parent)).children
    const index = siblings.indexOf(usage) + (by === 'up' ? -1 : 1)
    if (parent === undefined || index < 0 || index >= siblings.length)
      return { steps: [], about: [], news: 'unchanged' }
    return { steps: [{ do: 'move', usage, parent, index }], about: [usage, parent], news: 'moved', by }
  }
  for (const what of ['duplicate', 'delete'] as const) {
    const usage = of(what)
    if (usage === undefined) continue
    await block(usage)
    return {
      steps: [{ do: what, usage }],
      about: [usage],
      ...(what === 'delete' && { within: [usage] }),
      news: what === 'delete' ? 'deleted' : 'duplicated',
    }
  }
  throw new CompositorError('handler-input', 'The form does not say what to do.')
}
