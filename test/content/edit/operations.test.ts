import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../../blocks/index.js'
import { AuthoringStore, copyRun, type DraftOperation } from '../../../content/index.js'
import { BlockTypeRegistry } from '../../../plugins/index.js'
import { memoryStore as openMemory } from '../../../store/index.js'
import { makeFrom } from '../made-olx.js'
import { readTexts } from '../made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

const context = 'course-v1:O+C+R'
const key = (type: string, id: string, run = 'O+C+R') => `block-v1:${run}+type@${type}+block@${id}`

const files = {
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml': '<course display_name="Made">\n  <chapter url_name="c"/>\n</course>\n',
  'chapter/c.xml':
    '<chapter>\n  <sequential url_name="s">\n    <vertical url_name="v"/>\n    <vertical url_name="w"/>\n  </sequential>\n</chapter>\n',
  'vertical/v.xml':
    '<vertical>\n  <!-- first -->\n  <html url_name="h"/>\n  <problem url_name="p"/>\n  <html>No name</html>\n</vertical>\n',
  'vertical/w.xml': '<vertical display_name="W"/>\n',
  'html/h.xml': '<html filename="h" display_name="H"/>\n',
  'html/h.html': '<p><img src="/static/a.png"></p>\n',
  'problem/p.xml': '<problem display_name="P"><p>x</p></problem>\n',
  'static/a.png': 'picture',
  'policies/R/policy.json': '{"html/h": {"display_name": "Policy"}}',
}

async function opened(
  texts: Readonly<Record<string, string>> = files,
  store = new AuthoringStore(openMemory()),
) {
  await store.save(await makeFrom(store, texts, await readTexts(texts, false, types)))
  const tree = async (of = context) => {
    const all: Record<string, string> = {}
    const view = await store.view(of, 'draft')
    for await (const [path, { hash }] of view.files())
      all[path] = Buffer.from(await store.file(hash)).toString()
    return all
  }
  const run = (...operations: DraftOperation[]) => store.operate(context, types, operations)
  const block = async (usage: string) => (await store.view(context, 'draft')).block(usage)
  const children = async (usage: string) => (await block(usage))?.children
  return { store, tree, run, block, children }
}

/** The files that differ, by path. */
async function changed(
  tree: () => Promise<Record<string, string>>,
  before: Readonly<Record<string, string>> = files,
) {
  const after = await tree()
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((path) => before[path] !== after[path])
      .map((path) => [path, after[path]]),
  )
}

const [v, w, h, p] = [key('vertical', 'v'), key('vertical', 'w'), key('html', 'h'), key('problem', 'p')]

