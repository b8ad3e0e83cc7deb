import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { openHost, type Host } from '../../host/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'

const context = 'course-v1:O+C+R'
const shippedTypes = new BlockTypeRegistry()
shippedTypes.register(shippedBlocks)
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const problem = usage('problem', 'p')
const bank = usage('library_content_v2', 'b')
const drum = usage('drum', 'd')
const inLibrary = (id: string) => `lb:O:L:problem:${id}`

let folder: string
let host: Host
let pin: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'refused-edits-'))
  host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('authors-plugin.ts', import.meta.url))],
    learner: () => ({ id: 'ann' }),
    author: () => true,
    python: false,
    threads: 1,
  })
  for (const { message } of host.pluginDiagnostics) throw new Error(message)
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write(
    'lib/package.toml',
    '[meta]\nformat_version = 1\n[learning_package]\ntitle = "L"\nkey = "lib:O:L"\ndescription = ""\n',
  )
  for (const id of ['one', 'two']) {
    write(
      `lib/entities/xblock.v1/problem/${id}.toml`,
      `[entity]\ncan_stand_alone = true\nkey = "xblock.v1:problem:${id}"\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "${id}"\nversion_num = 1\n`,
    )
    write(
      `lib/entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`,
      `<problem display_name="${id}"><p>Of the library</p></problem>`,
    )
  }
  pin = (await host.authoring.import(join(folder, 'lib'))).version
  write(
    'course/course.xml',
    `<course org="O" course="C" url_name="R" display_name="Course" max_attempts="3"><chapter url_name="ch">
      <sequential url_name="s"><vertical url_name="v" display_name="Unit">
        <problem url_name="p" display_name="Sum" max_attempts="5"><p>What is it?</p></problem>
        <problem url_name="m" markdown="&gt;&gt;How many?&lt;&lt;&#10;= 4&#10;"/>
        <library_content_v2 url_name="b" display_name="Bank" source_libraries='["lib:O:L:${pin}"]'
          library_blocks='["${inLibrary('one')}"]' field_overrides='{"weight": 2}'/>
        <drum url_name="d" tempo="90"/>
        <split_test url_name="e" display_name="E" user_partition_id="1" group_id_to_child='{"0": "i4x://O/C/html/a"}'><html url_name="a">A</html></split_test>
        <lute url_name="l"/>
      </vertical></sequential></chapter></course>`,
  )
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const address = (key: string) => `/author/blocks/${encodeURIComponent(key)}`
const send = (path: string, body?: string, headers: Record<string, string> = {}) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...headers },
      ...(body !== undefined && { body }),
    }),
  )
const page = async (key: string) => (await send(address(key))).text()
const save = async (key: string, fields: Record<string, string>) => {
  const answer = await send(address(key), new URLSearchParams(fields).toString())
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') }
}
const base = async (key: string) => /name="base" value="([^"]+)"/.exec(await page(key))?.[1] ?? ''
const call = async (key: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await send(`${address(key)}/handlers/save_fields`, JSON.stringify(body), headers)
  return {
    status: answer.status,
    etag: answer.headers.get('etag') ?? '',
    body: (await answer.json()) as never,
  }
}
/** The words beside a field, whatever their kind. */
const beside = (text: string, field: string) =>
  new RegExp(`<p class="editor-(?:error|remark)" id="[^"]*-${field}-(?:error|remark)">([^<]*)</p>`).exec(
    text,
  )?.[1]
/** The block's own values in the draft. */
const fieldsOf = async (key: string) =>
  (await host.drafts.block((await import('../../runtime/index.js')).parseUsageKey(key))).block.fields

