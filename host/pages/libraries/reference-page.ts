import type {
  LibraryVersionChoice,
  OfferedBlocks,
  ReferenceState,
  ReferenceStep,
} from '../../../content/index.js'
import { html, latestVersion, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress, newsLine } from '../authors/author-pages.js'
import { updateAddress } from '../authors/course-updates-page.js'
import { referenceChoosing, type AskedBlocks } from './reference-choosing.js'
import { referenceAddress } from './reference-page-address.js'
import { typeName } from '../type-names.js'

/** What the page of one reference shows. */
export interface ReferencePageParts {
  readonly words: PageWords
  readonly base: string
  readonly contextTitle: string
  readonly state: ReferenceState
  readonly mayEdit: boolean
  /** Libraries that could be chosen. */
  readonly libraries: readonly { readonly key: string; readonly title: string }[]
  /** Of the chosen ones, by their keys. */
  readonly versions: ReadonlyMap<string, readonly LibraryVersionChoice[]>
  readonly asked: AskedBlocks
  /** What of `asked` there is; undefined while no library is chosen. */
  readonly offered: OfferedBlocks | undefined
  /** Names of the two learners whose pages are shown. */
  readonly learners: readonly [string, string]
  readonly news: string | undefined
  readonly refused: string | undefined
}

/** Blocks of a pool that are listed to be ordered. */
export const mostOrdered = 200

/** Versions of a library that are listed. */
const mostVersions = 100

