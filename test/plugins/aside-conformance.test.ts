import { describe, expect, it } from 'vitest'
import { block as draft, conformance, describeBlock } from 'unit-compositor/testing'
import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  Fragment,
  handler,
  html,
  integer,
  list,
  string,
  trusted,
  view,
} from 'unit-compositor'

const scoped = {
  content: { words: string('Well done') },
  settings: { colours: list(string(), ['red']) },
  userState: { seen: integer() },
}

/** An aside that keeps every rule. */
@aside('stamp')
class Stamp extends Aside(scoped) {
  @asideFor('student_view') stamp() {
    return new Fragment(
      html`<button aria-label="${this.words}">${this.colours.join()} ${this.seen} times</button>`,
    )
  }
  @handler(z.object({ by: z.number() })) look({ by }: { by: number }) {
    this.seen += by
  }
}

@block('picture')
class Picture extends Block({ content: { title: string() } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.title}</p>`)
  }
}

@aside('frame', { shouldApplyTo: ({ type }) => type === 'picture' })
class Frame extends Aside({}) {
  @asideFor('student_view') frame() {
    return new Fragment(html`<i>framed</i>`)
  }
}

describeBlock(Stamp, { describe, it }, { scenarios: [draft(Stamp, { words: 'a "b"' })], state: { seen: 3 } })
describeBlock(Frame, { describe, it }, { beside: draft(Picture, { title: 'Moon' }) })

@aside('careless')
class Careless extends Aside(scoped) {
  @asideFor('student_view') stamp() {
    return new Fragment(html`<div id="stamp">${trusted(this.words)}</div><input />`)
  }
  @handler(z.unknown()) look(): never {
    this.seen = 9
    throw new TypeError('no such thing')
  }
}

@aside('broken')
class Broken extends Aside({ userState: { seen: integer() } }) {
  @asideFor('student_view') stamp(): Fragment {
    throw new Error('out of ink')
  }
}

describe('the conformance suite', () => {
  it.each([
    [Careless, 'escapes', "field 'words' reaches view 'student_view' unescaped"],
    [Careless, 'labels', 'without a label'],
    [Careless, 'stays apart', "the id 'stamp'"],
    [Careless, 'refuses', "handler 'look' failed"],
    [Broken, 'shows itself', 'out of ink'],
  ])('finds what is wrong with an aside: %o %s', async (asideClass, rule, why) => {
    const check = conformance(asideClass as typeof Careless).find(({ name }) => name.startsWith(rule))
    await expect(check?.run()).rejects.toMatchObject({
      code: 'block-nonconforming',
      message: expect.stringContaining(why) as string,
    })
  })

  it('does not pass an aside that stands beside nothing', async () => {
    const [shows] = conformance(Frame)
    await expect(shows?.run()).rejects.toThrow('does not stand beside')
  })
})
