import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { compose } from '../../compositor/compose.js'
import { publishParts } from './published-parts.js'
import type { AuthoredBlock, AuthoredContext } from '../../content/olx/authored-block.js'
import { Findings } from '../../content/olx/findings.js'
import { readOlx } from '../../content/olx/read-olx.js'
import { olxOfBlock } from '../../content/olx/write-block.js'
import { findRoot, MemorySource, openSource, type OlxRoot } from '../../content/source/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { Aside, aside, definePlugin, integer, list, string } from '../../runtime/index.js'
import { memoryStore, saveTexts } from './made-olx.js'

@aside('stamp')
class Stamp extends Aside({
  content: { words: string() },
  settings: { size: integer(1), colours: list(string()) },
  userState: { seen: integer() },
}) {}

const types = new BlockTypeRegistry()
types.register(shippedBlocks)
types.register(definePlugin({ name: 'stamps', blocks: [], asides: [Stamp] }))

async function read(root: OlxRoot) {
  const findings = new Findings()
  return {
    ...(await readOlx(root, { types, findings, draft: false })),
    codes: findings.list.map(({ code }) => code),
  }
}

const course = (inside: string) =>
  read(
    findRoot(
      new MemorySource('test', [
        ['course.xml', Buffer.from(`<course org="O" course="C" url_name="R">${inside}</course>`)],
      ]),
    ),
  )

/** What is written of the one block in a course, and the block. */
async function written(olx: string): Promise<{ block: AuthoredBlock; text: string }> {
  const { blocks, root } = await course(olx)
  const [key = ''] = blocks.get(root)?.children ?? []
  return { block: blocks.get(key) as AuthoredBlock, text: olxOfBlock(key, blocks, types) }
}

describe('a block as OLX', () => {
  it.each([
    [
      'fields by name, then what was kept',
      '<vertical url_name="v" display_name="Unit &amp; more" due="2026-01-31T12:00:00Z" tint="red"/>',
    ],
    [
      'values with line breaks, quotes and nothing',
      '<problem url_name="p" display_name="a&#10;b &quot;c&quot;" max_attempts="null"/>',
    ],
    [
      'a problem to the letter',
      `<problem url_name='p'  weight="2.0"><!-- why --><p>A &amp; B</p><![CDATA[<x>]]></problem>`,
    ],
    ['a text that is no XML', '<html url_name="h">&lt;p&gt;One&lt;br&gt;two &amp;amp; three</html>'],
    [
      'a video',
      '<video url_name="v" youtube_id_1_0="abcdefghijk"><source src="/static/a.mp4"/><source src="b.webm"/><transcript language="de" src="de.srt"/></video>',
    ],
    [
      'references to a library',
      `<library_content_v2 url_name="l" library_blocks="[&quot;lb:O:L:problem:a&quot;]" source_libraries="[&quot;lib:O:L:1&quot;]"/>`,
    ],
    [
      'links to a library',
      '<problem url_name="p" upstream_block="lb:O:L:problem:a" upstream_block.display_name="There" upstream_block.max_attempts="3"/>',
    ],
    [
      'what nobody provides',
      '<crossword url_name="q" a="1"><!-- kept --><answer id="1">x</answer></crossword>',
    ],
    [
      'a poll',
      `<poll url_name="p" answers="[[&quot;a&quot;,{&quot;label&quot;:&quot;A &lt;b&gt;&quot;,&quot;img&quot;:null,&quot;more&quot;:1}]]" max_submissions="0" xblock-family="xblock.v1"/>`,
    ],
    [
      'a survey',
      `<survey url_name="s" block_name="Week" private_results="true" questions="[[&quot;q&quot;,&quot;Short&quot;]]" tint="red"/>`,
    ],
    [
      'a poll_question',
      '<poll_question url_name="q" display_name="Q" reset="False" tint="red"><p>One<br/>two &amp; <i class="x"/></p><answer id="1">a <b>b</b></answer>more<answer>c</answer></poll_question>',
    ],
    ['a word cloud', '<word_cloud url_name="w" num_inputs="3" display_student_percents="False" data=""/>'],
    ['a done button', '<done url_name="d" align="Right" tint="red"/>'],
    [
      'an experiment',
      `<split_test url_name="t" user_partition_id="7" group_id_to_child="{&quot;0&quot;:&quot;block-v1:O+C+R+type@html+block@a&quot;}" tint="red"><html url_name="a">A</html></split_test>`,
    ],
    [
      'a conditional',
      `<conditional url_name="c" sources="i4x://O/C/problem/p; i4x://O/C/problem/q" attempted="True" message="See {link}" tint="red"><html url_name="a">A</html><show url_name="s" sources="i4x://O/C/html/b"/></conditional>`,
    ],
    [
      'old containers',
      '<section url_name="a" tint="red"><videosequence url_name="b"><randomize url_name="c"/></videosequence></section>',
    ],
    [
      'what asides say',
      '<html url_name="h" display_name="T">Text<stamp xblock-family="xblock_asides.v1" size="3" words="Seen &amp; done"/></html>',
    ],
    [
      'asides nobody provides',
      '<vertical url_name="v"><crown xblock-family="xblock_asides.v1" points="5"/></vertical>',
    ],
    [
      'children and what is no block',
      '<vertical url_name="v"><html url_name="h">Text</html><problem url_name="p"><p/></problem></vertical>',
    ],
  ])('is read back as it was: %s', async (_what, olx) => {
    const { block, text } = await written(olx)
    const again = await written(text)
    const plain = ({ content, ...rest }: AuthoredBlock) => ({
      ...rest,
      content: { ...content, data: undefined },
    })
    expect(plain(again.block)).toEqual(plain(block))
    expect(inside(again.block)).toBe(inside(block))
    expect(again.text).toBe(text)
  })

  it('has fields sorted by name, and then the attributes kept of its author', async () => {
    const { text } = await written('<vertical tint="red" url_name="v" due="2026-01-31" display_name="U"/>')
    expect(text).toBe(
      '<vertical url_name="v" display_name="U" due="&quot;2026-01-31T00:00:00Z&quot;" tint="red"/>',
    )
  })

  it('that could not be read is the text of its author', async () => {
    const broken = '<vertical url_name="v"><html url_name="gone"/></vertical>'
    expect((await written(broken)).text).toBe(broken)
  })
})