/** Where a reference is made step by step, with what is wrong beside each, and what two learners would get. It works without scripts. */
export function referencePage(parts: ReferencePageParts): SafeHtml {
  const { words, base, contextTitle, state, news, refused } = parts
  const key = state.usage.toString()
  const title = titleOf(words, state)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/author/contexts/${encodeURIComponent(state.usage.context.toString())}">${words.ofCourse(contextTitle)}</a> › <a href="${blockAddress(base, key)}">${words.ofCourse(title)}</a></nav>
<h1>${words.ofCourse(title)}</h1>
${newsLine(news)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
<p>${words.say('Blocks of libraries that stand here in the course. Nothing changes for learners until you publish it.')}</p>
${step('library', words.say('1. Library'), parts, libraryStep(parts))}
${step('version', words.say('2. Version'), parts, versionStep(parts))}
${step('pool', words.say('3. Blocks'), parts, html`${poolStep(parts)}${choosing(parts)}`)}
${step('draw', words.say('4. Who gets which'), parts, drawStep(parts))}
${views(parts)}`
}

function choosing({ words, base, state, mayEdit, asked, offered }: ReferencePageParts): SafeHtml | undefined {
  return referenceChoosing({
    words,
    base,
    address: referenceAddress(base, state.usage.toString()),
    draft: state.draft,
    libraries: state.libraries.map(({ library, title, version }) => {
      const key = library.toString()
      return { key, title: title ?? key, version }
    }),
    chosen: new Set(state.pool.map(({ block }) => block.toString())),
    takesSubsets: true,
    mayEdit,
    asked,
    offered,
  })
}

/** What a reference is called. */
export function titleOf(words: PageWords, { title, type }: Pick<ReferenceState, 'title' | 'type'>): string {
  return title === '' ? typeName(words, type) : title
}

function step(
  name: ReferenceStep,
  label: string,
  { state }: ReferencePageParts,
  content: SafeHtml,
): SafeHtml {
  const said = state.messages.filter((one) => one.step === name)
  return html`<section class="reference-step" aria-labelledby="step-${name}"><h2 id="step-${name}">${label}</h2>
${said.map(({ level, message, remedy }) => html`<p role="note" class="reference-${level}">${message} ${remedy}</p>`)}
${content}</section>`
}

function form(parts: ReferencePageParts, content: SafeHtml): SafeHtml | undefined {
  if (!parts.mayEdit) return undefined
  const { state, base } = parts
  return html`<form method="post" action="${referenceAddress(base, state.usage.toString())}"><input type="hidden" name="draft" value="${state.draft}">${content}</form>`
}

function libraryStep(parts: ReferencePageParts): SafeHtml {
  const { words, state, libraries } = parts
  const chosen = new Set(state.libraries.map(({ library }) => library.toString()))
  const others = libraries.filter(({ key }) => !chosen.has(key))
  const list = state.libraries.map(({ library, title }) => {
    const key = library.toString()
    return html`<li><span>${words.ofCourse(title ?? key)} <code>${key}</code></span> <button type="submit" class="quiet small" name="drop" value="${key}" aria-label="${words.say('Remove {field}', { field: title ?? key })}">${words.say('Remove')}</button></li>`
  })
  const shown = parts.mayEdit
    ? form(parts, html`<ul class="access">${list}</ul>`)
    : html`<ul>${state.libraries.map(({ library, title }) => html`<li>${title ?? ''} <code>${library.toString()}</code></li>`)}</ul>`
  const adding =
    others.length === 0
      ? html`<p>${words.say('There is no other library that you may read.')}</p>`
      : form(
          parts,
          html`<p class="field"><label for="library">${chosen.size > 0 ? words.say('Another library, too') : words.say('Library')}</label><select id="library" name="library">${others.map(({ key, title }) => html`<option value="${key}">${title} (${key})</option>`)}</select></p>
<button type="submit" name="what" value="library">${chosen.size > 0 ? words.say('Add') : words.say('Choose')}</button>`,
        )
  return html`${state.libraries.length > 0 && shown}${adding}`
}

function versionStep(parts: ReferencePageParts): SafeHtml {
  const { words, state, versions, base } = parts
  if (state.libraries.length === 0) return html`<p>${words.say('Choose a library first.')}</p>`
  const fields = state.libraries.map(({ library, title, pinned, version }, index) => {
    const key = library.toString()
    const known = (versions.get(key) ?? []).slice(0, mostVersions)
    const isListed = pinned === latestVersion || known.some((one) => one.version === version)
    return html`<p class="field"><label for="version-${String(index)}">${words.say('Version of {title}', { title: title ?? key })}</label>
<select id="version-${String(index)}" name="version ${key}">
<option value="${latestVersion}"${pinned === latestVersion ? html` selected` : ''}>${words.say('Follow the library: always what it published last')}</option>
${!isListed && html`<option value="${pinned}" selected>${version === undefined ? words.say('{version}… (not here)', { version: pinned.slice(0, 12) }) : pinned.slice(0, 12)}</option>`}
${known.map((one) => html`<option value="${one.version}"${pinned !== latestVersion && one.version === version ? html` selected` : ''}>${choiceText(words, one)}</option>`)}
</select></p>`
  })
  const isBehind = state.libraries.some(
    ({ pinned, version, latest }) => pinned !== latestVersion && latest !== undefined && version !== latest,
  )
  return html`${form(parts, html`${fields}<button type="submit" class="quiet" name="what" value="versions">${words.say('Take these versions')}</button>`)}
${isBehind && html`<p><a href="${updateAddress(base, state.usage.toString())}">${words.say('See what the latest version would change')}</a></p>`}`
}

function choiceText(words: PageWords, { name, number, at, isLatest }: LibraryVersionChoice): string {
  const version = name ?? words.say('Version {number}', { number: String(number) })
  const parts = { version, date: at.slice(0, 10) }
  return isLatest ? words.say('{version}, {date}, the latest', parts) : words.say('{version}, {date}', parts)
}

function poolStep(parts: ReferencePageParts): SafeHtml {
  const { words, state, mayEdit } = parts
  const { pool, size, isWhole, query } = state
  const asked =
    query &&
    html`<p>${words.say('The subset that was asked for: {subset}.', { subset: subsetText(words, query) })}</p>`
  if (isWhole)
    return html`<p>${state.libraries.length > 1 ? words.say('All {count, plural, one {# block} other {# blocks}} of the libraries.', { count: size }) : words.say('All {count, plural, one {# block} other {# blocks}} of the library.', { count: size })}</p>`
  if (pool.length === 0) return html`${asked}<p>${words.say('No blocks are chosen.')}</p>`
  const shown = pool.slice(0, mostOrdered)
  const rest = pool.length - shown.length
  const line = ({ block, type, title, isThere }: ReferenceState['pool'][number], index: number) => {
    const key = block.toString()
    const button = (name: string, label: string, text: string, isOff: boolean) =>
      html`<button type="submit" class="quiet small" name="${name}" value="${key}" aria-label="${label}"${isOff ? html` disabled` : ''}>${text}</button>`
    return html`<li data-block="${key}"><input type="hidden" name="pool" value="${key}"><span class="title">${words.ofCourse(title)}${!isThere && html` <small class="status gone">${words.say('not in this version')}</small>`}</span> <small>${typeName(words, type)}</small>
${mayEdit && html`<span class="reference-moves">${button('up', words.say('Move up “{title}”', { title }), words.say('Up'), index === 0)}${button('down', words.say('Move down “{title}”', { title }), words.say('Down'), index === shown.length - 1)}${button('take', words.say('Take out “{title}”', { title }), words.say('Take out'), false)}</span>`}</li>`
  }
  const list = html`<ol class="reference-pool">${shown.map(line)}</ol>`
  return html`<p>${words.say('{count, plural, one {# block} other {# blocks}}', { count: size })}${query && html`, ${subsetText(words, query)}`}.</p>
${mayEdit ? form(parts, html`<button type="submit" name="what" value="order" class="default-button" hidden>${words.say('Keep this order')}</button>${list}<button type="submit" class="quiet small" name="what" value="clear">${words.say('Take all out')}</button>`) : list}
${rest > 0 && html`<p>${words.say('And {count, plural, one {# more block} other {# more blocks}}.', { count: rest })}</p>`}`
}

/** A subset in words. */
function subsetText(
  page: PageWords,
  { collection, tags = [], words, types = [] }: NonNullable<ReferenceState['query']>,
): string {
  const either = (names: readonly string[]) =>
    names.reduce((one, other) => page.say('{one} or {other}', { one, other }))
  return [
    ...(collection === undefined ? [] : [page.say('in the collection {collection}', { collection })]),
    ...(tags.length > 0 ? [page.say('with the tag {tags}', { tags: either(tags) })] : []),
    ...(words === undefined ? [] : [page.say('with the words “{words}”', { words })]),
    ...(types.length > 0
      ? [page.say('of the type {types}', { types: either(types.map((one) => typeName(page, one))) })]
      : []),
  ].join(', ')
}

function drawStep(parts: ReferencePageParts): SafeHtml {
  const { words } = parts
  const { isRandom, count = 1, size } = parts.state
  const radio = (value: string, label: string, isOn: boolean) =>
    html`<p><input type="radio" id="draw-${value}" name="draw" value="${value}"${isOn ? html` checked` : ''}> <label for="draw-${value}">${label}</label></p>`
  const told = isRandom
    ? count < 0 || count > size
      ? words.say(
          'Each learner gets all of {size, plural, one {# block} other {# blocks}}, drawn for them.',
          { size },
        )
      : words.say(
          'Each learner gets {count} of {size, plural, one {# block} other {# blocks}}, drawn for them.',
          { count: String(count), size },
        )
    : words.say('Everybody gets all blocks, in this order.')
  if (!parts.mayEdit) return html`<p>${told}</p>`
  return html`<p>${told}</p>${form(
    parts,
    html`<fieldset><legend>${words.say('Blocks for each learner')}</legend>
${radio('ordered', words.say('All, in the order above'), !isRandom)}
${radio('random', words.say('Some, drawn for each learner'), isRandom)}
<p class="field"><label for="count">${words.say('How many are drawn (-1: all)')}</label><input id="count" name="count" type="number" min="-1" max="100000" value="${String(count)}"></p></fieldset>
<button type="submit" name="what" value="draw">${words.say('Save')}</button>`,
  )}`
}

function views({ words, base, state, learners }: ReferencePageParts): SafeHtml {
  const key = state.usage.toString()
  const preview = (name: string) =>
    `${base}/author/previews/${encodeURIComponent(key)}?${new URLSearchParams({ name }).toString()}`
  const frame = (name: string) =>
    html`<section aria-label="${name}"><h3>${name}</h3><iframe src="${preview(name)}&beside=1" title="${words.say('What {name} gets', { name })}"></iframe><p><a href="${preview(name)}">${words.say('{name} on a page of their own', { name })}</a></p></section>`
  const [one, other] = learners
  if (state.size === 0)
    return html`<section class="reference-step" aria-labelledby="learners"><h2 id="learners">${words.say('What one learner and another get')}</h2>
<p>${words.say('Nothing, as long as there are no blocks to show.')}</p></section>`
  return html`<section class="reference-step" aria-labelledby="learners"><h2 id="learners">${words.say('What one learner and another get')}</h2>
<form class="preview-as" method="get" action="${referenceAddress(base, key)}#learners">
<p><label for="one">${words.say('One learner')}</label><input id="one" name="one" value="${one}" maxlength="60"></p>
<p><label for="other">${words.say('Another')}</label><input id="other" name="other" value="${other}" maxlength="60"></p>
<button type="submit">${words.say('Show')}</button></form>
<div class="update-sides reference-views">${frame(one)}${frame(other)}</div></section>`
}
