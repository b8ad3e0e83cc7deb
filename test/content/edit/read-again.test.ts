import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../../blocks/index.js'
import { readAgain } from '../../../content/edit/read-again.js'
import { rewrittenBlock } from '../../../content/edit/rewrite-block.js'
import { BlockTypeRegistry } from '../../../plugins/index.js'
import {
  changedTree,
  sharedTrees,
  treeFiles,
  treeOf,
  wholeVersion,
  type Tree,
  type WholeVersion,
} from './read-version.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

/** Joined step by step where that can be told, and read anew; both are to be the same. */
async function bothWays(
  before: WholeVersion,
  tree: Tree,
): Promise<{ after: WholeVersion; isJoined: boolean }> {
  const paths = new Set([...before.tree.keys(), ...tree.keys()])
  const changed = [...paths].filter((path) => {
    const [one, other] = [before.tree.get(path), tree.get(path)]
    return one === undefined || other === undefined || !one.equals(other)
  })
  const joined = await readAgain(before, treeFiles(before.tree), treeFiles(tree), changed, types)
  const { isDraft } = before
  const after = await wholeVersion(tree, types, { isDraft, previous: before.whole })
  if (joined === undefined) return { after, isJoined: false }
  const all = new Set([...Object.keys(before.whole.blocks), ...Object.keys(after.whole.blocks)])
  for (const usage of all) {
    const now = joined.blocks.has(usage) ? joined.blocks.get(usage) : await before.block(usage)
    expect(now).toEqual(await after.block(usage))
    if (now)
      expect(joined.definitions.get(now.definition) ?? before.allDefinitions.get(now.definition)).toEqual(
        after.allDefinitions.get(now.definition),
      )
  }
  for (const usage of joined.blocks.keys()) expect(all).toContain(usage)
  expect(joined.title ?? before.whole.title).toBe(after.whole.title)
  return { after, isJoined: true }
}

const course = treeOf({
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml':
    '<course display_name="Made"><chapter url_name="c"/><chapter url_name="d" display_name="Inline"><sequential url_name="t"><vertical url_name="w"><html>One</html><html>Two</html><problem><p/></problem></vertical></sequential></chapter></course>',
  'chapter/c.xml': '<chapter display_name="C"><sequential url_name="s"/><sequential url_name="e"/></chapter>',
  'sequential/s.xml':
    '<sequential><vertical url_name="v"/><vertical url_name="x" display_name="At the pointer"/></sequential>',
  'sequential/e.xml': '<sequential/>',
  'vertical/v.xml':
    '<vertical><html url_name="h"/><html>Nameless</html><html>Nameless</html><problem url_name="p"/></vertical>',
  'vertical/x.xml': '<vertical><problem url_name="p"/><html>Deep</html></vertical>',
  'html/h.xml': '<html filename="h" display_name="H"/>',
  'html/h.html': '<p>Body</p>',
  'problem/p.xml': '<problem display_name="P"><p>x</p></problem>',
  'policies/R/policy.json':
    '{"course/R": {"start": "2030-01-01T00:00:00Z"}, "html/h": {"display_name": "Policy"}}',
})

const text = (path: string, from: string | RegExp, to: string) => (tree: Tree) =>
  new Map(tree).set(path, Buffer.from((tree.get(path)?.toString() ?? '').replace(from, to)))

/** Changes of files as authors of folders make them, and whether they can be told from the changed files. */
const steps: readonly (readonly [
  what: string,
  change: (tree: Tree) => Map<string, Buffer>,
  isJoined: boolean,
])[] = [
  ['a problem', text('problem/p.xml', 'x', 'y'), true],
  ['the text of an html block', text('html/h.html', 'Body', 'Other'), true],
  ['a policy entry', text('policies/R/policy.json', 'Policy', 'New'), true],
  ['a name of the course', text('course/R.xml', 'Made', 'Renamed'), true],
  ['one of two equal blocks without a name', text('vertical/v.xml', 'Nameless', 'Changed'), true],
  ['the order of pointers', text('chapter/c.xml', /(<seq.*?>)(<seq.*?>)/, '$2$1'), true],
  [
    'a pointer moved',
    (tree) =>
      text(
        'sequential/e.xml',
        '<sequential/>',
        '<sequential><vertical url_name="v"/></sequential>',
      )(text('sequential/s.xml', '<vertical url_name="v"/>', '')(tree)),
    true,
  ],
  [
    'a pointer with attributes moved',
    (tree) =>
      text(
        'sequential/e.xml',
        '<sequential/>',
        '<sequential><vertical url_name="x" display_name="There"/></sequential>',
      )(text('sequential/s.xml', /<vertical url_name="x".*?>/, '')(tree)),
    true,
  ],
  ['a block removed with all below', text('chapter/c.xml', '<sequential url_name="s"/>', ''), true],
  [
    'a block added with its file',
    (tree) =>
      text(
        'problem/n.xml',
        /^$/,
        '<problem><p/></problem>',
      )(text('vertical/v.xml', '<html url_name="h"/>', '<problem url_name="n"/><html url_name="h"/>')(tree)),
    true,
  ],
  [
    'an inline block added',
    text('vertical/v.xml', '<html url_name="h"/>', '<html url_name="h"/><html url_name="i">I</html>'),
    true,
  ],
  ['a file that is no XML any more', text('vertical/v.xml', '</vertical>', ''), true],
  ['a block of a name that is taken', text('course/R.xml', '<html>One', '<html url_name="h">One'), false],
  ['a block without a name added', text('vertical/v.xml', '<html>', '<video/><html>'), false],
  [
    'a file that nothing points to',
    (tree) => new Map(tree).set('problem/other.xml', Buffer.from('<problem/>')),
    false,
  ],
  ['the run of the course', text('course.xml', 'org="O"', 'org="Q"'), false],
]

describe('a version read again where its files changed', () => {
  it.each(steps)('is what reading all of them gives: %s', async (_what, change, isJoined) => {
    const before = await wholeVersion(course, types)
    if (_what === 'the run of the course') {
      const joined = await readAgain(
        before,
        treeFiles(course),
        treeFiles(change(course)),
        ['course.xml'],
        types,
      )
      expect(joined).toBeUndefined()
    } else expect((await bothWays(before, change(course))).isJoined).toBe(isJoined)
  })

  it('is that after any sequence of changes, the keys of nameless blocks staying', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps.slice(0, 14)), { maxLength: 6 }), async (all) => {
        let version = await wholeVersion(course, types)
        for (const [, change] of all) {
          const { after } = await bothWays(version, change(version.tree))
          expect(after.whole.blocks).toBeDefined()
          version = after
        }
      }),
      { seed: 9, numRuns: 12 },
    )
  })
})

describe('real content', async () => {
  const trees = await sharedTrees()
  it.skipIf(trees.length === 0).each(trees)(
    'read again after edits of its blocks is what reading all gives: %s',
    async (_name, tree) => {
      let version = await wholeVersion(tree, types)
      const usages = Object.keys(version.whole.blocks).filter((usage) =>
        version.whole.blocks[usage]?.at?.[0].endsWith('.xml'),
      )
      const random = [7, 3, 11, 5].map(
        (step, index) => usages[(step * 13 + index * 29) % usages.length] ?? '',
      )
      for (const usage of random) {
        const edit = { usage, content: {}, settings: { display_name: `New ${usage.length}` }, reset: [] }
        const changes = await rewrittenBlock(version, treeFiles(version.tree), edit, types)
        const { after, isJoined } = await bothWays(version, changedTree(version.tree, changes))
        expect(isJoined).toBe(true)
        version = after
      }
    },
    60_000,
  )
})