describe('what a type cannot read', () => {
  it.each([
    [
      'a tag that is not closed',
      problem,
      { 'field.data': '<problem>\n<p>a<br>b</p>\n</problem>' },
      'data',
      'Line 2, column',
    ],
    [
      'a bare ampersand',
      problem,
      { 'field.data': '<problem><p>a & b</p></problem>' },
      'data',
      'Line 1, column',
    ],
    ['an emptied text', problem, { 'field.data': '' }, 'data', ''],
    [
      'another field at fault than the only one changed',
      problem,
      { 'field.data': '<problem', 'field.display_name': 'Kept' },
      'data',
      'Line 1',
    ],
    [
      'another block',
      problem,
      { 'field.data': '<video youtube="1.00:abc"/>' },
      'data',
      'Line 1, column 1: The text is a &lt;video&gt;',
    ],
    [
      'a question of no kind',
      problem,
      { 'field.data': '<problem>\n  <stringrespons answer="a"><textline/></stringrespons></problem>' },
      'data',
      '',
    ],
    [
      'an expression that is none',
      problem,
      {
        'field.data':
          '<problem>\n<stringresponse answer="(a|b" type="ci regexp"><textline/></stringresponse></problem>',
      },
      'data',
      'Line 2, column 1: The answer &#39;(a|b&#39; is no regular expression.',
    ],
    [
      'a range that is none',
      problem,
      {
        'field.data':
          '<problem><numericalresponse answer="(1,ten]"><textline/></numericalresponse></problem>',
      },
      'data',
      'neither a number nor a range',
    ],
    [
      'a formula of other variables',
      problem,
      {
        'field.data':
          '<problem><formularesponse answer="x*y" samples="x@1:5#9"><textline/></formularesponse></problem>',
      },
      'data',
      'is no formula of x',
    ],
    [
      'Markdown whose answer is none',
      usage('problem', 'm'),
      { 'field.markdown': '>>How many?<<\n= [4,x]' },
      'markdown',
      'In “data”, which follows from it: Line',
    ],
    [
      'an experiment that gives a group no block',
      usage('split_test', 'e'),
      { 'field.group_id_to_child': '{"0": "nowhere", "1": "i4x://O/C/html/a"}' },
      'group_id_to_child',
      'The group &#39;0&#39; is given &quot;nowhere&quot;, which is no usage key',
    ],
    [
      'a stranger’s type that throws',
      drum,
      { 'field.score': 'xyz' },
      'score',
      'A drum knows no &#39;xyz&#39;.',
    ],
    [
      'what is set of all blocks of a pool',
      bank,
      { 'field.field_overrides': '{"data": "<problem><p>"}' },
      'field_overrides',
      'Line 1, column',
    ],
    [
      'what is set of single ones',
      bank,
      { 'field.block_field_overrides': JSON.stringify({ [inLibrary('one')]: { data: '<p' } }) },
      'block_field_overrides',
      'Line 1',
    ],
  ])(
    'is refused beside the field, and what was typed stays: %s',
    async (_case, key, fields, field, words) => {
      const before = await fieldsOf(key)
      const { status, text } = await save(key, fields)
      expect(status).toBe(400)
      expect(beside(text, field)).toContain(words)
      for (const typed of Object.values(fields))
        expect(text.replaceAll('&#39;', "'")).toContain(
          typed
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            .replaceAll('"', '&quot;'),
        )
      expect(await fieldsOf(key)).toEqual(before)
    },
  )

  it('is refused of a library’s block where it stands, too', async () => {
    const place = /href="\/author\/blocks\/(cb[^"]+)"/.exec(await page(bank))?.[1] ?? ''
    const { status, text } = await save(decodeURIComponent(place), { 'field.data': '<problem><b></problem>' })
    expect([status, beside(text, 'data')]).toEqual([400, expect.stringContaining('Line 1, column')])
  })

  it('does not keep a block that cannot be read already from being put right', async () => {
    const { authoring } = (
      host as unknown as { stores: { authoring: import('../../content/index.js').AuthoringStore } }
    ).stores
    await authoring.edit(context, shippedTypes, async () => ({
      usage: problem,
      content: { data: '<problem><multiplechoiceresponse/></problem>' },
      settings: {},
      reset: [],
    }))
    const text = await (await send(`${address(problem)}?tab=xml`)).text()
    expect(text).toMatch(/<li class="is-error"><strong>Error<\/strong> <a [^>]*data-line="1"/)
    expect(text).toContain('&lt;multiplechoiceresponse/&gt;&lt;/problem&gt;</textarea>')
    expect((await save(problem, { 'field.display_name': 'Not about it' })).status).toBe(303)
    expect((await save(problem, { 'field.data': '<problem><p><i>' })).status).toBe(400)
    expect((await save(problem, { 'field.data': '<problem><p/></problem>' })).status).toBe(303)
  })
})

