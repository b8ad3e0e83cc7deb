import shippedBlocks from '../../../blocks/index.js'
import { AuthoringStore, Libraries, type DraftOperation } from '../../../content/index.js'
import { Findings } from '../../../content/olx/findings.js'
import { readOlx } from '../../../content/olx/read-olx.js'
import { findRoot, MemorySource } from '../../../content/source/index.js'
import { treeOf } from '../../../content/version/index.js'
import { BlockTypeRegistry } from '../../../plugins/index.js'
import { memoryStore } from '../../../store/index.js'

/** The block types that are shipped. */
export const types = new BlockTypeRegistry()
types.register(shippedBlocks)

export const root = 'lib:O:L'
export const lb = (type: string, id: string) => `lb:O:L:${type}:${id}`

interface MadeEntity {
  readonly draft: number
  readonly published?: number
  readonly titles: Readonly<Record<number, string>>
  readonly members?: Readonly<Record<number, readonly string[]>>
  readonly container?: string
}

/** A file that describes an entity, set out as the platform that archives come from does. */
export function entityText(
  key: string,
  { draft, published, titles, members, container }: MadeEntity,
): string {
  const versions = Object.entries(titles).map(([number, title]) => {
    const list = members?.[Number(number)]
    const inside = list
      ? `\n[version.container]\nchildren = ${JSON.stringify(list).replaceAll(',', ', ')}\n`
      : ''
    return `\n[[version]]\ntitle = ${JSON.stringify(title)}\nversion_num = ${number}\n${inside}`
  })
  const is =
    published === undefined ? '# unpublished: no published_version_num' : `version_num = ${published}`
  return `[entity]\ncan_stand_alone = true\nkey = "${key}"\ncreated = 2026-01-0${(key.length % 9) + 1}T00:00:00Z\n\n[entity.draft]\nversion_num = ${draft}\n\n[entity.published]\n${is}\n${container ? `\n[entity.container.${container}]\n` : ''}\n# ### Versions\n${versions.reverse().join('')}`
}

const folder = 'entities/xblock.v1'

/** An archive of a v2 library with drafts, static files, containers inside each other and a collection. */
export const archive: Readonly<Record<string, string>> = {
  'package.toml':
    '[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Made" # by hand\nkey = "lib:O:L"\ndescription = ""\n',
  [`${folder}/html/a.toml`]: entityText('xblock.v1:html:a', {
    draft: 3,
    published: 2,
    titles: { 2: 'A', 3: 'A anew' },
  }),
  [`${folder}/html/a/component_versions/v2/block.xml`]:
    '<html display_name="A"><![CDATA[<p>old <img src="/static/a.png"></p>]]></html>\n',
  [`${folder}/html/a/component_versions/v2/static/a.png`]: 'picture',
  [`${folder}/html/a/component_versions/v3/block.xml`]:
    '<html display_name="A anew"><![CDATA[<p>new <img src="/static/a.png"></p>]]></html>\n',
  [`${folder}/html/a/component_versions/v3/static/a.png`]: 'picture',
  [`${folder}/problem/p.toml`]: entityText('xblock.v1:problem:p', {
    draft: 1,
    published: 1,
    titles: { 1: 'P' },
  }),
  [`${folder}/problem/p/component_versions/v1/block.xml`]:
    '<problem display_name="P" max_attempts="3">\n  <numericalresponse answer="4"><label>2 + 2</label><formulaequationinput/></numericalresponse>\n</problem>\n',
  [`${folder}/problem/q.toml`]: entityText('xblock.v1:problem:q', { draft: 1, titles: { 1: 'Q' } }),
  [`${folder}/problem/q/component_versions/v1/block.xml`]:
    '<problem display_name="Q"><p>no answer</p></problem>\n',
  'entities/u.toml': entityText('u', {
    draft: 2,
    published: 1,
    titles: { 1: 'U', 2: 'U anew' },
    members: { 1: ['xblock.v1:html:a'], 2: ['xblock.v1:html:a', 'xblock.v1:problem:p'] },
    container: 'unit',
  }),
  'entities/s.toml': entityText('s', {
    draft: 1,
    titles: { 1: 'S' },
    members: { 1: ['u'] },
    container: 'subsection',
  }),
  'collections/c.toml':
    '[collection]\ntitle = "C"\nkey = "c"\nentities = [\n    "xblock.v1:html:a", # first\n    "xblock.v1:problem:p",\n]\n',
}

/** An archive in a store of its own, its drafts counting. */
export async function openedLibrary(texts: Readonly<Record<string, string>> = archive, now?: () => Date) {
  const store = new AuthoringStore(memoryStore(), now)
  const libraries = new Libraries(store, types, now)
  const source = sourceOf(new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)])))
  const read = await readOlx(findRoot(source), { types, findings: new Findings(), draft: true })
  await store.save(await store.make(read, source, await treeOf(source), { variant: 'draft' }))
  const files = () => filesIn(store)
  const run = (...operations: DraftOperation[]) => libraries.operate(root, operations)
  const block = async (usage: string) => (await store.view(root, 'draft')).block(usage)
  const children = async (usage: string) => (await block(usage))?.children
  /** The texts of files that are not as they were, by path. */
  const changed = async (before: ReadonlyMap<string, Buffer>) => {
    const after = await files()
    return Object.fromEntries(
      [...new Set([...before.keys(), ...after.keys()])]
        .filter((path) => !same(before.get(path), after.get(path)))
        .sort()
        .map((path) => [path, after.get(path)?.toString()]),
    )
  }
  return { store, libraries, files, run, block, children, changed }
}

export function sourceOf(files: ReadonlyMap<string, Buffer>): MemorySource {
  return new MemorySource(root, files)
}

/** The files of the draft. */
export async function filesIn(
  store: AuthoringStore,
  context = root,
  version = 'draft',
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for await (const [path, { hash }] of (await store.view(context, version)).files())
    files.set(path, Buffer.from(await store.file(hash)))
  return files
}

function same(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other)
}
