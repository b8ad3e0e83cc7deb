import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block,
  Files,
  Fragment,
  handler,
  html,
  needs,
  Person,
  PluginStore,
  trusted,
  view,
  type BlockBase,
  type DeletedState,
  type HandlerRequest,
  type UploadRequest,
} from '../../runtime/index.js'
import { conformance, type ClassOf, type ConformanceOptions } from '../../plugins/testing/index.js'
import { Tool } from './failing-routes-plugin.js'

/** Which of the rules a type breaks, with what is said of it. */
async function broken<B extends BlockBase>(type: ClassOf<B>, options: ConformanceOptions<B> = {}) {
  const said: Record<string, string> = {}
  for (const { name, run } of conformance(type, options)) {
    try {
      await run()
    } catch (thrown) {
      said[name] = (thrown as Error).message
    }
  }
  return said
}

const named = Person.with('name', 'teams')

@needs(named)
@block('shouting')
class Shouting extends Block({}) {
  @view studentView() {
    return new Fragment(html`<p>${(this.service(named).name as string).toUpperCase()}</p>`)
  }
}

@needs(named)
@block('pasting')
class Pasting extends Block({}) {
  @view studentView() {
    return new Fragment(html`<p>${trusted(this.service(named).teams.join(', '))}</p>`)
  }
}

@needs(named)
@block('polite')
class Polite extends Block({}) {
  @view studentView() {
    const { name = 'you', teams } = this.service(named)
    return new Fragment(html`<p title="${name}">Hello, ${name} of ${teams.join(', ')}</p>`)
  }
}

const keeping = (stateDeleted: (deleted: DeletedState) => unknown) => {
  @needs(PluginStore)
  @block('keeping', { stateDeleted })
  class Keeping extends Block({}) {
    @view studentView() {
      return new Fragment(html`<p>Kept</p>`)
    }
  }
  return Keeping
}
const gone = 'may be told twice that state is deleted'

const shelf = (isOpen: boolean) => {
  @needs(Files)
  @block('shelf', { keeps: { kinds: ['text/plain', 'image/png'], learner: 10_000, block: 10_000 } })
  class Shelf extends Block({}) {
    @view studentView() {
      return new Fragment(html`<p>A shelf</p>`)
    }
    @handler({ upload: z.object({}), limit: 10_000 }) async put(_values: object, { files }: UploadRequest) {
      const { ofBlock } = this.service(Files)
      for (const file of files) {
        await this.service(Files).put(file.name, file)
        if (isOpen) await ofBlock.put(file.name, file)
      }
    }
    @handler({ reads: true }) async page({ suffix }: HandlerRequest) {
      const files = this.service(Files)
      return (await files.get(suffix)) ?? (await files.ofBlock.get(suffix)) ?? null
    }
  }
  return Shelf
}

describe('the rules for what blocks have to do with people, files and plugins', () => {
  it('find a view that fails where a host tells nothing of people, or shows what they are called unescaped', async () => {
    const rule = 'shows itself whatever it is told of people'
    expect((await broken(Shouting))[rule]).toMatch(/failed where a host denies.*may be undefined/)
    expect((await broken(Pasting))[rule]).toMatch(/called reaches view 'student_view' unescaped, as a script/)
    expect(await broken(Polite)).toEqual({})
  })

  it('find a type that fails when it is told of deleted state, or does more when it is told again', async () => {
    const failing = keeping(
      ({ values }) => Object.keys(values).length === 0 && Promise.reject(new Error('no ticket')),
    )
    expect((await broken(failing))[gone]).toMatch(/for a block that nobody had met: .*no ticket/)
    const counting = keeping(async ({ service }) => {
      await service(PluginStore).change('gone', (before) => Number(before ?? 0) + 1)
    })
    expect((await broken(counting))[gone]).toMatch(/once more/)
    const forgetting = keeping(({ learner, service }) => service(PluginStore).delete(`ticket:${learner.id}`))
    expect(await broken(forgetting)).toEqual({})
  })

  it('find a route that fails on what it did not expect', async () => {
    const plugin = new URL('./failing-routes-plugin.ts', import.meta.url)
    const { [`answers or refuses whatever routes of its plugin are sent`]: said } = await broken(Tool, {
      plugin,
    })
    expect(said).toMatch(/route 'POST \/outcomes\/:ticket' failed on .*HandlerError/)
  })

  it('find a handler that gives the file of one learner to another', async () => {
    const said = await broken(shelf(true))
    expect(said['gives nobody the files of another']).toMatch(
      /'page' gives 'bob' the file that 'ada' handed in by 'put'/,
    )
    expect(await broken(shelf(false))).toEqual({})
  })
})