describe('what does nothing or does not exist', () => {
  it.each([
    [
      'a pin that does not exist',
      { 'field.source_libraries': '["lib:O:L:nowhere"]' },
      'source_libraries',
      /Refer to a version of it that is here, such as [0-9a-f]{64}/,
    ],
    [
      'what is no library version',
      { 'field.source_libraries': '["rubbish"]' },
      'source_libraries',
      /lib:ORG:SLUG:HASH/,
    ],
    ['what is no block', { 'field.library_blocks': '["garbage"]' }, 'library_blocks', /lb:ORG:SLUG:TYPE:ID/],
    [
      'a block that the library does not hold',
      { 'field.library_blocks': `["${inLibrary('three')}"]` },
      'library_blocks',
      /It holds lb:O:L:problem:one, lb:O:L:problem:two/,
    ],
    [
      'a block of another library',
      { 'field.library_blocks': '["lb:O:X:problem:one"]' },
      'library_blocks',
      /lib:O:L/,
    ],
    [
      'an unknown field of all blocks',
      { 'field.field_overrides': '{"wieght": 3}' },
      'field_overrides',
      /no field &#39;wieght&#39;; there are: .*weight/,
    ],
    [
      'an unknown field of one block',
      { 'field.block_field_overrides': `{"${inLibrary('one')}": {"x": 1}}` },
      'block_field_overrides',
      /no field &#39;x&#39;/,
    ],
    [
      'a value of another type',
      { 'field.field_overrides': '{"max_attempts": "many"}' },
      'field_overrides',
      /max_attempts.*Integer/,
    ],
    [
      'a value that the field does not allow',
      { 'field.field_overrides': '{"rerandomize": "sometimes"}' },
      'field_overrides',
      /&#39;rerandomize&#39; takes one of .*never/,
    ],
    [
      'overrides of a block that is not here',
      { 'field.block_field_overrides': `{"${inLibrary('two')}": {"weight": 2}}` },
      'block_field_overrides',
      /problem:two&#39; is none of the blocks here: lb:O:L:problem:one\./,
    ],
    [
      'overrides of what is no block',
      { 'field.block_field_overrides': '{"garbage": {}}' },
      'block_field_overrides',
      /lb:ORG:SLUG:TYPE:ID/,
    ],
    [
      'an unknown field of the block',
      { 'field.colour': 'red' },
      undefined,
      /no field &#39;colour&#39; to edit here; there are: .*library_blocks/,
    ],
  ])('is refused of a bank: %s', async (_case, fields, field, words) => {
    const { status, text } = await save(bank, fields)
    expect(status).toBe(400)
    expect(field === undefined ? text : beside(text, field)).toMatch(words)
  })

  it.each([
    ['no such field', { nope: 1 }, 'nope', /there are: score, display_name, tempo/],
    [
      'more names than anybody would read',
      Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, 1])),
      'f19',
      /no field/,
    ],
    ['a list for a number', { tempo: [] }, 'tempo', /Integer/],
    ['a number for a text', { score: 4 }, 'score', /String/],
    ['a fraction for a whole number', { tempo: 1.5 }, 'tempo', /whole number/],
  ])('is refused of a block’s own editor: %s', async (_case, set, field, words) => {
    const { status, body } = await call(drum, { set })
    expect(status).toBe(400)
    expect((body as { errors: Record<string, string> }).errors[field]).toMatch(words)
  })

  it('resets an override that is set of all blocks at the bank only, and says so', async () => {
    const place = decodeURIComponent(/href="\/author\/blocks\/(cb[^"]+)"/.exec(await page(bank))?.[1] ?? '')
    const text = await page(place)
    expect(text).toContain('Set in this course')
    expect(text).not.toContain('name="reset.weight"')
    expect(text).toMatch(/Set for all blocks of <a href="[^"]+">Bank<\/a>/)
    const refused = await save(place, { 'reset.weight': 'on' })
    expect([refused.status, beside(refused.text, 'weight')]).toEqual([400, expect.stringContaining('“Bank”')])
    expect((await save(place, { 'field.weight': '7' })).status).toBe(303)
    expect((await fieldsOf(place))['weight']).toBe(7)
    expect((await save(place, { 'reset.weight': 'on' })).status).toBe(303)
    expect((await fieldsOf(place))['weight']).toBe(2)
  })

  it('leaves alone what was wrong before and is not touched', async () => {
    await host.authoring.import(join(folder, 'lib'))
    const store = (
      host as unknown as { stores: { authoring: import('../../content/index.js').AuthoringStore } }
    ).stores.authoring
    await store.edit(context, shippedTypes, async () => ({
      usage: bank,
      content: {},
      settings: { source_libraries: ['lib:O:L:gone'] },
      reset: [],
    }))
    expect(await page(bank)).toContain('Refer to a version of it that is here')
    expect((await save(bank, { 'field.display_name': 'Renamed' })).status).toBe(303)
    expect((await save(bank, { 'field.source_libraries': `["lib:O:L:${pin}"]` })).status).toBe(303)
  })

  it('takes settings that are typed into a problem’s text, and leaves those that are left out of it', async () => {
    expect(
      (await save(problem, { 'field.data': '<problem max_attempts="7" rerandomize="never"><p/></problem>' }))
        .status,
    ).toBe(303)
    const { max_attempts: attempts, display_name: name } = await fieldsOf(problem)
    expect([attempts, name]).toEqual([7, 'Sum'])
    expect(beside(await page(problem), 'data') ?? '').not.toContain('rerandomize')
  })
})

