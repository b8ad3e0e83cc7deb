import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import shippedBlocks from 'unit-compositor/blocks'
import { conformance, describeBlock, block as draft, fromOlx } from 'unit-compositor/testing'
import { z } from 'zod'
import {
  Block,
  block,
  BlockType,
  boolean,
  dict,
  escapeXmlText,
  Fragment,
  handler,
  HandlerError,
  html,
  inheritance,
  integer,
  list,
  needs,
  optional,
  parseXml,
  preparation,
  Settings,
  sourceOf,
  string,
  trusted,
  view,
  wants,
  type BlockBase,
  type ReadOlx,
  type WriteOlx,
} from 'unit-compositor'
import { HtmlBlock } from '../../blocks/html/index.js'
import { ProblemBlock } from '../../blocks/problem/index.js'
import { VideoBlock } from '../../blocks/video/index.js'
import { VerticalBlock } from '../../blocks/vertical/vertical-block.js'

@block('sound')
class Sound extends Block({
  content: { question: string('Why?'), answers: list(z.object({ id: z.string(), text: z.string() })) },
  userState: { choice: optional(string()) },
  userStateSummary: { votes: integer() },
}) {
  @view studentView() {
    const key = this.usageKey.toString()
    return new Fragment(html`<form>
      <p id="${key}-question">${this.question}</p>
      ${this.answers.map(({ id, text }) => html`<label><input type="radio" name="a" value="${id}"> ${text}</label>`)}
      <label>Why? <input value="${this.choice}"></label><button>Send</button>
    </form>`)
  }
  @handler(z.object({ choice: z.string() })) vote({ choice }: { choice: string }) {
    if (this.choice !== null) throw new HandlerError(409, 'Already voted.')
    this.choice = choice
  }
  @handler({ for: 'staff' }) wipe() {
    this.votes = 0
  }
  @handler(z.object({}), { for: 'author' }) rename() {
    return {}
  }
  @handler(z.object({ votes: z.number() }), { for: 'route' }) told({ votes }: { votes: number }) {
    this.votes = votes
  }
}

abstract class Greeter {
  abstract greeting(): string
}

@needs(Greeter)
@wants(Settings)
@block('greeted')
class Greeted extends Block({}) {
  @view studentView() {
    const { mark = '.' } = (this.optionalService(Settings)?.values ?? {}) as { mark?: string }
    return new Fragment(html`<p>${this.service(Greeter).greeting()}${mark}</p>`)
  }
}

/** What inheriting-plugin.js has for workers, with words that its client module may ask for. */
@block('inheriting')
class Inheriting extends Block({}) {
  @view studentView() {
    return new Fragment(html`<p>${inheritance.of(this).showanswer}</p>`).initializeJs('inheriting.client.js')
  }
}

describeBlock(
  Sound,
  { describe, it },
  {
    scenarios: [draft(Sound, { answers: [{ id: 'a', text: 'So "what" & <why>' }] })],
    state: { choice: 'a' },
  },
)

describeBlock(HtmlBlock, { describe, it }, { htmlFields: ['data'], plugin: 'unit-compositor/blocks' })
describeBlock(Inheriting, { describe, it }, { plugin: new URL('./inheriting-plugin.js', import.meta.url) })
describeBlock(
  Greeted,
  { describe, it },
  {
    plugin: new URL('./greeted-plugin.js', import.meta.url),
    settings: { mark: '!' },
    services: (services) => services.bind(Greeter).toConstantValue({ greeting: () => 'Hello' }),
  },
)
describeBlock(VerticalBlock, { describe, it })
describeBlock(VideoBlock, { describe, it })
describeBlock(ProblemBlock, { describe, it }, { htmlFields: ['data'] })

/** What the suite finds wrong with a class: names of the rules broken, with why. */
async function findings<B extends BlockBase>(
  blockClass: new () => B,
  options: Parameters<typeof conformance<B>>[1] = {},
): Promise<Record<string, string>> {
  const broken: Record<string, string> = {}
  for (const { name, run } of conformance(blockClass, options)) {
    await run().catch((error: Error) => (broken[name] = error.message))
  }
  return broken
}

const peeking = preparation((fields: { choice: string | null }) => fields.choice)

@block('peeking', { prepare: peeking })
class Peeking extends Block({ userState: { choice: optional(string()) } }) {
  @view studentView() {
    return new Fragment(html``)
  }
}

@block('raw')
class Raw extends Block({ content: { title: string('x'), hint: string('y') } }) {
  @view studentView() {
    return new Fragment(
      html`${trusted(this.title)}<p title="${trusted(this.hint.replace(/</g, '&lt;'))}"></p>`,
    )
  }
}

