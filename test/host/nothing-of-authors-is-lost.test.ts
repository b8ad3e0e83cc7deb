import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftOperation } from '../../content/index.js'
import { MadeSite } from './made-site.js'

let site: MadeSite
/** Who may edit: roles are given and taken. */
const authors = new Set(['ann', 'bob'])
beforeAll(async () => {
  site = await MadeSite.open({ author: (_request, { id }) => authors.has(id) })
}, 60_000)
afterAll(() => site.close())

/** A course of its own for a case. */
class Case {
  static #count = 0
  readonly #run = `R${Case.#count++}`
  readonly context = `course-v1:O+L+${this.#run}`

  key(type: string, id: string): string {
    return `block-v1:O+L+${this.#run}+type@${type}+block@${id}`
  }

  async open(): Promise<this> {
    await site.publish({
      'course.xml': `<course org="O" course="L" url_name="${this.#run}" display_name="Losses"><chapter url_name="c" display_name="Section"><sequential url_name="s" display_name="Part">
        <vertical url_name="v" display_name="Unit"><html url_name="h" display_name="Text"><![CDATA[<p>As it was.</p>]]></html><problem url_name="p" display_name="Sum" weight="1"><p>As it was.</p><numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem></vertical>
        <vertical url_name="w" display_name="Other"/></sequential></chapter></course>`,
      [`policies/${this.#run}/grading_policy.json`]: JSON.stringify({
        GRADER: [{ type: 'Quiz', short_label: 'Q', weight: 1, min_count: 1, drop_count: 0 }],
        GRADE_CUTOFFS: { Pass: 0.5 },
      }),
      'static/plan.txt': 'as it was',
    })
    return this
  }

  at(path: string): string {
    return `/author/contexts/${encodeURIComponent(this.context)}${path}`
  }

  of(type: string, id: string): string {
    return `/author/blocks/${encodeURIComponent(this.key(type, id))}`
  }

  get draft(): Promise<string> {
    return site.host.content.head(this.context).then(({ draft }) => draft)
  }

  /** Somebody else changes something. */
  async theirs(steps: readonly DraftOperation[]): Promise<void> {
    await site.host.drafts.operate(this.context, steps, { author: 'bob' })
  }

  edit(type: string, id: string, settings: Record<string, string>, data?: string): DraftOperation {
    const content = data === undefined ? {} : { data }
    return { do: 'edit', edit: { usage: this.key(type, id), content, settings, reset: [] } }
  }

  async send(path: string, fields: Readonly<Record<string, string>>, who: string | undefined = 'ann') {
    const headers = new Headers({
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      ...(who !== '' && { 'x-learner': who }),
    })
    const body = new URLSearchParams(fields).toString()
    const answer = await site.host.fetch(
      new Request(`http://localhost${path}`, { method: 'POST', headers, body, redirect: 'manual' }),
    )
    return {
      status: answer.status,
      text: await answer.text(),
      location: answer.headers.get('location') ?? '',
    }
  }

  async value(type: string, id: string, name: string): Promise<unknown> {
    const view = await site.host.content.view(this.context, 'draft')
    const block = await view.block(this.key(type, id))
    if (!block) return 'gone'
    const { content } = (await view.definitions([block.definition])).get(block.definition) ?? {}
    return { ...content, ...block.settings }[name]
  }

  /** What learners see of it. */
  async shown(type: string, id: string): Promise<string> {
    const { published } = await site.host.content.head(this.context)
    const view = await site.host.content.view(this.context, published ?? '')
    const name = (await view.block(this.key(type, id)))?.settings['display_name'] ?? 'gone'
    return typeof name === 'string' ? name : 'no text'
  }
}

type Sent = Awaited<ReturnType<Case['send']>>

/** What one author sends, from a page made before the other changed something. */
interface Way {
  readonly what: string
  readonly path: (one: Case) => string
  readonly fields: (one: Case, draft: string) => Record<string, string>
}

