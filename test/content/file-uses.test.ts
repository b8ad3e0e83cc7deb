import { beforeAll, describe, expect, it, vi } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { FileUsage, importPath, type AuthoringStore, type FileUser } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { zipArchive } from './archives.js'
import { memoryStore } from './made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)
const context = 'course-v1:O+Files+R'
const key = (type: string, id: string) => `block-v1:O+Files+R+type@${type}+block@${id}`
const html = (id: string, text: string) => `<html url_name="${id}"><![CDATA[${text}]]></html>`
const problem = (id: string, text: string) =>
  `<problem url_name="${id}">${text}<numericalresponse answer="$x"><formulaequationinput/></numericalresponse></problem>`
const script = (text: string) => `<script type="loncapa/python"><![CDATA[${text}]]></script>`

/** What names a file, and by which way. */
const uses: readonly (readonly [file: string, by: string, why: string])[] = [
  ['plain.png', 'html link', '<img src="/static/plain.png">'],
  ['my plan.pdf', 'html escaped', '<a href="/static/my%20plan.pdf">'],
  ['spaced out.png', 'html spaced', '<img src="/static/spaced out.png">'],
  ['cleaned name.png', 'html cleaned', '<img src="/asset-v1:O+Files+R+type@asset+block@cleaned_name.png">'],
  ['old.gif', 'html old', '<img src="/c4x/O/Files/asset/old.gif">'],
  ['r&d.png', 'html entity', '<img src="/static/r&amp;d.png">'],
  ['part.png', 'html query', '<img src="/static/part.png?raw=1#x">'],
  ['set-2x.png', 'html srcset', '<img srcset="/static/other.png 1x, /static/set-2x.png 2x">'],
  ['tile.png', 'html style', '<p style="background:url(/static/tile.png)">'],
  ['gadget.html', 'problem gadget', '<jsinput html_file="/static/gadget.html"/>'],
  ['drawing.svg', 'problem image', '<drag_and_drop_input img="drawing.svg"/>'],
  ['graph_1.png', 'problem variants', '<img src="/static/graph_$n.png"/>'],
  ['plot_7_b.png', 'problem formatted', script('p = "/static/plot_%d_b.png" % n')],
  ['curve3.png', 'problem joined', script('p = "/static/curve" + str(n) + ".png"')],
  ['python_lib.zip', 'problem imports', script('from physics.units import metre\nx = 1')],
  ['film.mp4', 'video film', ''],
  ['film-fr.srt', 'video film', ''],
  ['subs_abc.srt.sjson', 'video film', ''],
  ['slides.pdf', 'video film', ''],
  ['odd.png', 'strange odd', ''],
  ['tab.png', 'tabs/syllabus.html', ''],
  ['handout.pdf', 'info/handouts.html', ''],
  ['news.png', 'info/updates.items.json', ''],
  ['cover.jpg', 'course course', ''],
  ['lib/look.css', 'static/gadget.html', ''],
  ['lib/run.js', 'static/gadget.html', ''],
  ['lib/img/back.png', 'static/lib/look.css', ''],
  ['sound.mp3', 'static/lib/run.js', ''],
]
const unused = ['left.txt', 'plain.png.bak', 'unplain.png', 'graph_1.gif', 'self.svg', 'listed.png']

function course(): Buffer {
  const blocks = uses.flatMap(([, by, text]) => {
    const [type = '', id = ''] = by.split(' ')
    if (text === '') return []
    return type === 'html' ? html(id, text) : problem(id, text)
  })
  const texts: Record<string, string> = {
    'course.xml': '<course url_name="R" org="O" course="Files"/>',
    'course/R.xml': `<course display_name="Files" course_image="cover.jpg"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
      ${blocks.join('\n')}${problem('other', script('import physicist\nx = 1'))}
      <video url_name="film" html5_sources="[&quot;/static/film.mp4&quot;]" sub="abc" transcripts="{&quot;fr&quot;: &quot;film-fr.srt&quot;}"><handout src="/static/slides.pdf"/></video>
      <strange url_name="odd"><part file="odd.png"/></strange>
    </vertical></sequential></chapter></course>`,
    'tabs/syllabus.html': '<img src="/static/tab.png">',
    'info/handouts.html': '<a href="/static/handout.pdf">Handout</a>',
    'info/updates.items.json': JSON.stringify([{ content: '<img src="/static/news.png">' }]),
    'policies/assets.json': JSON.stringify({ 'listed.png': { filename: 'block@listed.png' } }),
    'assets/assets.xml': '<assets><asset name="listed.png"/></assets>',
  }
  for (const [name] of uses) texts[`static/${name}`] = name
  for (const name of unused) texts[`static/${name}`] = name
  texts['static/gadget.html'] = '<link href="lib/look.css"><script src="lib/run.js"></script>'
  texts['static/lib/look.css'] = 'body{background:url(img/back.png)}'
  texts['static/lib/run.js'] = 'new Audio("sound.mp3")'
  texts['static/self.svg'] = '<svg><!-- self.svg --></svg>'
  const entries = Object.entries(texts).map(([name, text]) => ({ name, text }))
  const modules = zipArchive([{ name: 'physics/units.py', text: 'metre = 1' }])
  return zipArchive([
    ...entries.filter(({ name }) => name !== 'static/python_lib.zip'),
    { name: 'static/python_lib.zip', bytes: modules },
  ])
}