@block('clumsy')
class Clumsy extends Block({ userState: { words: list(string()) } }) {
  @view studentView() {
    return new Fragment(html`<input id="word">`)
  }
  @handler(z.unknown()) add(input: unknown) {
    this.words.push((input as { word: string }).word.trim())
  }
}

@block('stealthy')
class Stealthy extends Block({ userState: { seen: integer() } }) {
  @view studentView() {
    return new Fragment(html`${this.seen}`)
  }
  @handler({ reads: true }) look() {
    this.seen += 1
  }
}

@block('dated')
class Dated extends Block({}) {
  @view studentView() {
    return new Fragment(html`${new Date().getFullYear()} ${Math.random()}`)
  }
}

let lastVisitor = ''
@block('leaky')
class Leaky extends Block({ userState: { name: string('nobody') } }) {
  @view studentView() {
    lastVisitor = this.name === 'nobody' ? lastVisitor : this.name
    return new Fragment(html`Last here: ${lastVisitor}`)
  }
}

const dataRule = 'gives clients its data, the same for every learner where it is shared'

@block('greeting')
class Greeting extends Block({
  settings: { names: dict(string()) },
  userState: { seen: integer() },
  preferences: { language: string('en') },
}) {
  @view studentView() {
    return new Fragment(html`<p>${this.names[this.language] ?? ''}</p>`)
  }
  @view studentViewData() {
    return { names: Object.keys(this.names).sort((one) => (one === this.language ? -1 : 1)) }
  }
}

@block('tallying')
class Tallying extends Block({ settings: { open: boolean(false) }, userStateSummary: { votes: integer() } }) {
  @view studentView() {
    return new Fragment(html``)
  }
  @view studentViewData() {
    return this.open ? { votes: this.votes } : {}
  }
}

@block('forgetful')
class Forgetful extends Block({ userState: { answer: optional(string()) } }) {
  @view studentView() {
    return new Fragment(html``)
  }
  @view studentViewUserState() {
    if (this.answer !== null) throw new Error('not thought of')
    return {}
  }
}

it('says which service a block lacks that none is bound for', async () => {
  const [shows] = conformance(Greeted)
  await expect(shows?.run()).rejects.toThrow(/Greeter/)
})

