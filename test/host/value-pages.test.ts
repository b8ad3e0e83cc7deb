import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const library = 'lib:Org:Sums'
const key = (id: string) => `lb:Org:Sums:problem:${id}`
const course = 'course-v1:Org+C+R'
const reference = `block-v1:Org+C+R+type@library_content_v2+block@ref`
const here = (id: string) => `cb::${reference}::${key(id)}`
const own = (usage: string) => `/author/blocks/${encodeURIComponent(usage)}`

let site: MadeSite
let shown: string

beforeAll(async () => {
  site = await MadeSite.open({ author: (request) => request.header('x-learner') === 'ann' })
  await site.host.siteLibraries.create({ key: library, title: 'Sums' }, 'ann')
  const steps = ['a', 'b'].map((id) => ({
    do: 'add' as const,
    parent: library,
    olx: `<problem url_name="${id}" display_name="Sum ${id}" weight="2"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`,
  }))
  await site.host.libraries.operate(library, steps)
  await site.host.authoring.publish(library, undefined, undefined, { name: 'First' })
  const { published } = await site.host.content.head(library)
  const blocks = JSON.stringify([key('a'), key('b')])
  const overrides = JSON.stringify({
    [key('a')]: { display_name: 'Mine', max_attempts: 3 },
    [key('b')]: { weight: 5 },
  })
  await site.publish({
    'course.xml': `<course org="Org" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u" showanswer="never"><library_content_v2 url_name="ref" source_libraries='["${library}:${published}"]' library_blocks='${blocks}' field_overrides='{"rerandomize":"always"}' block_field_overrides='${overrides}'/></vertical></sequential></chapter></course>`,
  })
  shown = await page(here('a'))
}, 60_000)
afterAll(() => site.close())

const page = async (usage: string) => (await site.get(own(usage), 'ann', { accept: 'text/html' })).text()
const send = async (usage: string, fields: Readonly<Record<string, string>>, learner = 'ann') => {
  const answer = await site.form(`${own(usage)}/overrides`, new URLSearchParams(fields).toString(), learner)
  return { status: answer.status, location: answer.headers.get('location') ?? '' }
}
/** What the page says of one value: its name, and all that follows up to the next. */
const valueOn = (text: string, label: string) =>
  (text.split('<dt>').find((one) => one.startsWith(`${label}</dt>`)) ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
const said = async () => {
  const block = await (await site.host.content.view(course, 'draft')).block(reference)
  const { field_overrides: all, block_field_overrides: single } = block?.settings ?? {}
  return { all, single }
}

describe('the page of a library block in a course', () => {
  it('says where each value comes from, with the original beside what is set here', () => {
    const name = valueOn(shown, 'Display name')
    expect(name).toContain('Mine')
    expect(name).toContain('what is set here of this block')
    expect(name).toMatch(/Else it would be:.*Sum a.*from the library block/)
    expect(valueOn(shown, 'Weight')).toContain('from the library block')
    expect(valueOn(shown, 'Show answer')).toContain('from the nearest block above it in the course')
    expect(valueOn(shown, 'Randomization')).toContain('of all blocks of the reference')
  })

  it('has what is set here cleared, one by one or all of it, and taken back', async () => {
    expect((await send(here('a'), { clear: 'display_name' })).location).toContain('news=cleared')
    expect((await said()).single).toEqual({ [key('a')]: { max_attempts: 3 }, [key('b')]: { weight: 5 } })
    const all = await send(here('a'), { all: 'block' })
    expect((await said()).single).toEqual({ [key('b')]: { weight: 5 } })
    const told = await (await site.get(all.location, 'ann', { accept: 'text/html' })).text()
    const hidden = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"><(?:input|button)`).exec(
        told.slice(told.indexOf('/undo"')),
      )?.[1] ?? ''
    const undo = new URLSearchParams({ draft: hidden('draft'), to: hidden('to'), back: here('a') })
    const undone = await site.form(
      `/author/contexts/${encodeURIComponent(course)}/undo`,
      undo.toString(),
      'ann',
    )
    expect(undone.headers.get('location')).toContain(`${own(here('a'))}?news=undone`)
    expect((await said()).single).toMatchObject({ [key('a')]: { max_attempts: 3 } })
    expect((await send(here('a'), { all: 'everything' })).status).toBe(400)
    expect((await send(here('a'), { all: 'block' }, 'bob')).status).toBe(403)
  })

  it('is not cleared over what others set of the same reference meanwhile', async () => {
    const { draft } = await site.host.content.head(course)
    await send(here('b'), { clear: 'weight' })
    const clash = await send(here('a'), { all: 'block', draft })
    expect(clash.status).toBe(409)
    expect((await said()).single).toEqual({ [key('a')]: { max_attempts: 3 } })
  })
})

describe('the page of a reference', () => {
  it('lists what it sets of all and of single blocks, and clears a block or all of it', async () => {
    const text = await page(reference)
    const update = `${own(reference)}/update`
    expect(text).toContain(`href="${update}"`)
    expect((await site.get(update, 'ann', { accept: 'text/html' })).status).toBe(200)
    expect(text).toContain('What is set of its library blocks')
    expect(valueOn(text, 'All blocks')).toContain('Rerandomize: always')
    expect(valueOn(text, 'Sum a')).toContain('Max attempts: 3')
    await send(reference, { block: key('a') })
    expect(await said()).toEqual({ all: { rerandomize: 'always' }, single: undefined })
    await send(reference, { all: 'reference' })
    expect(await said()).toEqual({ all: undefined, single: undefined })
    expect(await page(reference)).toContain('Nothing: they are as their library has them.')
  })
})
