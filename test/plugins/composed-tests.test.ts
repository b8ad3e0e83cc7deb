import { describe, expect, it } from 'vitest'
import { loadPlugins, shippedPlugin } from 'unit-compositor/plugins'
import {
  block as draft,
  fromOlx,
  library,
  MemoryRuntime,
  unit,
  type BlockDraft,
} from 'unit-compositor/testing'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  fieldMixin,
  Fragment,
  html,
  inheritance,
  integer,
  optional,
  string,
  upstreamLinks,
  view,
} from 'unit-compositor'

@block('sum')
class Sum extends Block({
  content: { question: string('1 + 1') },
  settings: { maxAttempts: optional(integer()) },
}) {
  @view studentView() {
    const { due, graded } = inheritance.of(this)
    const origin = upstreamLinks.of(this).upstream ?? 'nowhere'
    return new Fragment(
      html`<p>${this.question}: ${this.maxAttempts} tries, ${graded ? 'graded' : 'free'}, ${due?.getUTCFullYear()}, ${origin}</p>`,
    )
  }
}

@aside('stamp')
class Stamp extends Aside({ settings: { colour: string('grey') } }) {
  @asideFor('student_view') stamp() {
    return new Fragment(html`<i>${this.colour}</i>`)
  }
}

const reviews = fieldMixin('reviews', { settings: { reviewedBy: string('nobody') } })

const sums = library('lib:Test:Sums', {
  easy: draft(Sum, { question: '1 + 2', maxAttempts: 9 }),
  hard: draft(Sum, { question: '7 * 8' }),
})

async function shippedTypes() {
  return (await loadPlugins({ specifiers: [shippedPlugin] })).types
}

describe('a block in a test', () => {
  it('inherits what the test says of its place, unless it has a value of its own', async () => {
    const runtime = new MemoryRuntime()
    const place = { max_attempts: 3, graded: true, due: '2031-05-01T00:00:00Z' }
    const text = async (sum: BlockDraft) => (await runtime.learner('ada').show(runtime.add(sum, place))).text
    expect(await text(draft(Sum))).toBe('1 + 1: 3 tries, graded, 2031, nowhere')
    expect(await text(draft(Sum, { maxAttempts: 5 }))).toBe('1 + 1: 5 tries, graded, 2031, nowhere')
  })

  it('stands in the place of a reference to its library, with the overrides of the reference', async () => {
    const runtime = new MemoryRuntime({ types: await shippedTypes(), libraries: [sums] })
    const reference = draft('library_content_v2', {
      source_libraries: ['lib:Test:Sums:1'],
      library_blocks: ['lb:Test:Sums:sum:hard', 'lb:Test:Sums:sum:easy'],
      block_field_overrides: { 'lb:Test:Sums:sum:hard': { max_attempts: 1 } },
    })
    const page = runtime.add(unit(draft(Sum), reference), { max_attempts: 3 })
    expect(page.children.map(({ composed }) => [composed.type, composed.origin?.block])).toEqual([
      ['sum', undefined],
      ['sum', 'lb:Test:Sums:sum:hard'],
      ['sum', 'lb:Test:Sums:sum:easy'],
    ])
    expect((await runtime.learner('ada').show(page)).text).toBe(
      '1 + 1: 3 tries, free, , nowhere 7 * 8: 1 tries, free, , nowhere 1 + 2: 3 tries, free, , nowhere',
    )
  })

  it('is drawn out of a library for each learner, always the same', async () => {
    const runtime = new MemoryRuntime({ types: await shippedTypes(), libraries: [sums] })
    const bank = runtime.add(draft('randomized', { source_libraries: ['lib:Test:Sums:1'], count: 1 }))
    const texts = async (name: string) => [
      (await runtime.learner(name).show(bank)).text,
      (await runtime.learner(name).show(bank)).text,
    ]
    const [first, second] = await texts('ada')
    expect(first).toMatch(/^(1 \+ 2|7 \* 8):/)
    expect(second).toBe(first)
  })

  it('has the mixins a test gives, and the shipped ones where it gives none', () => {
    const given = new MemoryRuntime({ mixins: [reviews] })
    const sum = given.learner('ada').fields(given.add(draft(Sum)))
    expect(reviews.of(sum).reviewedBy).toBe('nobody')
    expect(() => inheritance.of(sum)).toThrow('no plugin of this host lists it')
  })

  it('has what its OLX says of its asides', async () => {
    const olx = '<sum><stamp xblock-family="xblock_asides.v1" colour="red"/></sum>'
    const runtime = new MemoryRuntime({ asides: [Stamp] })
    const shown = await runtime.learner('ada').show(runtime.add(fromOlx(olx, Sum, Stamp)))
    expect(shown.text).toContain('red')
    expect((await runtime.learner('ada').show(runtime.add(draft(Sum)))).text).toContain('grey')
  })
})