/** The text of a problem without its start tag, whose attributes are fields; any other text as it is. */
function inside({ type, content }: AuthoredBlock): unknown {
  const { data } = content
  return type === 'problem' && typeof data === 'string' ? data.replace(/^<[^>]*>/, '') : data
}

describe('an aside in OLX', () => {
  const stamp =
    '<stamp xblock-family="xblock_asides.v1" size="3" words="Seen" colours="[&quot;red&quot;]" seen="9"/>'

  it('is no child of its block and no part of its text', async () => {
    const { block } = await written(`<problem url_name="p"><p>Q</p>${stamp}</problem>`)
    expect(block.asides).toEqual({ stamp: { size: 3, words: 'Seen', colours: ['red'] } })
    expect(block.content['data']).not.toContain('stamp')
    const unit = await written(`<vertical url_name="v">${stamp}</vertical>`)
    expect(unit.block.children).toEqual([])
  })

  it('reaches the aside beside the composed block, learners’ fields left out', async () => {
    const authored = await course(`<vertical url_name="v">${stamp}<html url_name="h">T</html></vertical>`)
    const { store, place } = memoryStore()
    await saveTexts(store, {}, authored)
    const { units } = await publishParts(authored.context, { store, place, types })
    const { root } = compose(units[0] as never, 'record', types)
    const type = types.asides[0]
    expect(type?.beside(root).fields).toEqual({ size: 3, words: 'Seen', colours: ['red'] })
    expect(root.children[0]).not.toHaveProperty('asides')
    expect(type?.beside(root.children[0] as never).fields).toEqual({})
  })

  it('with a value that does not fit says so', async () => {
    const { codes } = await course(
      '<html url_name="h">T<stamp xblock-family="xblock_asides.v1" size="large"/></html>',
    )
    expect(codes).toEqual(['olx-attribute'])
  })
})

const olx = new URL('../../../shared/olx/', import.meta.url)

describe.skipIf(!existsSync(olx))('a real course', () => {
  it.each(['dhis2-intro', 'latex2edx-demo', 'oxa-kitchen-sink'])(
    'is the same after it was written in one piece and read again: %s',
    async (name) => {
      const before = await read(await openSource(fileURLToPath(new URL(name, olx))))
      const [, org = '', number = '', run = ''] = /^course-v1:(.+)\+(.+)\+(.+)$/.exec(before.context) ?? []
      const root = `<course org="${org}" course="${number}" url_name="${run}"`
      const text = olxOfBlock(before.root, before.blocks, types)
        .replace(/^<course[^>]*>/, (tag) => tag.replace(/ (?:org|course|url_name)="[^"]*"/g, ''))
        .replace('<course', root)
      const after = await read(findRoot(new MemorySource(name, [['course.xml', Buffer.from(text)]])))
      expect(comparable(after)).toEqual(comparable(before))
    },
  )
})

/** Blocks without what says in which file they stood, and of problems' texts the inside. */
function comparable({ blocks }: AuthoredContext) {
  const placing = new Set(['url_name', 'org', 'course', 'filename', 'file_name'])
  return [...blocks.values()].map(({ xmlAttributes, content, ...rest }) => ({
    ...rest,
    content: { ...content, data: inside({ content, type: rest.type } as AuthoredBlock), xml: undefined },
    xmlAttributes: Object.fromEntries(Object.entries(xmlAttributes).filter(([name]) => !placing.has(name))),
  }))
}
