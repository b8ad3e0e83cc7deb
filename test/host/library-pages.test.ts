import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const library = 'lib:Org:Sums'
const address = `/author/libraries/${encodeURIComponent(library)}`
const title = (number: number) => `Sum ${String(number).padStart(3, '0')}`
const problem = (number: number, answer = number) =>
  `<problem url_name="p${number}" display_name="${title(number)}"><numericalresponse answer="${answer}"><label>What is ${number}?</label><formulaequationinput/></numericalresponse></problem>`

let site: MadeSite

beforeAll(async () => {
  site = await MadeSite.open({ author: (request) => request.header('x-learner')?.startsWith('ann') === true })
}, 60_000)
afterAll(() => site.close())

const page = async (path: string, learner = 'ann') => {
  const answer = await site.get(path, learner, { accept: 'text/html' })
  return { status: answer.status, text: await answer.text() }
}
const send = async (
  path: string,
  fields: Readonly<Record<string, string>> | URLSearchParams,
  learner = 'ann',
) => {
  const answer = await site.form(path, new URLSearchParams(fields).toString(), learner)
  const location = answer.headers.get('location') ?? ''
  return { status: answer.status, location, text: location === '' ? await answer.text() : '' }
}
const make = (fields: Readonly<Record<string, string>>, learner = 'ann') =>
  send('/author/libraries', { org: 'Org', slug: 'Sums', title: 'Sums', kind: 'complex', ...fields }, learner)
const blocksOf = (text: string) =>
  [...text.matchAll(/<a class="title" href="\/author\/blocks\/([^"]+)">([^<]*)<\/a>/g)].map(
    ([, key = '', name]) => {
      return { key: decodeURIComponent(key), name }
    },
  )
const linkOf = (text: string, rel: string) =>
  new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text)?.[1]?.replaceAll('&amp;', '&')
const hiddenDraft = (text: string) => /name="draft" value="([^"]+)"/.exec(text)?.[1] ?? ''

