import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { readTexts } from './made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)
const inside =
  '<chapter url_name="c"><sequential url_name="s"><vertical url_name="v" display_name="V"/></sequential></chapter>'

describe('the run of a course', () => {
  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      'slug and a file',
      '<course org="O" course="C" slug="2012_Fall"/>',
      { 'course/2012_Fall.xml': `<course>${inside}</course>` },
      '2012_Fall',
    ],
    ['slug and all in one file', `<course org="O" course="C" slug="2012">${inside}</course>`, {}, '2012'],
    ['name', `<course org="O" course="C" name="Toy Course">${inside}</course>`, {}, 'Toy_Course'],
    [
      'semester and a file',
      '<course org="O" course="C" semester="S1"/>',
      { 'course/S1.xml': `<course>${inside}</course>`, 'course/S2.xml': '<course/>' },
      'S1',
    ],
    [
      'the one file there is, the name being a title',
      '<course org="O" course="C" name="A title"/>',
      { 'course/R.xml': `<course>${inside}</course>` },
      'R',
    ],
  ])('is its %s', async (_, root, files, run) => {
    const { context, blocks, findings } = await readTexts({ 'course.xml': root, ...files }, false, types)
    expect(context).toBe(`course-v1:O+C+${run}`)
    expect([...blocks.keys()]).toContain(`block-v1:O+C+${run}+type@vertical+block@v`)
    expect(findings.list.filter(({ level }) => level !== 'note')).toEqual([])
  })
})

it('reads videoalpha as the video that it became', async () => {
  const { find, findings } = await readTexts(
    {
      'course.xml':
        '<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"><videoalpha url_name="a" youtube="1.00:abcdefghijk"/><videoalpha url_name="b"/></vertical></sequential></chapter></course>',
      'videoalpha/b.xml': '<videoalpha display_name="B" youtube="1.00:bbbbbbbbbbb"/>',
    },
    false,
    types,
  )
  expect(find('video', 'a')).toMatchObject({ type: 'video', settings: { youtube_id_1_0: 'abcdefghijk' } })
  expect(find('video', 'b')).toMatchObject({
    type: 'video',
    settings: { display_name: 'B', youtube_id_1_0: 'bbbbbbbbbbb' },
  })
  expect(findings.list).toEqual([])
})

it('takes dates that may have been meant otherwise with a warning at their place, in policies too', async () => {
  const { find, findings } = await readTexts(
    {
      'course.xml': `<course org="O" course="C" url_name="R">\n<chapter url_name="c" start="Oct 30 23:00 EST 2012"><sequential url_name="s"/></chapter></course>`,
      'sequential/s.xml': '<sequential/>',
      'policies/R/policy.json': '{\n "sequential/s": {"due": "05/10/2012"}}',
    },
    false,
    types,
  )
  expect(find('chapter', 'c')?.settings['start']).toBe('2012-10-30T23:00:00Z')
  expect(find('sequential', 's')?.settings['due']).toBe('2012-05-10T00:00:00Z')
  expect(findings.list).toMatchObject([
    { level: 'warning', code: 'olx-attribute', file: 'course.xml', line: 2, column: 1 },
    { level: 'warning', code: 'olx-attribute', file: 'policies/R/policy.json', line: 2, column: 19 },
  ])
})