describe('two authors of one block', () => {
  it('keep what each changed where the fields differ', async () => {
    const mine = await base(problem)
    await save(problem, { 'field.display_name': 'Theirs' })
    const { status } = await save(problem, { base: mine, 'field.display_name': 'Sum', 'field.weight': '4' })
    expect(status).toBe(303)
    expect(await fieldsOf(problem)).toMatchObject({ display_name: 'Theirs', weight: 4 })
  })

  it('choose field by field where both changed the same, with nothing lost', async () => {
    const mine = await base(problem)
    await save(problem, { 'field.display_name': 'Theirs', 'field.weight': '2', 'field.max_attempts': '9' })
    const clash = await save(problem, {
      base: mine,
      'field.display_name': 'Mine',
      'field.weight': '4',
      'field.max_attempts': '5',
    })
    expect(clash.status).toBe(409)
    expect(clash.text).toMatch(/value="Mine"[\s\S]*Theirs<\/p><pre dir="auto">Theirs<\/pre>/)
    expect(clash.text).toMatch(/name="field.max_attempts"[^>]* value="9"/)
    expect(await fieldsOf(problem)).toMatchObject({ display_name: 'Theirs', weight: 2 })
    const now = /name="base" value="([^"]+)"/.exec(clash.text)?.[1] ?? ''
    const chosen = {
      base: now,
      'field.display_name': 'Mine',
      'take.display_name': 'replace',
      'field.weight': '4',
      'take.weight': 'keep',
    }
    expect((await save(problem, chosen)).status).toBe(303)
    expect(await fieldsOf(problem)).toMatchObject({ display_name: 'Mine', weight: 2, max_attempts: 9 })
  })

  it('agree where both typed the same', async () => {
    const mine = await base(problem)
    await save(problem, { 'field.display_name': 'Same' })
    expect((await save(problem, { base: mine, 'field.display_name': 'Same' })).status).toBe(303)
  })

  it('keep what was typed where nobody knows any more what the form was made of', async () => {
    const { status, text } = await save(problem, { base: 'f'.repeat(64), 'field.display_name': 'Mine' })
    expect([status, text]).toEqual([409, expect.stringContaining('value="Mine"')])
  })

  it('are told the same by an editor of the block’s own, which saves over it the second time', async () => {
    const first = await call(drum, { set: { tempo: 100 } })
    const theirs = await call(drum, { set: { tempo: 120 } }, { 'if-match': first.etag })
    expect(theirs.status).toBe(200)
    const late = await call(drum, { set: { tempo: 60 } }, { 'if-match': first.etag })
    expect(late).toMatchObject({
      status: 409,
      body: { theirs: { tempo: 120 }, error: expect.stringContaining('120') },
    })
    expect((await call(drum, { set: { score: 'x' } }, { 'if-match': first.etag })).body).toMatchObject({
      others: { tempo: 120 },
    })
    expect((await call(drum, { set: { tempo: 60 } }, { 'if-match': late.etag })).status).toBe(200)
    expect((await fieldsOf(drum))['tempo']).toBe(60)
  })
})

