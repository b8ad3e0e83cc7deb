import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Keyv } from 'keyv'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { UnitStore } from '../../compositor/index.js'
import { importPath, publish, type ImportProgress } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { memoryStore } from './made-olx.js'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))
const shared = new URL('../../../shared/olx/', import.meta.url)
const types = new BlockTypeRegistry()
types.register(shippedBlocks)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the demo', () => {
  it('is imported without a fault, the same from a folder as from an archive', async () => {
    const { store } = memoryStore()
    const first = await importPath(join(demo, 'course'), { types, store })
    expect(first).toMatchObject({
      context: 'course-v1:UnitCompositor+SKY101+2026',
      kind: 'course',
      changed: true,
      units: 16,
    })
    expect(first.findings).toEqual([])
    const file = join(folder, 'demo.tar.gz')
    await create({ file, gzip: true, cwd: demo, portable: true }, ['course'])
    const again = await importPath(file, { types, store })
    expect(again).toEqual({ ...first, changed: false })
    expect((await store.head(first.context)).entries).toBe(1)
  })

  it('has a library of fifty problems', async () => {
    const { store } = memoryStore()
    const outcome = await importPath(join(demo, 'library'), { types, store })
    expect(outcome).toMatchObject({
      context: 'lib:UnitCompositor:SkyProblems',
      blocks: { problem: 50 },
      findings: [],
    })
    const { publication } = await publish(outcome.context, { store, types })
    expect(publication.units).toHaveLength(50)
  })

  it('refers to the version of the library that lies beside it', async () => {
    const { store } = memoryStore()
    const library = await importPath(join(demo, 'library'), { types, store })
    const course = await importPath(join(demo, 'course'), { types, store })
    const { units, findings, waiting } = await publish(course.context, { store, types })
    expect(waiting, `source_libraries should pin ${library.version}`).toEqual([])
    expect(findings).toEqual([])
    const counts = units.flatMap(({ blocks }) => Object.keys(blocks).length || [])
    expect(counts).toEqual([4, 10, 8])
  })

  it('is taken over whole by the learners’ side, and not a second time', async () => {
    const { store } = memoryStore()
    await importPath(join(demo, 'library'), { types, store })
    const { context, version } = await importPath(join(demo, 'course'), { types, store })
    const { publication, units, assets } = await publish(context, { store, types })
    const unitStore = new UnitStore(new Keyv())
    const outcome = await unitStore.publish(publication, units, assets)
    const records = new Set(publication.units.flatMap(({ record, inherited }) => [record, inherited]))
    for (const { blocks, pools } of units) {
      for (const hash of Object.keys({ ...blocks, ...pools })) records.add(hash)
    }
    expect(outcome).toMatchObject({ changed: true, written: records.size + assets.length + 1 })
    await store.markPublished(context, version)
    const again = await publish(context, { store, types })
    expect(await unitStore.publish(again.publication, again.units, again.assets)).toMatchObject({
      changed: false,
      written: 0,
    })
  })

  it('says how far it is', async () => {
    const { store } = memoryStore()
    const steps: ImportProgress[] = []
    await importPath(join(demo, 'course'), { types, store, onProgress: (progress) => steps.push(progress) })
    expect(steps[0]).toEqual({ step: 'opening', count: 0 })
    expect(steps.some(({ step }) => step === 'storing')).toBe(true)
    expect(steps.at(-1)?.step).toBe('done')
  })
})

describe.skipIf(!existsSync(shared))('a real course', () => {
  it.each([
    ['dhis2-intro', 45, 206],
    ['latex2edx-demo', 14, 43],
    ['oxa-kitchen-sink', 16, 54],
  ])('is published whole: %s', async (name, unitCount, blockCount) => {
    const { store } = memoryStore()
    const outcome = await importPath(fileURLToPath(new URL(name, shared)), { types, store })
    expect(outcome.units).toBe(unitCount)
    expect(Object.values(outcome.blocks).reduce((sum, count) => sum + count, 0)).toBe(blockCount)
    const { publication, units, assets, findings } = await publish(outcome.context, { store, types })
    expect(publication.units).toHaveLength(unitCount)
    expect(units).toHaveLength(unitCount)
    expect(findings).toEqual([])
    for (const asset of assets) expect((await asset.bytes()).length).toBeGreaterThan(0)
  })
})
