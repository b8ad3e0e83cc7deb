import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { Findings } from '../../content/olx/findings.js'
import { readOlx } from '../../content/olx/read-olx.js'
import { findRoot, MemorySource } from '../../content/source/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

/** What an import says of blocks in a unit, as `LEVEL LINE: MESSAGE`; the unit's first line is line 2. */
async function said(inside: string): Promise<string[]> {
  const course = `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
${inside}
</vertical></sequential></chapter></course>`
  const findings = new Findings()
  const root = findRoot(new MemorySource('test', [['course.xml', Buffer.from(course)]]))
  await readOlx(root, { types, findings, draft: false })
  return findings.all().map(({ level, line, message }) => `${level} ${line}: ${message}`)
}

const poll = '<poll_question url_name="p">Q?<answer id="a">A</answer></poll_question>'
const conditional = (sources: string) =>
  `<conditional url_name="c" sources="${sources}" voted="True"><html url_name="h">H</html></conditional>`

describe('blocks that others rest on', () => {
  it.each([
    ['that stand before', `${poll}${conditional('i4x://O/C/poll_question/p')}`],
    ['that stand behind', `${conditional('block-v1:O+C+R0+type@poll_question+block@p')}${poll}`],
    [
      'that are uses of library blocks',
      conditional('cb::block-v1:O+C+R+type@itembank+block@k::lb:O:L:poll:p'),
    ],
  ])('are found %s', async (_what, olx) => {
    expect(await said(olx)).toEqual([])
  })

  it('that are not there are said, at the line of the block that names them', async () => {
    expect(
      await said(`${poll}\n${conditional('i4x://O/C/poll_question/p; i4x://O/C/problem/gone')}`),
    ).toEqual([
      "warning 3: What learners see of <conditional> rests on 'i4x://O/C/problem/gone', which is not there.",
    ])
  })

  it.each([
    [
      'none',
      '',
      /error 2: Of the conditional 'c': It names no block that it rests on, so that no learner sees/,
    ],
    ['no keys', 'the first problem', /error 2: .* rests on 'the first problem', which is no usage key/],
  ])('are said to be %s', async (_what, sources, wanted) => {
    expect(await said(conditional(sources))).toEqual([expect.stringMatching(wanted)])
  })

  it('are said of an experiment whose group has no part', async () => {
    const groups = `{"0": "i4x://O/C/html/a", "1": "i4x://O/C/html/b"}`
    const olx = `<split_test url_name="t" user_partition_id="7" group_id_to_child='${groups}'><html url_name="a">A</html></split_test>`
    expect(await said(olx)).toEqual([
      expect.stringMatching(/^warning 2: Learners of group 1 see nothing of the split_test 't'/),
    ])
  })
})

describe('a pointer without its file', () => {
  it('is a fault for types that exports always write to a file, and stands for defaults of others', async () => {
    expect(
      await said(
        '<poll_question url_name="gone"/><poll url_name="p"/><survey url_name="s"/><done url_name="d"/>',
      ),
    ).toEqual([
      expect.stringMatching(
        /^error 2: <poll_question> points to 'gone', but there is neither poll_question\/gone.xml/,
      ),
    ])
  })
})