describe('the conformance suite', () => {
  it.each([
    ['a preference where there is something to sort', Greeting, /student_view_data.*scope preferences/],
    ['what all learners did where a switch is on', Tallying, /student_view_data.*scope userStateSummary/],
  ] as const)('finds shared data that looks at %s', async (_what, blockClass, why) => {
    const broken = await findings<BlockBase>(blockClass)
    expect(broken[dataRule]).toMatch(why)
    expect(broken[dataRule]).toContain('student_view_user_state')
  })

  it('finds a data view that fails once a learner was there', async () => {
    expect((await findings(Forgetful, { state: { answer: 'x' } }))[dataRule]).toMatch(
      /'ada': .*not thought of/,
    )
  })

  it.each(shippedBlocks.types.map(({ name, blockClass }) => [name, blockClass] as const))(
    'finds no fault with the data of %s',
    async (_name, blockClass) => {
      const checks = conformance(blockClass as unknown as typeof Raw)
      await expect(checks.find(({ name }) => name === dataRule)?.run()).resolves.toBeUndefined()
    },
  )

  it('says when composing looks at a learner', async () => {
    expect(await findings(Peeking)).toMatchObject({
      'is composed without a look at any learner': expect.stringContaining('scope userState') as string,
    })
  })

  it('finds a summary that says something else than composing does, or that fails', async () => {
    @block('boasting', {
      hasScore: true,
      maxScore: () => 3,
      summary: () => ({ maxScore: 4, chooseBy: ['luck'] }),
    })
    class Boasting extends Block({ content: { text: string() } }) {
      @view studentView() {
        return new Fragment(html`<p>${this.text}</p>`)
      }
    }
    const rule = 'says in its summary what composing it finds out'
    expect((await findings(Boasting))[rule]).toMatch(/chooses by 'luck'/)

    @block('modest', { hasScore: true, maxScore: () => 3, summary: () => ({ maxScore: 1 }) })
    class Modest extends Block({}) {
      @view studentView() {
        return new Fragment(html`<p>Some</p>`)
      }
    }
    expect((await findings(Modest))[rule]).toMatch(/says 1 points are possible, its maxScore 3/)
  })

  it('finds an editor that fails, and what is said of fields that throws, changes them or is not the same again', async () => {
    const rule = 'shows authors what is theirs, and says soon and always the same what its fields may not be'
    let times = 0
    const odd = {
      thrown: () => {
        throw new TypeError('not thought of')
      },
      changing: ({ words }: { words: Record<string, unknown> }) => (Object.assign(words, { a: 1 }), {}),
      again: () => ({ words: `said ${++times} times` }),
    }
    for (const [name, validateFields] of Object.entries(odd)) {
      @block(`odd-${name}`, { validateFields: validateFields })
      class Odd extends Block({ content: { words: dict() } }) {
        @view studentView() {
          return new Fragment(html`<p>Some</p>`)
        }
      }
      const said = (await findings(Odd, { scenarios: [draft(Odd, { words: { b: 2 } })] }))[rule]
      if (name === 'changing') expect(said).toBeUndefined()
      else expect(said).toMatch(name === 'thrown' ? /threw: .*not thought of/ : /the second time/)
    }

    @block('unshown')
    class Unshown extends Block({}) {
      @view studentView() {
        return new Fragment(html`<p>Some</p>`)
      }
      @view studioView(): Fragment {
        throw new TypeError('no editor')
      }
    }
    expect((await findings(Unshown))[rule]).toMatch(/studio_view failed: .*no editor/)
  })

  it('finds a field that reaches the page as a script, and one that leaves its attribute', async () => {
    expect(Object.values(await findings(Raw))).toEqual([expect.stringMatching(/'title'.*as a script/)])
    expect(Object.values(await findings(Raw, { htmlFields: ['title'] }))).toEqual([
      expect.stringMatching(/'title'.*as a script/),
    ])
  })

  it('finds handlers that fail on strange input, ids used twice and inputs without labels', async () => {
    const broken = await findings(Clumsy)
    expect(broken['refuses wrong input and keeps nothing of it']).toMatch(/'add' failed on 7/)
    expect(broken['stays apart from a second one on the page']).toMatch(/id 'word'/)
    expect(broken['labels its controls and pictures']).toMatch(/<input> without a label/)
  })

  it('finds handlers that say they only read and change something', async () => {
    expect((await findings(Stealthy))['refuses wrong input and keeps nothing of it']).toMatch(
      /'look' failed on a GET: .* changed 'seen'/,
    )
  })

  it('finds views that look at the clock or draw numbers past the runtime', async () => {
    expect((await findings(Dated))['shows the same again, on any day']).toMatch(/2001.*2031/)
  })

  it('finds what one learner leaves behind for the next', async () => {
    const broken = await findings(Leaky, { state: { name: 'Ada' } })
    expect(broken['shows one learner nothing of another']).toMatch(/Ada/)
  })
})

describe('a type that reads more than attributes', () => {
  const readOlx: ReadOlx = (element, { content, settings }) => ({
    content: { ...content, words: element.text() },
    settings,
    children: [],
  })
  const writeOlx: WriteOlx = ({ content: { words } }) => ({
    said: ['words'],
    inside: escapeXmlText(typeof words === 'string' ? words : ''),
  })
  const scoped = { content: { words: string('Once') }, settings: { size: integer(2) } }

  @block('saying', { readOlx })
  class OneWay extends Block(scoped) {}

  @block('saying', { readOlx, writeOlx })
  class BothWays extends Block(scoped) {}

  const keeps = (blockClass: typeof OneWay) =>
    conformance(blockClass, { scenarios: [draft(blockClass, { words: 'upon <a> time', size: 3 })] }).find(
      ({ name }) => name.startsWith('keeps'),
    )

  it('writes it as well', async () => {
    await keeps(BothWays)?.run()
    await expect(keeps(OneWay)?.run()).rejects.toThrow(/'words' does not come back .* belongs into writeOlx/)
  })
})

describe('every shipped block type', () => {
  const scenarios = new URL('../../blocks/scenarios/', import.meta.url)
  const examples = readdirSync(scenarios).map((file) => readFileSync(new URL(file, scenarios), 'utf8'))

  /** The elements of a type in the shipped scenarios, as their OLX. */
  const examplesOf = (type: string) =>
    examples.flatMap((olx) =>
      [...parseXml(olx).descendants()].filter(({ name }) => name === type).map((one) => sourceOf(one, olx)),
    )

  it.each(shippedBlocks.types.map(({ name, blockClass }) => [name, blockClass] as const))(
    'keeps what authors set through OLX: %s',
    async (name, blockClass) => {
      const isOwnName = BlockType.allOf(blockClass, 'test')[0]?.name === name
      const drafts = isOwnName ? examplesOf(name).map((olx) => fromOlx(olx, blockClass)) : []
      const keeps = conformance(blockClass, { scenarios: drafts }).find((rule) =>
        rule.name.startsWith('keeps'),
      )
      await expect(keeps?.run()).resolves.toBeUndefined()
    },
  )
})
