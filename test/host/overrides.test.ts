import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey, type CompositorError, type JsonObject } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

const course = 'course-v1:O+C+R'
const reference = 'block-v1:O+C+R+type@library_content_v2+block@u'
const usage = parseUsageKey(reference)
const dates = 'created = 2025-01-01T00:00:00Z\nupdated = 2025-01-01T00:00:00Z\n'
const entity = (key: string, title: string, more = '') =>
  `[entity]\ncan_stand_alone = true\nkey = "${key}"\ncreated = 2025-01-01T00:00:00Z\n${more}[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "${title}"\nversion_num = 1\n`
const question = (text: string, attributes = '') =>
  `<problem display_name="${text}" ${attributes}><stringresponse answer="x"><label>${text}?</label><textline/></stringresponse></problem>`
const problem = (id: string, attributes = '') => ({
  [`entities/xblock.v1/problem/${id}.toml`]: entity(`xblock.v1:problem:${id}`, id),
  [`entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`]: question(id, attributes),
})
const lb = (id: string) => `lb:O:L:problem:${id}`

let site: MadeSite
/** The attributes of a reference to the library's problems. */
let bringing = ''
beforeAll(async () => {
  site = await MadeSite.open()
  await site.publish({
    'package.toml': `[meta]\nformat_version = 1\n[learning_package]\ntitle = "L"\nkey = "lib:O:L"\ndescription = ""\n${dates}`,
    ...problem('a', 'max_attempts="2"'),
    ...problem('b'),
  })
  const { published } = await site.host.drafts.head('lib:O:L')
  bringing = `source_libraries='["lib:O:L:${published ?? ''}"]' library_blocks='["${lb('a')}", "${lb('b')}"]'`
  await site.publish({
    'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="v">
      <library_content_v2 url_name="u" ${bringing}/>
    </vertical></sequential></chapter></course>`,
  })
})
afterAll(() => site.close())

const change = async (
  changes: Parameters<typeof site.host.overrides.step>[1],
  { clearAll = false, customizeContent = false } = {},
) => {
  const step = await site.host.overrides.step(usage, changes, clearAll)
  return site.host.drafts.operate(course, [{ ...step, customizeContent }])
}

describe('overrides of a reference', () => {
  it('are set of all blocks and of one, in the form their fields store, and shown beside what would hold without', async () => {
    await change([
      { set: { weight: '2' } },
      { block: `cb::${reference}::${lb('a')}`, set: { max_attempts: '4', display_name: 'Ours' } },
    ])
    expect(await site.host.overrides.of(usage)).toMatchObject({
      all: [{ field: 'weight', value: 2, owner: 'course' }],
      single: [
        {
          block: lb('a'),
          usage: `cb::${reference}::${lb('a')}`,
          overrides: [
            { field: 'display_name', value: 'Ours', owner: 'both', original: 'a' },
            { field: 'max_attempts', value: 4, owner: 'course', original: 2 },
          ],
        },
      ],
    })
  })

  it('are cleared one by one, of one block, and all', async () => {
    await change([{ block: lb('a'), clear: ['max_attempts'] }])
    const fields = async () =>
      (await site.host.overrides.of(usage)).single.flatMap(({ overrides }) =>
        overrides.map(({ field }) => field),
      )
    expect(await fields()).toEqual(['display_name'])
    await change([{ block: lb('a'), clear: 'all' }])
    expect(await fields()).toEqual([])
    await change([{ block: lb('b'), set: { weight: 3 } }])
    await change([], { clearAll: true })
    expect(await site.host.overrides.of(usage)).toMatchObject({ all: [], single: [] })
  })

  it.each([
    ['a field that no block has', { set: { colour: 'red' } }, /no field 'colour'/],
    [
      'a value of another type',
      { block: lb('a'), set: { max_attempts: 'many' } },
      /'max_attempts' takes Integer/,
    ],
    ['a value that is not allowed', { set: { rerandomize: 'sometimes' } }, /takes one of/],
    [
      'a block that is not here',
      { block: lb('z'), set: { weight: 1 } },
      /none of the blocks here: .*problem:a/,
    ],
  ])('are refused for %s, with what to do, however they come into a draft', async (_what, one, why) => {
    const refused = await change([one]).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'field-value', message: expect.stringMatching(why) as string })
    const { code, message } = refused as CompositorError
    const { block, set } = one as { block?: string; set: JsonObject }
    const says = block === undefined ? { field_overrides: set } : { block_field_overrides: { [block]: set } }
    const [name = '', value] = Object.entries(says)[0] ?? []
    const olx = `<library_content_v2 display_name="Brought" ${bringing} ${name}='${JSON.stringify(value)}'/>`
    const draft = async () => (await site.host.drafts.head(course)).draft
    const before = await draft()
    const unit = 'block-v1:O+C+R+type@vertical+block@v'
    const written = site.host.drafts.operate(course, [
      { do: 'add', parent: unit, olx: `<vertical>\n  ${olx}</vertical>`, name: 'unit.xml' },
    ])
    await expect(written).rejects.toMatchObject({
      code,
      message,
      location: { file: 'unit.xml', line: 2, column: 3 },
    })
    const { findings } = await site.publish({
      'course.xml': `<course org="O" course="Other" url_name="R"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="v">
        ${olx.replace('<library_content_v2', '$& url_name="bad"')}</vertical></sequential></chapter></course>`,
    })
    // What is not allowed to authors is taken as it is from those who wrote it elsewhere.
    const isFound = findings.some((finding) => finding.code === 'field-value' && finding.line === 2)
    expect(isFound).toBe(name !== 'field_overrides' || !('rerandomize' in set))
    const bad = 'block-v1:O+Other+R+type@library_content_v2+block@bad'
    const pasted = site.host.drafts.operate(course, [{ do: 'paste', usage: bad, parent: unit }])
    await expect(pasted).rejects.toMatchObject({
      code,
      message,
      usage: bad,
      location: { file: 'course.xml', line: 2 },
    })
    expect(await draft()).toBe(before)
  })

  it('are refused of a text that could not be read, once it can be', async () => {
    const text = `<library_content_v2 ${bringing} field_overrides='{"colour": "red"}'/>`
    await site.publish({
      'course.xml': `<course org="O" course="Torn" url_name="R"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="v">
        <library_content_v2 url_name="torn"/></vertical></sequential></chapter></course>`,
      'library_content_v2/torn.xml': text.replace('/>', ''),
    })
    const torn = parseUsageKey('block-v1:O+Torn+R+type@library_content_v2+block@torn')
    expect(await site.host.drafts.saveText(torn, text, '')).toMatch(/field_overrides: .*no field 'colour'/)
    expect(await site.host.drafts.saveText(torn, text.replace('colour": "red"', 'weight": 2'), '')).toBe(
      undefined,
    )
  })

  it('take content only where that is meant, through the reference and at the block', async () => {
    const data = question('ours').replace(' display_name="ours" ', '')
    const at = parseUsageKey(`cb::${reference}::${lb('a')}`)
    await expect(change([{ block: lb('a'), set: { data } }])).rejects.toMatchObject({
      code: 'library-content',
    })
    const sent = { set: { data }, reset: [] }
    const refused = await site.host.drafts.save(at, { sent, base: '' })
    expect(refused).toMatchObject({ isSaved: false, libraryContent: ['data'] })
    expect((await site.host.drafts.save(at, { sent, base: '', customizeContent: true })).isSaved).toBe(true)
    expect((await site.host.overrides.of(usage)).single[0]?.overrides).toMatchObject([
      { field: 'data', owner: 'library' },
    ])
    // What is the course's own already is changed as anything of it is.
    const again = { set: { data: data.replace('ours', 'once more') }, reset: [] }
    expect((await site.host.drafts.save(at, { sent: again, base: '' })).isSaved).toBe(true)
    expect((await change([{ block: lb('b'), set: { data } }], { customizeContent: true })).changed).toBe(true)
  })
})
