import { fileURLToPath } from 'node:url'
import { hostRequestOf } from '../../host/http/fetch-adapter.js'
import type { PluginPlace } from '../../workbench/plugin-place.js'
import { Stage } from '../../workbench/stage.js'
import { Workbench } from '../../workbench/workbench.js'

const folder = fileURLToPath(new URL('counter/', import.meta.url))

/** The plugin of these tests. */
export const counter: PluginPlace = { entry: `${folder}plugin.ts`, folder }

export const sheepKey = 'block-v1:Workbench+Scenarios+1+type@counter+block@sheep'

/** A workbench without a socket, and short words for what its pages do. */
export class Bench {
  private constructor(readonly workbench: Workbench) {}

  static async open(openStage = Stage.open.bind(Stage)): Promise<Bench> {
    return new Bench(await Workbench.open({ plugins: [counter], openStage }))
  }

  async request(path: string, init?: RequestInit) {
    const { status, headers, body, stream } = await this.workbench.answer(
      hostRequestOf(new Request(`http://localhost:8100${path}`, init)),
    )
    return { status, headers, text: Buffer.from(body).toString('utf8'), stream }
  }

  place(person = 'ada', at = 'now', scenario = 'counter-plugin/counter'): string {
    return `/scenarios/${encodeURIComponent(scenario)}/as/${person}/at/${at}`
  }

  async view(person = 'ada', view = 'student_view', at = 'now'): Promise<string> {
    return (await this.request(`${this.place(person, at)}/views/${view}`)).text
  }

  call(person: string, input: object, at = 'now') {
    return this.request(`${this.place(person, at)}/blocks/${encodeURIComponent(sheepKey)}/handlers/add`, {
      method: 'POST',
      body: JSON.stringify(input),
    })
  }

  /** Changes fields as the panel does. */
  change(fields: Record<string, string>, person = 'ada', at = 'now') {
    return this.request(`${this.place(person, at)}/blocks/${encodeURIComponent(sheepKey)}/fields`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(fields).toString(),
    })
  }

  async panels(place = this.place()): Promise<{ fields: string; history: string; docs: string }> {
    return JSON.parse((await this.request(`${place}/panels`)).text) as {
      fields: string
      history: string
      docs: string
    }
  }

  /** Each field of each block in the panel: `counter.count: 0 userState stored`. */
  async fields(place = this.place()): Promise<string[]> {
    const { fields } = await this.panels(place)
    const words = (html: string) =>
      html
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    return fields.split('<section').flatMap((block) => {
      const [, id = ''] = /block@([\w-]+)<\/code>|:([\w-]+)<\/code>/.exec(block)?.filter(Boolean) ?? []
      return [...block.matchAll(/<li class="wb-field">[\s\S]*?<\/li>/g)].map(([row]) => {
        const [, name = ''] = /name="field\.(\w+)"/.exec(row) ?? []
        const [, scope = ''] = /class="wb-scope"[^>]*>(\w+)</.exec(row) ?? []
        const [, from = ''] = /<\/span>([\w ]+)<\/span><\/span>/.exec(row.replace(/\s*\n\s*/g, '')) ?? []
        const [, input] = /<input[^>]* value="([^"]*)"/.exec(row) ?? []
        const [, option] = /value="([^"]*)" selected/.exec(row) ?? []
        const [, area] = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(row) ?? []
        return words(`${id}.${name}: ${input ?? option ?? area ?? ''} ${scope} ${from}`)
      })
    })
  }

  /** The steps of the panel, the newest first: `call add → 200 Ada`. */
  async steps(): Promise<string[]> {
    const { history } = await this.panels()
    return [
      ...history.matchAll(
        /wb-kind-\w+">(\w+)<\/span>\s*<span class="wb-label">([^<]*)<\/span>\s*<span class="wb-who">(\w+)/g,
      ),
    ].map(([, kind, label, who]) => `${kind} ${label} ${who}`)
  }

  /** The number of the newest step. */
  async lastStep(): Promise<string> {
    return /data-at="(\d+)"/.exec((await this.panels()).history)?.[1] ?? ''
  }
}