const renamed: Way = {
  what: 'a line that is renamed',
  path: (one) => one.at('/lines'),
  fields: (one, draft) => ({ draft, key: one.key('vertical', 'v'), title: 'Mine', start: '', due: '' }),
}
const moved: Way = {
  what: 'a unit that is moved',
  path: (one) => one.at('/steps'),
  fields: (one, draft) => ({ draft, down: one.key('vertical', 'v') }),
}
const deleted: Way = {
  what: 'a unit that is deleted in the tree',
  path: (one) => one.at('/steps'),
  fields: (one, draft) => ({ draft, delete: one.key('vertical', 'v') }),
}
const deletedThere: Way = {
  what: 'a unit that is deleted on its page',
  path: (one) => `${one.of('vertical', 'v')}/actions`,
  fields: (_one, draft) => ({ draft, do: 'delete' }),
}
const discarded: Way = {
  what: 'a unit that is discarded',
  path: (one) => one.at('/publish'),
  fields: (one, draft) => ({ draft, what: 'discard', usage: one.key('vertical', 'v') }),
}
const published: Way = {
  what: 'a part that is published',
  path: (one) => one.at('/publish'),
  fields: (one, draft) => ({ draft, what: 'some', usage: one.key('vertical', 'v'), comment: 'My words' }),
}
const undone: Way = {
  what: 'a change that is taken back',
  path: (one) => one.at('/undo'),
  fields: (_one, draft) => ({ draft, to: '1', back: '' }),
}
const text: Way = {
  what: 'a text',
  path: (one) => one.of('html', 'h'),
  fields: (_one, draft) => ({ base: draft, 'field.data': '<p>Mine.</p>' }),
}
const graded: Way = {
  what: 'how the course is graded',
  path: (one) => one.at('/grading'),
  fields: (_one, draft) => ({
    draft,
    at: '0',
    type: 'Mine',
    short: 'M',
    weight: '100',
    number: '1',
    drops: '0',
    grade: 'Pass',
    percent: '60',
  }),
}

const elsewhere = (one: Case) => [one.edit('vertical', 'w', { display_name: 'Theirs' })]
const sameLine = (one: Case) => [one.edit('vertical', 'v', { display_name: 'Theirs' })]
const deepInside = (one: Case) => [one.edit('html', 'h', {}, '<p>Theirs.</p>')]

