import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../../blocks/index.js'
import type { BlockEdit } from '../../../content/edit/block-edit.js'
import { rewrittenBlock } from '../../../content/edit/rewrite-block.js'
import { BlockTypeRegistry } from '../../../plugins/index.js'
import { Aside, aside, definePlugin, integer, list, string } from '../../../runtime/index.js'
import type { JsonObject } from '../../../runtime/values/json.js'
import {
  changedTree,
  plainBlock,
  sharedTrees,
  treeFiles,
  wholeVersion,
  type WholeVersion,
} from './read-version.js'

@aside('stamp')
class Stamp extends Aside({
  content: { words: string() },
  settings: { size: integer(1), colours: list(string()) },
}) {}

const types = new BlockTypeRegistry()
types.register(shippedBlocks)
types.register(definePlugin({ name: 'stamps', blocks: [], asides: [Stamp] }))

async function edited(version: WholeVersion, edit: Partial<BlockEdit> & { usage: string }) {
  const whole = { content: {}, settings: {}, reset: [], ...edit }
  const changes = await rewrittenBlock(version, treeFiles(version.tree), whole, types)
  const tree = changedTree(version.tree, changes)
  const { isDraft } = version
  return { changes, after: await wholeVersion(tree, types, { isDraft, previous: version.whole }) }
}

const run = 'block-v1:O+C+R+'
const key = (type: string, id: string) => `${run}type@${type}+block@${id}`
const head = '<course url_name="R" org="O" course="C"/>'

async function course(
  inside: string,
  files: Readonly<Record<string, string | Buffer>> = {},
  isDraft = false,
) {
  const tree = new Map<string, Buffer>(
    Object.entries({
      'course.xml': head,
      'course/R.xml': '<course display_name="Made"><chapter url_name="c"/></course>',
      'chapter/c.xml': `<chapter><sequential url_name="s"><vertical url_name="v">${inside}</vertical></sequential></chapter>`,
      ...files,
    }).map(([path, text]) => [path, Buffer.isBuffer(text) ? text : Buffer.from(text)]),
  )
  return wholeVersion(tree, types, { isDraft })
}

/** The one file that changed, as text. */
function only(changes: ReadonlyMap<string, Buffer | undefined>, encoding: BufferEncoding = 'utf8') {
  expect(changes.size).toBe(1)
  const [[path, bytes]] = [...changes] as [[string, Buffer | undefined]]
  return { path, text: bytes?.toString(encoding) }
}