describe('an author of libraries', () => {
  it('makes one, and is told what cannot be its key', async () => {
    const refused = await make({ slug: 'not a slug' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('role="alert"')
    expect(refused.text).toContain('value="not a slug"')
    expect(await make({ description: 'All about adding.' })).toMatchObject({
      status: 303,
      location: `${address}?news=made`,
    })
    expect((await make({})).text).toContain('There is a library')
    const made = await page(address)
    expect(made.text).toContain('All about adding.')
    expect(made.text).toContain('0 blocks')
    expect((await page('/author/libraries')).text).toContain(`href="${address}"`)
  })

  it('adds a block of a type or by its OLX, and sees it in the list', async () => {
    const added = await send(`${address}/add`, { type: 'problem', olx: '' })
    expect(added.status).toBe(303)
    expect((await page(added.location)).text).toContain('Added to the draft')
    expect((await send(`${address}/add`, { type: 'problem', olx: problem(1) })).status).toBe(303)
    const broken = await send(`${address}/add`, { type: 'problem', olx: '<problem><p></problem>' })
    expect(broken.status).toBe(400)
    expect(broken.text).toContain('role="alert"')
    const { text } = await page(address)
    expect(text).toContain('2 blocks')
    expect(text).toContain('Not published')
    expect(blocksOf(text).map(({ name }) => name)).toContain(title(1))
  })

  it('sees a block beside the list as a learner does', async () => {
    const found = blocksOf((await page(address)).text).find(({ name }) => name === title(1))
    const key = encodeURIComponent(found?.key ?? '')
    const { text } = await page(`${address}?show=${key}`)
    expect(text).toContain(`<iframe src="/author/previews/${key}?beside=1"`)
    expect((await page(`/author/previews/${key}?beside=1`)).text).not.toContain('class="site"')
    expect((await page(`/author/previews/${key}`)).text).toContain('What is 1?')
  })

  it('publishes it under a name, and is told what that changes', async () => {
    const before = await page(`${address}/publish`)
    expect(before.text).toContain('Nothing of this library is published yet')
    const nameless = await send(`${address}/publish`, { what: 'all', name: ' ', comment: 'why' })
    expect(nameless.status).toBe(400)
    expect(nameless.text).toContain('Give this version a name')
    expect(nameless.text).toContain('>why</textarea>')
    const draft = hiddenDraft(before.text)
    expect((await send(`${address}/publish`, { what: 'all', name: 'First', draft })).location).toContain(
      'published',
    )
    const after = await page(`${address}/publish`)
    expect(after.text).toContain('Everything is published.')
    expect(after.text).toContain('<strong>First</strong>')
    expect((await page(address)).text).toContain('>Published</small>')
  })

  it('publishes or discards some of what changed, and leaves the rest', async () => {
    const [two, three] = blocksOf((await page(address)).text).map(({ key }) => key)
    for (const key of [two, three])
      await send(`/author/blocks/${encodeURIComponent(key ?? '')}`, { 'field.weight': '3' })
    const listed = await page(`${address}/publish`)
    expect(listed.text).toContain('Changed: 2')
    const draft = hiddenDraft(listed.text)
    const ticked = (what: string, more: Readonly<Record<string, string>>) =>
      send(`${address}/publish`, new URLSearchParams({ what, name: 'Second', ...more }))
    expect((await ticked('some', { draft: 'f'.repeat(64), usage: two ?? '' })).text).toContain(
      'Somebody changed the library meanwhile',
    )
    expect((await ticked('some', { draft })).text).toContain('Nothing is ticked')
    expect((await ticked('some', { draft, usage: two ?? '' })).status).toBe(303)
    const left = await page(`${address}/publish`)
    expect(left.text).toContain('Changed: 1')
    expect(left.text).toContain(three)
    const discarded = await ticked('discard', { draft: hiddenDraft(left.text), usage: three ?? '' })
    expect(discarded.location).toContain('discarded')
    expect((await page(`${address}/publish`)).text).not.toContain('name="usage"')
  })

  it('changes what the library says of itself', async () => {
    expect((await send(`${address}/settings`, { title: ' ', description: '' })).text).toContain(
      'role="alert"',
    )
    const saved = await send(`${address}/settings`, { title: 'More sums', description: 'Of all kinds.' })
    expect((await page(saved.location)).text).toContain('>Of all kinds.</textarea>')
    const { text } = await page(address)
    expect(text).toContain('<h1>More sums</h1>')
    expect(text).toContain('Of all kinds.')
  })

  it('gives a block tags and takes them away, and finds blocks by words, tags and status', async () => {
    const levels = JSON.stringify({
      name: 'Levels',
      tags: [
        { id: 'easy', value: 'Easy' },
        { id: 'hard', value: 'Hard' },
      ],
    })
    await site.host.catalogue.taxonomies.import('levels', levels, { format: 'json' })
    const { key = '' } = blocksOf((await page(address)).text).find(({ name }) => name === title(1)) ?? {}
    const block = `/author/blocks/${encodeURIComponent(key)}`
    expect((await send(`${block}/tags`, { add: 'levels:hard' })).location).toContain('tagged')
    expect((await page(block)).text).toContain('Levels: Hard</label>')
    const found = async (query: string) => {
      await site.host.catalogue.followAll()
      const names = blocksOf((await page(`${address}?${query}`)).text)
      return names.map(({ name }) => name)
    }
    expect(await found('tags=levels:hard')).toEqual([title(1)])
    expect(await found('words=sum+001')).toEqual([title(1)])
    expect(await found('words=nothing+like+it')).toEqual([])
    expect((await page(`${address}?types=problem`)).text).toContain('Problem (2)</option>')
    await send(`${block}/tags`, { had: 'levels:hard' })
    expect(await found('tags=levels:hard')).toEqual([])
    const unknown = await send(`${block}/tags`, { add: 'levels:none' })
    expect(unknown.status).toBe(404)
  })

  it('sees what became of a block, field by field', async () => {
    const key = blocksOf((await page(address)).text).find(({ name }) => name === title(1))?.key ?? ''
    const block = `/author/blocks/${encodeURIComponent(key)}`
    await send(block, { 'field.display_name': 'One' })
    const { text } = await page(`${block}/history`)
    expect(text).toMatch(/<dt>display_name<\/dt>[\s\S]*Sum 001[\s\S]*One/)
    expect(text).toContain('It was made.')
    expect((await page(block)).text).toContain(`href="${block}/history"`)
  })

  it('duplicates a block, discards what changed of it, and deletes it', async () => {
    const keyOf = async (name: string) =>
      blocksOf((await page(address)).text).find((one) => one.name === name)?.key ?? ''
    const one = `/author/blocks/${encodeURIComponent(await keyOf('One'))}`
    const copied = await send(`${one}/actions`, { do: 'duplicate' })
    const copy = copied.location.replace(/\?.*/, '')
    expect(copy).not.toBe(one)
    expect((await page(copied.location)).text).toContain('This is the copy.')
    expect((await page(one)).text).toContain('Discard its changes')
    await send(`${one}/actions`, { do: 'discard' })
    expect(await keyOf(title(1))).not.toBe('')
    expect((await send(`${copy}/actions`, { do: 'delete' })).status).toBe(303)
    expect((await page(copy)).status).toBe(404)
    expect((await send(`${one}/actions`, { do: 'sell' })).status).toBe(400)
    expect((await page(`${one}/figures`)).text).toContain('Fewer than 5 learners')
  })

  it('is nobody whom the host does not name one', async () => {
    expect((await page('/author/libraries', 'bob')).status).toBe(403)
    // Nor do they get to know that it is there.
    for (const path of [address, `${address}/publish`])
      expect((await page(path, 'bob')).status, path).toBe(404)
    expect((await make({ slug: 'Other' }, 'bob')).status).toBe(403)
    for (const path of [`${address}/add`, `${address}/publish`])
      expect((await send(path, { type: 'problem', name: 'x' }, 'bob')).status, path).toBe(404)
  })
})

describe('a long list', () => {
  const course = 'course-v1:Org+Long+R'
  const outline = `/author/contexts/${encodeURIComponent(course)}`
  const units = (count: number, first: number) =>
    Array.from(
      { length: count },
      (_, place) => `<vertical url_name="u${first + place}" display_name="Unit ${first + place}"/>`,
    ).join('')
  const shownUnits = (text: string) => [...text.matchAll(/<li class="tree-line is-unit/g)].length

  beforeAll(async () => {
    const chapter = (one: number, count: number) =>
      `<chapter url_name="c${one}" display_name="Chapter ${one}"><sequential url_name="s${one}" display_name="Part ${one}">${units(count, one * 1000)}</sequential></chapter>`
    const chapters = [chapter(1, 60), chapter(2, 250), chapter(3, 60)].join('')
    await site.publish({
      'course.xml': `<course org="Org" course="Long" url_name="R" display_name="Long">${chapters}</course>`,
    })
    const many = Array.from({ length: 230 }, (_, place) => problem(place))
    await site.publish({
      'library.xml': `<library org="Org" library="Many" display_name="Many">${many.join('')}</library>`,
    })
  }, 60_000)

  it('shows of a large course what is open, its sections fold by links, and of a long one a hundred', async () => {
    const first = await page(outline)
    expect(shownUnits(first.text)).toBe(60)
    const [, href = ''] =
      /href="([^"]+)" aria-expanded="false" aria-label="What is in “Chapter 2”"/.exec(first.text) ?? []
    const second = await page(href.replaceAll('&amp;', '&').replace(/#.*/, ''))
    expect(shownUnits(second.text)).toBeLessThanOrEqual(160)
    const part = encodeURIComponent('block-v1:Org+Long+R+type@sequential+block@s2')
    const pages = []
    for (let path: string | undefined = `${outline}?at=${part}`; path !== undefined && pages.length < 9;) {
      const { text } = await page(path)
      pages.push(shownUnits(text))
      path = linkOf(text, 'next')
    }
    expect(pages).toEqual([100, 100, 50])
    expect((await page(`${outline}?at=nothing`)).status).toBe(404)
  })

  it('shows a library a hundred blocks a page, each once', async () => {
    const names: (string | undefined)[] = []
    let path: string | undefined = `/author/libraries/${encodeURIComponent('library-v1:Org+Many')}`
    for (let pages = 0; path !== undefined && pages < 9; pages++) {
      const { text } = await page(path)
      const shown = blocksOf(text)
      expect(shown.length).toBeLessThanOrEqual(100)
      names.push(...shown.map(({ name }) => name))
      path = linkOf(text, 'next')
    }
    expect(names.toSorted((one, other) => ((one ?? '') < (other ?? '') ? -1 : 1))).toEqual(
      Array.from({ length: 230 }, (_, place) => title(place)),
    )
  })
})
