import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import { expect, it } from 'vitest'
import { AuthoringStore, importPath, Libraries } from '../../../content/index.js'
import { memoryStore } from '../../../store/index.js'
import { filesIn, types } from './made-library.js'

const path = fileURLToPath(new URL('../../../../shared/olx/v2-library-sample', import.meta.url))

it.runIf(existsSync(path))(
  'a real archive is changed, published in part and whole, and what nobody touched stays byte for byte',
  async () => {
    const store = new AuthoringStore(memoryStore())
    const libraries = new Libraries(store, types)
    const { context } = await importPath(path, { types, store, draft: true })
    const before = await filesIn(store, context)
    const [unit, problem] = ['unit:unit1-b7eafb', 'problem:256739e8-c2df-4ced-bd10-8156f6cfa90b'].map(
      (id) => `lb:WGU:LIB_C001:${id}`,
    )
    const { draft } = await store.head(context)
    const place = { do: 'place', usage: problem ?? '', parent: unit ?? '' } as const
    await libraries.operate(context, [place], { author: 'ann', expected: draft })
    await expect(
      libraries.operate(context, [place], { author: 'bob', expected: draft }),
    ).rejects.toMatchObject({ code: 'draft-changed' })
    const changed = async () => {
      const after = await filesIn(store, context)
      return [...after.keys()]
        .filter((one) => !before.get(one)?.equals(after.get(one) ?? Buffer.alloc(0)))
        .sort()
    }
    expect(await changed()).toEqual(['entities/unit1-b7eafb.toml'])
    expect((await store.view(context, await store.select(context, types, [unit ?? '']))).name).not.toBe(draft)
    await store.markPublished(context, await store.settle(context), { name: 'All' })
    // Each entity says which version is published, and nothing else of any file is another.
    for (const one of await changed()) {
      const { entity } = parse((await filesIn(store, context)).get(one)?.toString() ?? '') as {
        entity: { draft: object; published: object }
      }
      expect(entity.published).toEqual(entity.draft)
      expect(one).toMatch(/^entities\/.*\.toml$/)
    }
  },
)