describe('an edit is written', () => {
  it('as an attribute of an inline block, all else as it stood', async () => {
    const inside = `<!-- a --><html  url_name='h'\n   display_name='A "b"'   >x</html><problem url_name="p"><p/></problem>`
    const before = await course(inside)
    const { changes } = await edited(before, {
      usage: key('html', 'h'),
      settings: { display_name: `C 'd' "e"` },
    })
    const { path, text } = only(changes)
    expect(path).toBe('chapter/c.xml')
    expect(text).toBe(before.tree.get('chapter/c.xml')?.toString().replace(`'A "b"'`, `'C &#39;d&#39; "e"'`))
  })

  it('into the file of a pointer, where attributes stand and as they do', async () => {
    const text =
      '<?xml version="1.0"?>\r\n<problem\r\n    display_name="P"\r\n    weight="2.0"\r\n>\r\n  <p>x</p>\r\n</problem>\r\n'
    const before = await course('<problem url_name="p"/>', { 'problem/p.xml': text })
    const { changes, after } = await edited(before, {
      usage: key('problem', 'p'),
      settings: { max_attempts: 3 },
      reset: ['display_name'],
    })
    expect(only(changes)).toEqual({
      path: 'problem/p.xml',
      text: text
        .replace('\r\n    display_name="P"', '')
        .replace('weight="2.0"', 'weight="2.0"\r\n    max_attempts="3"'),
    })
    expect(after.whole.blocks[key('problem', 'p')]?.settings).toEqual({ weight: 2, max_attempts: 3 })
  })

  it('at the pointer, where that says it', async () => {
    const files = { 'problem/p.xml': '<problem display_name="Own"><p/></problem>' }
    const before = await course('<problem url_name="p" display_name="Pointer"/>', files)
    const { changes } = await edited(before, {
      usage: key('problem', 'p'),
      settings: { display_name: 'New' },
    })
    expect(only(changes).text).toContain('<problem url_name="p" display_name="New"/>')
    const reset = await edited(before, { usage: key('problem', 'p'), reset: ['display_name'] })
    expect([...reset.changes.keys()].sort()).toEqual(['chapter/c.xml', 'problem/p.xml'])
    expect(reset.after.whole.blocks[key('problem', 'p')]?.settings).toEqual({})
  })

  it('into the policy, where that says it, the rest of it as it stood', async () => {
    const policy =
      '{\n  "course/R": {"display_name": "Policy",\t"start": "2030-01-01T00:00:00Z"},\n  "html/h": {"x": 1.0}\n}'
    const before = await course('<html url_name="h">x</html>', { 'policies/R/policy.json': policy })
    const { changes } = await edited(before, {
      usage: key('course', 'course'),
      settings: { display_name: 'é "q"' },
    })
    expect(only(changes)).toEqual({
      path: 'policies/R/policy.json',
      text: policy.replace('"Policy"', String.raw`"é \"q\""`),
    })
    const reset = await edited(before, { usage: key('course', 'course'), reset: ['display_name'] })
    expect(reset.after.whole.blocks[key('course', 'course')]?.settings).not.toHaveProperty('display_name')
    expect(reset.changes.get('policies/R/policy.json')?.toString()).toBe(
      policy.replace('"display_name": "Policy",\t', ''),
    )
  })

  it('into the file of a text, in its own encoding and with its line ends', async () => {
    const body = Buffer.from('<meta charset="latin1">\r\n<p>\u00e9</p>\r\n', 'latin1')
    const before = await course('<html url_name="h"/>', {
      'html/h.xml': '<html filename="h" display_name="H"/>',
      'html/h.html': body,
    })
    const { changes, after } = await edited(before, {
      usage: key('html', 'h'),
      content: { data: '<meta charset="latin1">\n<p>è 漢</p>\n' },
    })
    expect(only(changes, 'latin1')).toEqual({
      path: 'html/h.html',
      text: '<meta charset="latin1">\r\n<p>è &#28450;</p>\r\n',
    })
    expect(after.whole.blocks[key('html', 'h')]?.settings).toEqual({ display_name: 'H' })
  })

  it('as the inside of a problem, under the attributes it has', async () => {
    const file = `<?xml version='1.0' encoding='utf-16'?>\n<!-- kept -->\n<problem weight='2'  display_name="P" foo="1"><p>old</p></problem>\n`
    const utf16 = Buffer.from(`\ufeff${file}`, 'utf16le')
    const before = await course('<problem url_name="p"/>', { 'problem/p.xml': utf16 })
    const { changes } = await edited(before, {
      usage: key('problem', 'p'),
      content: { data: `<problem foo="1"><p>néw</p><!-- c --></problem>` },
    })
    expect(only(changes, 'utf16le')).toEqual({
      path: 'problem/p.xml',
      text: `\ufeff${file.replace('<p>old</p>', '<p>néw</p><!-- c -->')}`,
    })
  })

  it('of one of two blocks that share a file, so that the other stays', async () => {
    const files = { 'problem/p.xml': '<problem display_name="Own"><p/></problem>' }
    const before = await course(
      '<problem url_name="p"/><vertical url_name="w"><problem url_name="p"/></vertical>',
      files,
    )
    const other = before.whole.blocks[key('vertical', 'w')]?.children[0] ?? ''
    const named = await edited(before, { usage: key('problem', 'p'), settings: { display_name: 'New' } })
    expect(named.after.whole.blocks[other]?.settings).toEqual({ display_name: 'Own' })
    expect(named.after.whole.blocks[key('problem', 'p')]?.settings).toEqual({ display_name: 'New' })
    const text = await edited(before, { usage: other, content: { data: '<problem><p>x</p></problem>' } })
    expect(plainBlock(text.after, key('problem', 'p'))).toEqual(plainBlock(before, key('problem', 'p')))
    expect(plainBlock(text.after, other).content?.['data']).toContain('<p>x</p>')
  })

  it('of an aside, and of options that stand as elements', async () => {
    const before = await course(
      '<vertical url_name="w" xmlns:option="http://code.edx.org/xblock/option"><option:display_name>Old</option:display_name><html url_name="h">T</html></vertical>',
    )
    const named = await edited(before, { usage: key('vertical', 'w'), settings: { display_name: 'New' } })
    expect(named.after.whole.blocks[key('vertical', 'w')]?.settings).toEqual({ display_name: 'New' })
    const stamped = await edited(before, {
      usage: key('html', 'h'),
      asides: { stamp: { size: 3, words: 'a & b' } },
    })
    expect(stamped.after.whole.blocks[key('html', 'h')]?.asides).toEqual({
      stamp: { size: 3, words: 'a & b' },
    })
    const more = await edited(stamped.after, { usage: key('html', 'h'), asides: { stamp: { words: 'c' } } })
    expect(only(more.changes).text).toContain('>T<stamp xblock-family="xblock_asides.v1" words="c"/></html>')
    const gone = await edited(more.after, { usage: key('html', 'h'), asides: { stamp: null } })
    expect(only(gone.changes).text).toBe(before.tree.get('chapter/c.xml')?.toString())
  })

  it.each([
    [
      'an old limit',
      '<problem url_name="p" attempts="3"><p/></problem>',
      'problem',
      'p',
      {},
      ['max_attempts'],
    ],
    ['an old name', '<html url_name="h" name="Old">x</html>', 'html', 'h', {}, ['display_name']],
    [
      'a video by speed',
      '<video url_name="v" youtube="1.00:abcdefghijk,1.50:bbbbbbbbbbb"/>',
      'video',
      'v',
      { youtube_id_1_0: 'ccccccccccc' },
      [],
    ],
    [
      'sources of a video',
      '<video url_name="v" youtube_id_1_0="x"><!-- c --><source src="a.mp4"/><track src="t.srt"/></video>',
      'video',
      'v',
      { html5_sources: ['b.mp4'] },
      [],
    ],
    [
      'a video without its times',
      '<video url_name="v" from="00:00:01" display_name="V"/>',
      'video',
      'v',
      {},
      ['start_time'],
    ],
    [
      'a dict with a prefix',
      '<problem url_name="p" upstream_block="lb:O:L:problem:a" upstream_block.display_name="There" upstream_block.max_attempts="3"><p/></problem>',
      'problem',
      'p',
      { upstream_block_fields: null },
      [],
    ],
    [
      'words of a bank',
      '<library_content_v2 url_name="l" library_blocks="[]"/>',
      'library_content_v2',
      'l',
      { display_name: 'a\nb\t"c" <&>' },
      [],
    ],
  ] as const)('in other words than it stood: %s', async (_what, inside, type, id, settings, reset) => {
    const before = await course(inside)
    const usage = key(type, id)
    const wanted = (settings as JsonObject)['upstream_block_fields'] === null ? {} : settings
    const { after } = await edited(before, { usage, settings: wanted, reset: [...reset] })
    const rest = Object.entries(before.whole.blocks[usage]?.settings ?? {}).filter(
      ([name]) => !(reset as readonly string[]).includes(name),
    )
    expect(after.whole.blocks[usage]?.settings).toEqual({ ...Object.fromEntries(rest), ...wanted })
  })

  it.each([
    ['a pointer to nothing', '<problem url_name="p"/>', {}, 'problem/p.xml'],
    [
      'a file that is no XML',
      '<problem url_name="p"/>',
      { 'problem/p.xml': '<problem><p></problem>' },
      'problem/p.xml',
    ],
    [
      'what nobody provides',
      '<problem url_name="q"><p/></problem><crossword url_name="p"><a/></crossword>',
      {},
      'chapter/c.xml',
    ],
  ])('anew in place of %s', async (_what, inside, files, path) => {
    const before = await course(inside, files)
    const [usage = ''] = (before.whole.blocks[key('vertical', 'v')]?.children ?? []).slice(-1)
    const type = inside.includes('crossword') ? 'crossword' : 'problem'
    const olx = `<${type} display_name="New"><p>1</p></${type}>`
    const { changes, after } = await edited(before, {
      usage,
      settings: { display_name: 'New' },
      anew: { type, olx },
    })
    expect(only(changes).path).toBe(path)
    expect(after.whole.blocks[usage]).toMatchObject({ type, settings: { display_name: 'New' } })
  })

  it('or refused, where it cannot be said in XML', async () => {
    const before = await course('<html url_name="h">x</html>')
    await expect(
      edited(before, { usage: key('html', 'h'), content: { data: 'a\u0001b' } }),
    ).rejects.toMatchObject({
      code: 'olx-unwritable',
      usage: key('html', 'h'),
    })
  })
})