async function imported(store: AuthoringStore): Promise<void> {
  const bytes = course()
  await importPath(
    {
      name: 'c.zip',
      size: bytes.length,
      stream: async function* (from, to) {
        yield bytes.subarray(from, to)
      },
    },
    { types, store },
  )
}

const nameOf = (user: FileUser) => {
  if (user.kind === 'file') return user.path
  return `${user.type} ${user.usage.slice(user.usage.lastIndexOf('@') + 1)}`
}
const draft = (store: AuthoringStore) => store.view(context, 'draft')
const found = async (usage: FileUsage, store: AuthoringStore) =>
  new Map(
    [...(await usage.of(await draft(store)))]
      .map(([file, { first }]) => [file, first.map(nameOf).toSorted()] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )

/** The same store, in which nothing of file words is kept. */
function memoryless(store: AuthoringStore): AuthoringStore {
  const { versions } = store
  const heads = Object.assign(Object.create(versions.store.heads) as typeof versions.store.heads, {
    texts: async (names: readonly string[]) => names.map(() => undefined),
    change: async () => false,
  })
  const keeping = Object.assign(Object.create(versions) as typeof versions, {
    store: { ...versions.store, heads },
  })
  return Object.assign(Object.create(store) as AuthoringStore, { versions: keeping })
}

describe('what uses the static files of a course', () => {
  const { store } = memoryStore()
  const usage = new FileUsage(store, types)
  beforeAll(() => imported(store))

  it('is found however a block, a page or another file names them', async () => {
    const of = await found(usage, store)
    expect(uses.filter(([file, by]) => of.get(file)?.includes(by) !== true).map(([file]) => file)).toEqual([])
    expect(unused.filter((file) => of.has(file))).toEqual([])
    expect(of.get('python_lib.zip')).toEqual(['problem imports'])
  })

  it('is after any change what it is when all is read anew', async () => {
    const root = key('course', 'course')
    const changes: readonly Parameters<AuthoringStore['operate']>[2][] = [
      [{ do: 'delete', usage: key('html', 'link') }],
      [
        {
          do: 'edit',
          edit: {
            usage: key('html', 'old'),
            content: { data: '<img src="/static/left.txt">' },
            settings: {},
            reset: [],
          },
        },
      ],
      // What was named before it was there.
      [{ do: 'put-file', usage: root, name: 'other.png', bytes: Buffer.from('o') }],
      [
        {
          do: 'put-file',
          usage: root,
          name: 'look.css',
          bytes: Buffer.from('p{background:url(part.png)}'),
        },
      ],
      [{ do: 'remove-file', usage: root, name: 'look.css' }],
      [
        {
          do: 'put-file',
          usage: root,
          name: 'python_lib.zip',
          bytes: zipArchive([{ name: 'physicist.py' }]),
        },
      ],
    ]
    for (const steps of changes) {
      await store.operate(context, types, steps)
      const restarted = await found(new FileUsage(store, types), store)
      expect(await found(usage, store)).toEqual(restarted)
      expect(await found(new FileUsage(memoryless(store), types), store)).toEqual(restarted)
    }
    const of = await found(usage, store)
    expect([of.has('plain.png'), of.get('left.txt'), of.get('other.png'), of.get('python_lib.zip')]).toEqual([
      false,
      ['html old'],
      ['html srcset'],
      ['problem other'],
    ])
  })
  it('is read by the next process as far as it differs, of what other code kept whole', async () => {
    const now = await draft(store)
    const blocks = await now.blockCount()
    const read = async (usage: FileUsage, view = now) => {
      const definitions = vi.spyOn(view, 'definitions')
      await usage.of(view)
      return definitions.mock.calls.reduce((sum, [hashes]) => sum + [...hashes].length, 0)
    }
    expect(await read(new FileUsage(store, types), await draft(store))).toBeLessThan(5)
    expect(await read(new FileUsage(store, types, 'other'), await draft(store))).toBeGreaterThan(blocks / 2)
    expect(await read(new FileUsage(store, types, 'other'), await draft(store))).toBe(0)
  })
})
