import shippedBlocks from '../../../blocks/index.js'
import { AuthoringStore } from '../../../content/index.js'
import { BlockTypeRegistry } from '../../../plugins/index.js'
import { memoryStore } from '../../../store/index.js'
import { makeFrom, readTexts } from '../made-olx.js'

export const types = new BlockTypeRegistry()
types.register(shippedBlocks)

/** A store in memory with courses and libraries, each given as texts by path. */
export async function storeOf(...contexts: readonly Readonly<Record<string, string>>[]) {
  const store = new AuthoringStore(memoryStore(), () => new Date('2026-01-02T03:04:05Z'))
  for (const texts of contexts)
    await store.save(await makeFrom(store, texts, await readTexts(texts, false, types)))
  return store
}

/** The files of a draft as texts, by path. */
export async function filesOf(store: AuthoringStore, context: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for await (const [path, { hash }] of (await store.view(context, 'draft')).files())
    all[path] = Buffer.from(await store.file(hash)).toString()
  return all
}

/** A course of one unit with the given content. */
export function courseWith(
  inside: string,
  more: Readonly<Record<string, string>> = {},
  course = 'C',
): Record<string, string> {
  return {
    'course.xml': `<course url_name="R" org="O" course="${course}"/>`,
    'course/R.xml': `<course display_name="Made"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${inside}</vertical></sequential></chapter></course>`,
    ...more,
  }
}

/** A v2 library of components, each OLX by type and id. */
export function libraryWith(
  components: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  slug = 'L',
): Record<string, string> {
  const files: Record<string, string> = {
    'package.toml': `[learning_package]\nkey = "lib:O:${slug}"\ntitle = "Made"\n`,
    ...more,
  }
  for (const [name, olx] of Object.entries(components)) {
    const path = `entities/xblock.v1/${name}`
    files[`${path}.toml`] =
      `[entity]\nkey = "xblock.v1:${name.replace('/', ':')}"\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = ""\nversion_num = 1\n`
    files[`${path}/component_versions/v1/block.xml`] = olx
  }
  return files
}

/** The usage key of a block of {@link courseWith}. */
export const inCourse = (type: string, id: string, course = 'C') =>
  `block-v1:O+${course}+R+type@${type}+block@${id}`
