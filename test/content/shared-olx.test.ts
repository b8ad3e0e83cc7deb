import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { intendedType, type AuthoredContext } from '../../content/olx/authored-block.js'
import { Findings } from '../../content/olx/findings.js'
import { readOlx } from '../../content/olx/read-olx.js'
import { openSource } from '../../content/source/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'

const olx = new URL('../../../shared/olx/', import.meta.url)
const types = new BlockTypeRegistry()
types.register(shippedBlocks)

interface OracleNode {
  readonly type: string
  readonly id: string
  readonly display_name?: string
  readonly children?: readonly OracleNode[]
}

async function read(folder: string, draft = false): Promise<AuthoredContext & { findings: Findings }> {
  const findings = new Findings()
  const root = await openSource(fileURLToPath(new URL(folder, olx)))
  return { ...(await readOlx(root, { types, findings, draft })), findings }
}

function counts({ blocks }: AuthoredContext): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { type, content } of blocks.values()) {
    const name = intendedType(type, content)
    found[name] = (found[name] ?? 0) + 1
  }
  return found
}

/** A tree as lines `type id`, indented by depth. */
function oracleLines({ type, id, children = [] }: OracleNode, depth = 0): string[] {
  return [`${' '.repeat(depth)}${type} ${id}`, ...children.flatMap((child) => oracleLines(child, depth + 1))]
}

function lines({ blocks }: Pick<AuthoredContext, 'blocks'>, key: string, depth = 0): string[] {
  const block = blocks.get(key)
  if (block === undefined) return [`missing ${key}`]
  const id = block.urlName ?? key.slice(key.indexOf('+block@') + '+block@'.length)
  const own = `${' '.repeat(depth)}${intendedType(block.type, block.content)} ${id}`
  return [own, ...block.children.flatMap((child) => lines({ blocks }, child, depth + 1))]
}

describe.skipIf(!existsSync(olx))('real courses', () => {
  it.each(['dhis2-intro', 'latex2edx-demo', 'oxa-kitchen-sink'])(
    'are read whole and in order, as an independent parser reads them: %s',
    async (name) => {
      const oracle: { counts: Record<string, number>; tree: OracleNode } = JSON.parse(
        readFileSync(new URL(`_oracle/${name}.tree.json`, olx), 'utf8'),
      )
      const course = await read(name)
      expect(counts(course)).toEqual(oracle.counts)
      expect(lines(course, course.root)).toEqual(oracleLines(oracle.tree))
      // The sample comes without its static files; of one course, two scripts are Python 2.
      const errors = course.findings.list.filter(
        ({ level, code }) => level === 'error' && code !== 'static-file-missing',
      )
      expect(errors.map(({ code, file }) => `${code} ${file}`)).toEqual(
        name === 'latex2edx-demo'
          ? [
              'script-failed problem/Matrix_expression_equality.xml',
              'script-failed problem/Quantum_mechanics_ket_input.xml',
            ]
          : [],
      )
    },
  )

  it('keep display names, inherited settings and what is no block', async () => {
    const course = await read('dhis2-intro')
    const root = course.blocks.get(course.root)
    expect(course.context).toBe('course-v1:hisp+GEN-D001-en+2022Q1')
    expect(course.title).toBe('Introduction to DHIS2')
    expect(root?.settings).toMatchObject({
      showanswer: 'attempted',
      self_paced: true,
      start: '2022-05-30T21:30:00Z',
    })
    expect(root?.kept).toEqual(['<wiki slug="DHIS2.00001.2021Q2"/>'])
    expect(root?.xmlAttributes['advanced_modules']).toContain('word_cloud')
    expect(course.assetAliases['pivot_tables_w_title_2.svg']).toBe('pivot tables w title 2.svg')
    expect(course.metadata['grading_policy']).toMatchObject({ GRADE_CUTOFFS: { Pass: 0.8 } })
  })
})

describe.skipIf(!existsSync(olx))('real libraries', () => {
  it('give their fifty problems in a stable order', async () => {
    const library = await read('lib50')
    expect(counts(library)).toEqual({ problem: 50, library: 1 })
    const children = library.blocks.get(library.root)?.children ?? []
    expect(children).toHaveLength(50)
    expect([...children]).toEqual([...children].sort())
    expect(library.context).toBe('lib:FixtureX:GIVE50')
    expect(library.metadata['collections']).toHaveLength(6)
    expect(library.assetAliases['image2.png']).toMatch(
      /^lb:FixtureX:GIVE50:problem:a09b6fb3-[^/]+\/image2\.png$/,
    )
  })

  it('are read as published, and with drafts when asked for', async () => {
    const published = await read('v2-library-sample')
    expect(counts(published)).toEqual({ html: 2, library: 1 })
    const draft = await read('v2-library-sample', true)
    expect(counts(draft)).toEqual({
      library: 1,
      openassessment: 1,
      html: 2,
      survey: 1,
      'drag-and-drop-v2': 1,
      problem: 1,
      video: 1,
      vertical: 1,
      sequential: 1,
      chapter: 1,
    })
    const changed = 'lb:WGU:LIB_C001:html:e32d5479-9492-41f6-9222-550a7346bc37'
    expect(JSON.stringify(published.blocks.get(changed))).not.toContain('Test modified')
    expect(JSON.stringify(draft.blocks.get(changed))).toContain('Test modified')
    expect(draft.blocks.get('lb:WGU:LIB_C001:unit:unit1-b7eafb')).toMatchObject({
      type: 'vertical',
      children: ['lb:WGU:LIB_C001:video:22601ebd-9da8-430b-9778-cfe059a98568'],
    })
  })
})