describe('what authors send from a page that is older than the draft', () => {
  it.each<[Way, (one: Case) => DraftOperation[], (one: Case) => Promise<unknown>, unknown]>([
    [renamed, elsewhere, (one) => one.value('vertical', 'v', 'display_name'), 'Mine'],
    [moved, elsewhere, (one) => one.value('vertical', 'w', 'display_name'), 'Theirs'],
    [deleted, elsewhere, (one) => one.value('vertical', 'v', 'display_name'), 'gone'],
    [discarded, elsewhere, (one) => one.value('vertical', 'w', 'display_name'), 'Theirs'],
    [text, elsewhere, (one) => one.value('html', 'h', 'data'), '<p>Mine.</p>'],
    [graded, elsewhere, (one) => one.value('vertical', 'w', 'display_name'), 'Theirs'],
    [moved, deepInside, (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
  ])('is made, and keeps what others did elsewhere: $0.what', async (way, others, read, expected) => {
    const one = await new Case().open()
    await one.theirs([one.edit('problem', 'p', { display_name: 'Before' })])
    const draft = await one.draft
    await one.theirs(others(one))
    const { status } = await one.send(way.path(one), way.fields(one, draft))
    expect([status, await read(one)]).toEqual([303, expected])
    if (others === elsewhere) expect(await one.value('vertical', 'w', 'display_name')).toBe('Theirs')
  })

  it.each<[Way, (one: Case) => DraftOperation[], string, (one: Case) => Promise<unknown>, unknown]>([
    [renamed, sameLine, 'Mine', (one) => one.value('vertical', 'v', 'display_name'), 'Theirs'],
    [moved, sameLine, 'You wanted to move', (one) => one.value('vertical', 'v', 'display_name'), 'Theirs'],
    [deleted, deepInside, 'You wanted to delete', (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
    [deletedThere, deepInside, 'Text', (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
    [discarded, deepInside, 'Text', (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
    [published, deepInside, 'My words', (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
    [undone, elsewhere, 'Other|Theirs', (one) => one.value('vertical', 'w', 'display_name'), 'Theirs'],
    [text, deepInside, '&lt;p&gt;Mine.&lt;/p&gt;', (one) => one.value('html', 'h', 'data'), '<p>Theirs.</p>'],
    [
      graded,
      () => [{ do: 'grade-by', policy: { GRADER: [], GRADE_CUTOFFS: { Pass: 0.7 } } }],
      'value="Mine"',
      async () => true,
      true,
    ],
  ])(
    'changes nothing that others did to the same, and gives back what was sent: $0.what',
    async (way, others, kept, read, expected) => {
      const one = await new Case().open()
      await one.theirs([one.edit('problem', 'p', { display_name: 'Before' })])
      const draft = await one.draft
      await one.theirs(others(one))
      const after = await one.draft
      const { status, text: page } = await one.send(way.path(one), way.fields(one, draft))
      expect([status, page]).toEqual([409, expect.stringMatching(new RegExp(kept))])
      expect([await one.draft, await read(one)]).toEqual([after, expected])
    },
  )
})

describe('what an author wrote', () => {
  const problem = {
    what: 'a problem',
    path: (one: Case) => one.of('problem', 'p'),
    fields: (_one: Case, draft: string) => ({ base: draft, 'field.data': '<problem><p>Mine.</p></problem>' }),
  }
  const gone = (one: Case) => one.theirs([{ do: 'delete', usage: one.key('vertical', 'v') }])
  it.each<[string, Way, (one: Case) => Promise<unknown>, string, number]>([
    ['whose session has ended', text, async () => undefined, '', 401],
    ['whose role was taken', text, async () => void authors.delete('ann'), 'ann', 403],
    ['whose block somebody deleted', text, gone, 'ann', 404],
    ['whose block somebody deleted', problem, gone, 'ann', 404],
    ['who went back to a page of long ago', text, (one) => one.theirs(deepInside(one)), 'ann', 409],
  ])('is given back where it cannot be saved: of one %s', async (_why, way, before, who, expected) => {
    const one = await new Case().open()
    const draft = await one.draft
    try {
      await before(one)
      const { status, text: page } = await one.send(way.path(one), way.fields(one, draft), who)
      expect([status, page]).toEqual([expected, expect.stringContaining('Mine.')])
    } finally {
      authors.add('ann')
    }
  })

  it('is saved from the page that gave it back, once its author has signed in again', async () => {
    const one = await new Case().open()
    const { text: page } = await one.send(text.path(one), text.fields(one, await one.draft), '')
    const [, action = '', form = ''] = /<form method="post" action="([^"]+)">([^]*?)<\/form>/.exec(page) ?? []
    const unescaped = (written: string) => written.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
    const sent = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, unescaped(value)] as const,
    )
    expect((await one.send(unescaped(action), Object.fromEntries(sent))).status).toBe(303)
    expect(await one.value('html', 'h', 'data')).toBe('<p>Mine.</p>')
  })

  it('is not published by somebody who ticked what stood there before, though it comes while that is made', async () => {
    const one = await new Case().open()
    await one.theirs([one.edit('vertical', 'v', { display_name: 'Looked over' })])
    const draft = await one.draft
    const fields = { draft, what: 'some', usage: one.key('vertical', 'v') }
    const [sent] = await Promise.all([
      one.send(one.at('/publish'), fields),
      one.theirs([one.edit('vertical', 'v', { display_name: 'Not looked over' })]),
    ])
    const told: Sent = sent
    expect([303, 409]).toContain(told.status)
    await expect.poll(() => one.shown('vertical', 'v')).toBe(told.status === 303 ? 'Looked over' : 'Unit')
    expect(await one.value('vertical', 'v', 'display_name')).toBe('Not looked over')
  })

  it('is made once where the same form is sent twice', async () => {
    const one = await new Case().open()
    const fields = { draft: await one.draft, add: one.key('sequential', 's') }
    const [first, second] = [
      await one.send(one.at('/steps'), fields),
      await one.send(one.at('/steps'), fields),
    ]
    expect([first.status, second.status]).toEqual([303, 409])
    const view = await site.host.content.view(one.context, 'draft')
    expect((await view.block(one.key('sequential', 's')))?.children).toHaveLength(3)
  })
})