const texts = fc.string({ unit: 'grapheme', maxLength: 20 }).map((one) => one.replace(/[\p{C}]/gu, '').trim())

describe('over real content', async () => {
  const trees = await sharedTrees()
  it.skipIf(trees.length === 0).each(
    trees.flatMap(
      ([name, tree]) =>
        [
          [name, tree, false],
          [name, tree, true],
        ] as const,
    ),
  )(
    'an edit of any block reads as it was meant, and every other block as before: %s',
    async (_name, tree, isDraft) => {
      const before = await wholeVersion(tree, types, { isDraft })
      const usages = Object.keys(before.whole.blocks).filter(
        (usage) =>
          before.whole.blocks[usage]?.type !== 'error' &&
          before.whole.blocks[usage]?.at?.[0].endsWith('.xml'),
      )
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...usages), texts, fc.boolean(), async (usage, text, isReset) => {
          const { type, settings } = before.whole.blocks[usage] ?? { type: '', settings: {} }
          const content =
            before.allDefinitions.get(before.whole.blocks[usage]?.definition ?? '')?.content ?? {}
          const set: JsonObject = text === '' || isReset ? {} : { display_name: text }
          const data: JsonObject =
            type === 'html'
              ? { data: `<p>${text}</p>\n` }
              : type === 'problem' && typeof content['data'] === 'string' && !isReset
                ? {
                    data: content['data'].replace(
                      /(<\/problem>)?\s*$/,
                      `<p>${text.replace(/[<&>]/g, '')}</p>$1`,
                    ),
                  }
                : {}
          const reset = isReset ? ['display_name', 'max_attempts'] : []
          const { changes, after } = await edited(before, { usage, settings: set, content: data, reset })
          // What is published of a component of a library stays beside its draft, in a folder of its own.
          const base = before.whole.blocks[usage]?.at?.[0].split('/component_versions/')[0] ?? ''
          if (before.root.startsWith('lib:')) for (const path of changes.keys()) expect(path).toContain(base)
          else expect(changes.size).toBeLessThanOrEqual(isReset ? 3 : 2)
          const rest = Object.entries(settings).filter(([name]) => !reset.includes(name))
          expect(after.whole.blocks[usage]?.settings).toEqual({ ...Object.fromEntries(rest), ...set })
          if (type === 'html') expect(plainBlock(after, usage).content).toMatchObject(data)
          expect(Object.keys(after.whole.blocks)).toEqual(Object.keys(before.whole.blocks))
          for (const other of Object.keys(before.whole.blocks))
            if (other !== usage) expect(plainBlock(after, other)).toEqual(plainBlock(before, other))
        }),
        { seed: 9, numRuns: 4 },
      )
    },
    60_000,
  )
})
