import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { UnitStore } from '../../compositor/index.js'
import { importPath, type ImportProgress } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { memoryStore } from './made-olx.js'
import { memoryStore as openMemory } from '../../store/index.js'
import { publishParts } from './published-parts.js'

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
    const { store, place } = memoryStore()
    const outcome = await importPath(join(demo, 'library'), { types, store })
    expect(outcome).toMatchObject({
      context: 'lib:UnitCompositor:SkyProblems',
      blocks: { problem: 50 },
      findings: [],
    })
    const { publication } = await publishParts(outcome.context, { store, place, types })
    expect(publication.unitCount).toBe(50)
  })

  it('refers to the version of the library that lies beside it', async () => {
    const { store, place } = memoryStore()
    const library = await importPath(join(demo, 'library'), { types, store })
    const course = await importPath(join(demo, 'course'), { types, store })
    const { units, findings, waiting } = await publishParts(course.context, { store, place, types })
    expect(waiting, `source_libraries should pin ${library.version}`).toEqual([])
    expect(findings).toEqual([])
    const counts = units.flatMap(({ blocks }) => Object.keys(blocks).length || [])
    expect(counts).toEqual([4, 10, 8])
  })

  it('is taken over whole by the learners’ side, and not a second time', async () => {
    const { store, place } = memoryStore()
    await importPath(join(demo, 'library'), { types, store })
    const { context, version } = await importPath(join(demo, 'course'), { types, store })
    const { publication, hash, written } = await publishParts(context, { store, place, types })
    expect(written).toBeGreaterThan(50)
    const units = new UnitStore(openMemory(place))
    expect(await units.switchTo(context, hash)).toBe(true)
    await store.markPublished(context, version)
    const again = await publishParts(context, { store, place, types, before: publication })
    expect(again).toMatchObject({ hash, written: 0, progress: ['0/0'] })
    expect(await units.switchTo(context, again.hash)).toBe(false)
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
    const { store, place } = memoryStore()
    const outcome = await importPath(fileURLToPath(new URL(name, shared)), { types, store })
    expect(outcome.units).toBe(unitCount)
    expect(Object.values(outcome.blocks).reduce((sum, count) => sum + count, 0)).toBe(blockCount)
    const { publication, units, assets, findings } = await publishParts(outcome.context, {
      store,
      place,
      types,
    })
    expect(publication.unitCount).toBe(unitCount)
    expect(units).toHaveLength(unitCount)
    expect(findings).toEqual([])
    for (const { hash } of Object.values(assets)) expect(place.files.has(hash)).toBe(true)
  })
})