describe('operations on a draft', () => {
  it('add a block where it is to stand, and change no other file', async () => {
    const { run, tree, children } = await opened()
    const { usages, changed: isChanged } = await run({
      do: 'add',
      parent: v,
      index: 1,
      olx: '<html url_name="n">New</html>',
    })
    expect([usages, isChanged]).toEqual([[key('html', 'n')], true])
    expect(await changed(tree)).toEqual({
      'vertical/v.xml': files['vertical/v.xml'].replace(
        '<problem',
        '<html url_name="n">New</html>\n  <problem',
      ),
    })
    expect((await children(v))?.slice(0, 3)).toEqual([h, key('html', 'n'), p])
    const again = await run(
      { do: 'add', parent: w, olx: '<html url_name="n">Other</html>' },
      { do: 'add', parent: w, type: 'problem' },
    )
    expect(again.usages[0]).toMatch(/type@html\+block@[0-9a-f]{32}$/)
    expect(await children(w)).toEqual(again.usages)
  })

  it('copy blocks that name each other, also where one key begins with another', async () => {
    const texts = {
      ...files,
      'vertical/w.xml': `<vertical display_name="W"><html url_name="a"><![CDATA[${key('html', 'ab')}, ${key('html', 'a')}.]]></html><html url_name="ab">${key('html', 'a')}-x</html></vertical>\n`,
    }
    const { run, children, block, store } = await opened(texts)
    const { usages } = await run({ do: 'duplicate', usage: w })
    const [one = '', other = ''] = (await children(usages[0] ?? '')) ?? []
    const text = async (usage: string) => {
      const { definition = '' } = (await block(usage)) ?? {}
      return (await store.definitions([definition])).get(definition)?.content['data']
    }
    expect(await text(one)).toBe(`${other}, ${one}.`)
    expect(await text(other)).toBe(`${key('html', 'a')}-x`)
  })

  it('move a block between parents and within one, its key and files as they were', async () => {
    const { run, tree, children, block } = await opened()
    const before = await children(v)
    const [, , nameless = ''] = before ?? []
    await run({ do: 'move', usage: nameless, parent: w }, { do: 'move', usage: p, parent: v, index: 0 })
    expect([await children(v), await children(w)]).toEqual([[p, h], [nameless]])
    expect(Object.keys(await changed(tree)).sort()).toEqual(['vertical/v.xml', 'vertical/w.xml'])
    expect(await block(p)).toMatchObject({ settings: { display_name: 'P' }, parent: v })
    await expect(run({ do: 'move', usage: key('chapter', 'c'), parent: v })).rejects.toMatchObject({
      code: 'draft-fixed',
    })
  })

  it('delete a block with the files that only it is read from, and restore it as it was', async () => {
    const { run, tree, block } = await opened()
    await run({ do: 'delete', usage: h })
    expect(await changed(tree)).toEqual({
      'html/h.xml': undefined,
      'html/h.html': undefined,
      'vertical/v.xml': files['vertical/v.xml'].replace('\n  <html url_name="h"/>', ''),
    })
    expect(await block(h)).toBeUndefined()
    const { usages } = await run({ do: 'restore', usage: h })
    expect(usages).toEqual([h])
    expect(await tree()).toEqual(files)
  })

  it('delete a unit with all that is in it, and bring back one block of it only after the unit', async () => {
    const { run, block } = await opened()
    await run({ do: 'delete', usage: v })
    expect([await block(p), await block(v)]).toEqual([undefined, undefined])
    await expect(run({ do: 'restore', usage: p })).rejects.toMatchObject({ code: 'draft-fixed' })
    await run({ do: 'restore', usage: v })
    expect(await block(p)).toMatchObject({ settings: { display_name: 'P' } })
  })

  it('rename a block with its files and its entry of the policy, and note where the old key leads', async () => {
    const { run, tree, store, children, block } = await opened()
    const names = (await children(v)) ?? []
    const { usages } = await run(
      { do: 'rename', usage: v, urlName: 'v2' },
      { do: 'rename', usage: h, urlName: 'intro' },
    )
    expect(usages).toEqual([key('vertical', 'v2'), key('html', 'intro')])
    expect(await children(key('vertical', 'v2'))).toEqual([key('html', 'intro'), ...names.slice(1)])
    expect(await block(key('html', 'intro'))).toMatchObject({ settings: { display_name: 'Policy' } })
    const after = await changed(tree)
    expect(
      Object.keys(after)
        .filter((path) => after[path] === undefined)
        .sort(),
    ).toEqual(['html/h.xml', 'vertical/v.xml'])
    const led = { [v]: key('vertical', 'v2'), [h]: key('html', 'intro') }
    expect(await (await store.view(context, 'draft')).fact('renamed_blocks')).toEqual(led)
    await run({ do: 'rename', usage: key('vertical', 'v2'), urlName: 'v3' })
    expect(await (await store.view(context, 'draft')).fact('renamed_blocks')).toEqual({
      ...led,
      [v]: key('vertical', 'v3'),
      [key('vertical', 'v2')]: key('vertical', 'v3'),
    })
    await expect(run({ do: 'rename', usage: p, urlName: 'p' })).rejects.toMatchObject({ code: 'draft-fixed' })
  })

  it.each<[what: string, inside: string, step: DraftOperation, file: string]>([
    [
      'a unit that is emptied',
      '<html url_name="i">x</html>',
      { do: 'delete', usage: key('html', 'i') },
      'vertical/x.xml',
    ],
    [
      'a unit whose last block goes elsewhere',
      '<html url_name="i">x</html>',
      { do: 'move', usage: key('html', 'i'), parent: w },
      'vertical/x.xml',
    ],
    [
      'an empty block without a name that is moved',
      '<html display_name=""/>',
      { do: 'move', usage: '', parent: w },
      '',
    ],
    [
      'an empty block that gets a name by being moved',
      '<html/>',
      { do: 'move', usage: '', parent: w },
      'html/ID.xml',
    ],
    [
      'an empty block in a unit that is renamed',
      '<problem/>',
      { do: 'rename', usage: key('vertical', 'x'), urlName: 'y' },
      'problem/ID.xml',
    ],
    [
      'a text that is emptied',
      '<html url_name="i">x</html>',
      { do: 'edit', edit: { usage: key('html', 'i'), content: { data: '' }, settings: {}, reset: [] } },
      'html/i.xml',
    ],
    [
      'a block whose last setting is reset',
      '<problem url_name="i" max_attempts="2"/>',
      {
        do: 'edit',
        edit: { usage: key('problem', 'i'), content: {}, settings: {}, reset: ['max_attempts'] },
      },
      'problem/i.xml',
    ],
  ])(
    'leave a block that has nothing but a name a file to point to, as any other of its form has lost its own: %s',
    async (_what, inside, step, file) => {
      const sequential = `<sequential>\n  <vertical url_name="x">${inside}</vertical>\n  <vertical url_name="w"/>\n</sequential>\n`
      const { run, store, tree, children } = await opened({
        ...files,
        'chapter/c.xml': '<chapter><sequential url_name="s"/></chapter>\n',
        'sequential/s.xml': sequential,
      })
      const [inner = ''] = (await children(key('vertical', 'x'))) ?? []
      const { usages } = await run('usage' in step && step.usage === '' ? { ...step, usage: inner } : step)
      const view = await store.view(context, 'draft')
      const made = new Map<string, string>()
      for await (const [usage, { type }] of view.allBlocks()) made.set(usage, type)
      expect([...made.values()]).not.toContain('error')
      if (step.do === 'move') expect(await children(w)).toEqual(usages)
      const path = file.replace('ID', inner.slice(inner.indexOf('+block@') + '+block@'.length))
      if (path !== '') expect((await tree())[path]).toBe(`<${path.slice(0, path.indexOf('/'))}/>\n`)
    },
  )

  it('copy what they can of a unit with a block that is no XML: its text is that of a file of its own', async () => {
    const broken = '<?xml version="1.0"?>\n<problem><p>a<br>b</p></problem>'
    const { run, tree, children, block } = await opened({ ...files, 'problem/p.xml': broken })
    const [copy = ''] = (await run({ do: 'duplicate', usage: v })).usages
    const [, problem = ''] = (await children(copy)) ?? []
    expect((await block(problem))?.type).toBe('error')
    expect(problem).not.toBe(p)
    const name = problem.slice(problem.indexOf('+block@') + '+block@'.length)
    expect((await tree())[`problem/${name}.xml`]).toBe(broken)
  })

  it('edit many blocks in one step as they do one after another, what cannot be written beside others included', async () => {
    const settings = (usage: string, set: Record<string, string | number | null>): DraftOperation => ({
      do: 'edit',
      edit: { usage, content: {}, settings: set, reset: [] },
    })
    const texts = {
      ...files,
      'chapter/c.xml': '<chapter><sequential url_name="s"/></chapter>\n',
      'sequential/s.xml': `<sequential>\n  <vertical url_name="v"/>\n  <vertical url_name="x" display_name='X &amp; Y'><html url_name="a" display_name="A">one</html><html url_name="b">two</html><problem url_name="q" max_attempts="1"><p>x</p></problem></vertical>\n</sequential>\n`,
    }
    const [x, a, b, q] = [key('vertical', 'x'), key('html', 'a'), key('html', 'b'), key('problem', 'q')]
    const steps: DraftOperation[] = [
      settings(x, { display_name: 'A <new> "name"' }),
      settings(a, { display_name: 'é' }),
      {
        do: 'edit',
        edit: { usage: b, content: { data: '<p>Inside</p>' }, settings: { display_name: 'B' }, reset: [] },
      },
      { do: 'edit', edit: { usage: q, content: {}, settings: { weight: 2 }, reset: ['max_attempts'] } },
      settings(p, { max_attempts: 4 }),
      // Its name is said by the policy.
      settings(h, { display_name: 'H2' }),
      settings(a, { display_name: 'again' }),
    ]
    const [together, apart] = [await opened(texts), await opened(texts)]
    const { usages } = await together.run(...steps)
    for (const step of steps) await apart.run(step)
    expect(usages).toEqual([x, a, b, q, p, h, a])
    expect(await together.tree()).toEqual(await apart.tree())
    expect((await together.block(a))?.settings).toEqual({ display_name: 'again' })
    await expect(
      together.run(settings(a, { display_name: 'z' }), settings(key('html', 'none'), {})),
    ).rejects.toMatchObject({ code: 'block-not-found' })
    expect((await together.block(a))?.settings).toEqual({ display_name: 'again' })
  })

  it('edit many blocks that stand in one file in the time that reading it takes, not once more for each', async () => {
    const units = Array.from(
      { length: 500 },
      (_, index) => `<vertical url_name="v${index}"><html url_name="h${index}">text</html></vertical>`,
    )
    const { run, block } = await opened({
      'course.xml': `<course url_name="R" org="O" course="C"><chapter url_name="c"><sequential url_name="s">${units.join('\n')}</sequential></chapter></course>`,
    })
    const began = performance.now()
    await run(
      ...Array.from({ length: 100 }, (_, index): DraftOperation => {
        const usage = key('html', `h${index * 5}`)
        return {
          do: 'edit',
          edit: { usage, content: {}, settings: { display_name: `H ${index}` }, reset: [] },
        }
      }),
    )
    // One by one they took half a minute.
    expect(performance.now() - began).toBeLessThan(6000)
    expect((await block(key('html', 'h495')))?.settings).toEqual({ display_name: 'H 99' })
  })

  it('duplicate a block beside itself under new keys, all that is in it included', async () => {
    const { run, children, store } = await opened()
    const {
      usages: [copy = ''],
    } = await run({ do: 'duplicate', usage: v })
    expect(await children(key('sequential', 's'))).toEqual([v, copy, w])
    const view = await store.view(context, 'draft')
    const [one, other] = [
      await view.blocks((await children(v)) ?? []),
      await view.blocks((await children(copy)) ?? []),
    ]
    expect(other.size).toBe(one.size)
    for (const usage of other.keys()) expect(one.has(usage)).toBe(false)
    const [first] = other.values()
    expect(first).toMatchObject({ settings: { display_name: 'Policy' } })
    const { content } = (await view.definitions([first?.definition ?? ''])).get(first?.definition ?? '') ?? {}
    expect(content?.['data']).toBe(files['html/h.html'])
  })

  it('paste a block of another course with the static files that it names, however these are called there', async () => {
    const other = Object.fromEntries(
      Object.entries({ ...files, 'static/a.png': 'another picture' }).map(([path, text]) => [
        path,
        text.replace('org="O"', 'org="X"'),
      ]),
    )
    const { store, tree, run } = await opened()
    await opened(other, store)
    const from = key('html', 'h', 'X+C+R')
    const {
      usages: [copy = ''],
    } = await run({ do: 'paste', usage: from, parent: w })
    const after = await changed(tree)
    const [file = ''] = Object.keys(after).filter((path) => path.startsWith('static/'))
    expect(after[file]).toBe('another picture')
    const view = await store.view(context, 'draft')
    const { definition = '' } = (await view.block(copy)) ?? {}
    const { content } = (await view.definitions([definition])).get(definition) ?? {}
    expect(content?.['data']).toBe(`<p><img src="/${file}"></p>\n`)
  })

  it('make all of their steps, or none', async () => {
    const { run, tree, store } = await opened()
    const { draft, entries } = await store.head(context)
    await expect(
      run(
        { do: 'delete', usage: h },
        { do: 'rename', usage: p, urlName: 'q' },
        { do: 'delete', usage: key('html', 'gone') },
      ),
    ).rejects.toMatchObject({ code: 'block-not-found' })
    expect([await tree(), (await store.head(context)).draft]).toEqual([files, draft])
    const settings = { display_name: 'New' }
    await run(
      { do: 'delete', usage: h },
      { do: 'edit', edit: { usage: p, content: {}, settings, reset: [] } },
    )
    expect((await store.head(context)).entries).toBe(entries + 1)
  })

  it('are refused where the draft is not the one they were thought of for, and where they lead to nothing that can be read', async () => {
    const { store, run, tree } = await opened()
    const { draft } = await store.head(context)
    await run({ do: 'delete', usage: h })
    const steps: DraftOperation[] = [{ do: 'delete', usage: p }]
    await expect(store.operate(context, types, steps, { expected: draft })).rejects.toMatchObject({
      code: 'draft-changed',
    })
    const before = await tree()
    await expect(run({ do: 'add', parent: w, olx: '<html url_name="x"><p></html>' })).rejects.toMatchObject({
      code: 'olx-malformed',
    })
    await expect(run({ do: 'add', parent: p, olx: '<html url_name="x">y</html>' })).rejects.toMatchObject({
      code: 'draft-fixed',
    })
    expect(await tree()).toEqual(before)
  })

  it('add, duplicate and delete components of a v2 library', async () => {
    const library = {
      'package.toml': '[learning_package]\ntitle = "L"\nkey = "lib:O:L"\n',
      'entities/xblock.v1/html/a.toml':
        '[entity]\nkey = "xblock.v1:html:a"\ncreated = 2026-01-01T00:00:00Z\n[entity.draft]\nversion_num = 2\n[entity.published]\nversion_num = 2\n[[version]]\ntitle = "A"\nversion_num = 2\n',
      'entities/xblock.v1/html/a/component_versions/v2/block.xml': '<html display_name="A">Text</html>',
      'entities/u.toml':
        '[entity]\nkey = "u"\ncreated = 2026-01-01T00:00:00Z\n[entity.published]\nversion_num = 1\n[entity.container.unit]\n[[version]]\ntitle = "U"\nversion_num = 1\n[version.container]\nchildren = ["xblock.v1:html:a", "xblock.v1:html:a"]\n',
    }
    const { store } = await opened(library)
    const root = 'lib:O:L'
    const { usages } = await store.operate(root, types, [
      { do: 'add', parent: root, olx: '<problem url_name="q" display_name="Q"><p/></problem>' },
      { do: 'duplicate', usage: 'lb:O:L:html:a' },
    ])
    const view = await store.view(root, 'draft')
    expect(usages[0]).toBe('lb:O:L:problem:q')
    expect((await view.block(root))?.children).toEqual(expect.arrayContaining(['lb:O:L:html:a', ...usages]))
    await store.operate(root, types, [{ do: 'delete', usage: 'lb:O:L:html:a' }])
    const after = await store.view(root, 'draft')
    expect(await after.block('lb:O:L:html:a')).toBeUndefined()
    expect((await after.block('lb:O:L:unit:u'))?.children ?? []).toEqual([])
  })

  it('copy a course to another run, under keys of its own, files that say no run as they were', async () => {
    const { store, tree } = await opened({
      ...files,
      'html/h.html': `<a href="/jump_to/${p}">there</a>`,
      'policies/R/policy.json': '{"course/R": {"start": "2030-01-01T00:00:00Z"}}',
    })
    const to = 'course-v1:O+C+Next'
    await copyRun(store, types, context, to)
    const copy = await tree(to)
    expect(copy['course.xml']).toBe('<course url_name="Next" org="O" course="C"/>')
    expect(copy['html/h.html']).toBe(`<a href="/jump_to/${key('problem', 'p', 'O+C+Next')}">there</a>`)
    expect(copy['policies/Next/policy.json']).toBe('{"course/Next": {"start": "2030-01-01T00:00:00Z"}}')
    expect(copy['vertical/v.xml']).toBe(files['vertical/v.xml'])
    const view = await store.view(to, 'draft')
    expect((await view.block(view.root))?.settings).toMatchObject({ start: '2030-01-01T00:00:00Z' })
    expect(await view.block(key('problem', 'p', 'O+C+Next'))).toMatchObject({
      settings: { display_name: 'P' },
    })
    await expect(copyRun(store, types, context, to)).rejects.toMatchObject({ code: 'draft-fixed' })
  })
})