describe('a type’s views for authors', () => {
  it('show a preview, and below it the form', async () => {
    const text = await page(drum)
    expect(text).toMatch(/Preview of x\.x\.[\s\S]*name="field\.score"/)
  })

  it('show a preview, and below it the editor that the type brings', async () => {
    const text = await page(usage('lute', 'l'))
    expect(text).toMatch(/Preview with 6 strings[\s\S]*Tune 6 strings/)
    expect(text).not.toContain('name="field.strings"')
  })
})

describe('a problem written as Markdown', () => {
  const written = usage('problem', 'm')

  it('makes its XML anew from the Markdown', async () => {
    const { status, location } = await save(written, { 'field.markdown': '>>How many legs?<<\n= 8\n' })
    expect([status, location]).toEqual([303, expect.stringContaining('also=data')])
    expect((await fieldsOf(written))['data']).toContain('How many legs?')
    expect(await (await send(location ?? '')).text()).toContain('“Problem” follows from it.')
  })

  it('drops the Markdown when its XML is edited, and says so', async () => {
    expect(beside(await page(written), 'data')).toContain('drops the Markdown')
    const { location } = await save(written, { 'field.data': '<problem><p>By hand</p></problem>' })
    expect(await fieldsOf(written)).toMatchObject({
      markdown: null,
      data: expect.stringMatching(/^<problem[^>]*><p>By hand<\/p><\/problem>$/),
    })
    expect(await (await send(location ?? '')).text()).toContain('“Markdown” was dropped with it.')
  })

  it('refuses a change of both', async () => {
    const { status, text } = await save(written, { 'field.data': '<problem/>', 'field.markdown': '= 5' })
    expect([status, beside(text, 'markdown')]).toEqual([400, expect.stringContaining('Change one of them')])
  })
})

describe('none, and not set', () => {
  it.each([
    ['emptied', { 'field.max_attempts': '' }, null],
    ['ticked as none', { 'field.max_attempts': '5', 'null.max_attempts': 'on' }, null],
    ['reset', { 'field.max_attempts': '5', 'reset.max_attempts': 'on' }, 3],
    ['left as it is', { 'field.max_attempts': '5' }, 5],
  ])('are told apart where the course has a number: a box that is %s', async (_case, fields, value) => {
    await save(problem, fields)
    expect((await fieldsOf(problem))['max_attempts']).toBe(value)
  })

  it('are told apart when none is taken back', async () => {
    await save(problem, { 'field.max_attempts': '' })
    expect(await page(problem)).toMatch(/name="null\.max_attempts" checked/)
    await save(problem, { 'field.max_attempts': '', 'null.max_attempts': 'off' })
    expect((await fieldsOf(problem))['max_attempts']).toBe(3)
  })

  it('holds for learners, in overrides as well', async () => {
    const place = decodeURIComponent(/href="\/author\/blocks\/(cb[^"]+)"/.exec(await page(bank))?.[1] ?? '')
    expect((await fieldsOf(place))['max_attempts']).toBe(3)
    for (const key of [problem, place]) await save(key, { 'field.max_attempts': '' })
    await host.authoring.publish(context)
    const unit = await host.courseware.compositor.unit(usage('vertical', 'v'))
    const all = [...unit.root.children].filter(({ key }) => [problem, place].includes(key))
    expect(all.map(({ fields }) => fields['max_attempts'])).toEqual([null, null])
  })
})
