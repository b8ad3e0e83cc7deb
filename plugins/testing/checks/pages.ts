import { unit } from '../block-draft.js'
import { tagsOf, type HtmlTag } from '../html-tags.js'
import type { Subject } from './subject.js'

/** Two blocks of the type on one page share no id and no group of radio buttons. */
export async function staysApart(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    const runtime = subject.runtime()
    const standing = subject.standing(draft)
    const page = runtime.add(unit(standing, standing))
    const { html } = await runtime.learner('ada').show(page)
    const tags = tagsOf(html)
    const twice = firstRepeated(tags.flatMap(({ attributes }) => attributes.get('id') ?? []))
    if (twice !== undefined) {
      subject.fail(
        `two blocks on one page both have an element with the id '${twice}'. Make ids of the usage key.`,
      )
    }
    const group = firstRepeated([...radioGroups(tags)])
    if (group !== undefined) {
      subject.fail(
        `two blocks on one page share the radio buttons called '${group}'. Put them in a form, or name them by the usage key.`,
      )
    }
  }
}

/** Every control has a label, every image a text, every id is one element's, and labels point to something. */
export async function labelsControls(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    for (const view of subject.pageViews) {
      const runtime = subject.runtime()
      const { html } = await runtime.learner('ada').show(subject.add(runtime, draft), view)
      const fault = faultOf(tagsOf(html))
      if (fault !== undefined) subject.fail(`view '${view}' ${fault}.`)
    }
  }
}

/** The radio groups of each block outside any form, each once for each block that has it. */
function* radioGroups(tags: readonly HtmlTag[]): Generator<string> {
  let forms = 0
  let seen = new Set<string>()
  for (const { name, isEnd, attributes } of tags) {
    if (attributes.has('data-usage-key')) seen = new Set()
    if (name === 'form') forms += isEnd ? -1 : 1
    const group = attributes.get('name')
    if (name !== 'input' || attributes.get('type') !== 'radio' || group === undefined || forms > 0) continue
    if (!seen.has(group)) yield group
    seen.add(group)
  }
}

function faultOf(tags: readonly HtmlTag[]): string | undefined {
  const idList = tags.flatMap(({ attributes }) => attributes.get('id') ?? [])
  const ids = new Set(idList)
  const twice = firstRepeated(idList)
  if (twice !== undefined) return `has two elements with the id '${twice}'`
  const labelled = new Set(
    tags.filter(({ name }) => name === 'label').flatMap(({ attributes }) => attributes.get('for') ?? []),
  )
  for (const id of labelled) if (!ids.has(id)) return `has a label for '${id}', which is not there`
  for (const { attributes } of tags) {
    for (const reference of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
      const lost = attributes
        .get(reference)
        ?.split(/\s+/)
        .find((id) => id !== '' && !ids.has(id))
      if (lost !== undefined) return `has ${reference}="${lost}", which is not there`
    }
  }
  let labels = 0
  for (const [index, tag] of tags.entries()) {
    const { name, isEnd, attributes } = tag
    if (name === 'label') labels += isEnd ? -1 : 1
    if (isEnd) continue
    const id = attributes.get('id')
    const named = isNamed(attributes) || labels > 0 || (id !== undefined && labelled.has(id))
    if (name === 'img' && !attributes.has('alt')) return 'has an img without alt'
    if (name === 'button' && !isNamed(attributes) && !hasText(tags, index))
      return 'has a button without a text'
    if (!named && isControl(tag)) return `has a <${name}> without a label`
  }
  return undefined
}

function isControl({ name, attributes }: HtmlTag): boolean {
  if (name === 'select' || name === 'textarea') return true
  const type = attributes.get('type') ?? 'text'
  return name === 'input' && !['hidden', 'submit', 'button', 'reset', 'image'].includes(type)
}

function isNamed(attributes: HtmlTag['attributes']): boolean {
  return ['aria-label', 'aria-labelledby', 'title'].some((name) => (attributes.get(name) ?? '').trim() !== '')
}

/** Whether there is text, or an image with one, before the tag's end. */
function hasText(tags: readonly HtmlTag[], start: number): boolean {
  const name = tags[start]?.name
  for (let index = start; index < tags.length; index++) {
    const tag = tags[index]
    if (!tag || (tag.isEnd && tag.name === name)) return false
    if (tag.textAfter.trim() !== '' || (tag.attributes.get('alt') ?? '') !== '') return true
  }
  return false
}

function firstRepeated(texts: readonly string[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) !== index)
}
