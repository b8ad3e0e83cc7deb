import { ApiSite, block, course, part } from '../api/api-site.js'

/** A block of one of the libraries of a {@link ReferenceSite}. */
export const inLibrary = (type: string, id: string, slug = 'L') => `lb:O:${slug}:${type}:${id}`
export const unit = block('vertical', 'v')

const question = (title: string, kind: 'numericalresponse' | 'stringresponse') =>
  `<problem display_name="${title}"><${kind} answer="1"><${kind === 'stringresponse' ? 'textline' : 'formulaequationinput'}/></${kind}></problem>`

const component = (type: string, id: string, olx: string): Record<string, string> => ({
  [`entities/xblock.v1/${type}/${id}.toml`]: `[entity]
can_stand_alone = true
key = "xblock.v1:${type}:${id}"
created = 2025-01-01T00:00:00Z
[entity.draft]
version_num = 1
[entity.published]
version_num = 1
[[version]]
title = "${id}"
version_num = 1
`,
  [`entities/xblock.v1/${type}/${id}/component_versions/v1/block.xml`]: olx,
})

const packageToml = (slug: string) => `[meta]
format_version = 1
[learning_package]
title = "Library ${slug}"
key = "lib:O:${slug}"
description = ""
created = 2025-01-01T00:00:00Z
updated = 2025-01-01T00:00:00Z
`

/** A v2 library: five problems, two of them numerical, an html block, and the collection `week` of `p4` and `p2`. */
export const libraryFiles: Readonly<Record<string, string>> = {
  'package.toml': packageToml('L'),
  ...component('problem', 'p1', question('Apples', 'numericalresponse')),
  ...component('problem', 'p2', question('Pears', 'stringresponse')),
  ...component('problem', 'p3', question('Plums and apples', 'numericalresponse')),
  ...component('problem', 'p4', question('Cherries', 'stringresponse')),
  ...component('problem', 'p5', question('Grapes', 'stringresponse')),
  ...component('html', 'h1', '<html display_name="Words"><![CDATA[<p>Of fruit</p>]]></html>'),
  'collections/week.toml': `[collection]
title = "Week"
key = "week"
description = ""
entities = ["xblock.v1:problem:p4", "xblock.v1:problem:p2"]
`,
}

const otherLibrary: Readonly<Record<string, string>> = {
  'package.toml': packageToml('M'),
  ...component('problem', 'm1', question('Maths', 'numericalresponse')),
}

const oldLibrary: Readonly<Record<string, string>> = {
  'library.xml': `<library org="O" library="Old" display_name="Old"><problem url_name="a" display_name="Old A"/><problem url_name="b" display_name="Old B"/></library>`,
}

/** A site with two v2 libraries, a v1 library and a course, whose references are made over HTTP and looked at as learners do. */
export class ReferenceSite {
  private constructor(readonly api: ApiSite) {}

  static async open(): Promise<ReferenceSite> {
    const api = await ApiSite.open({
      learner: (request) => {
        const id = request.header('x-learner')
        return id === undefined ? undefined : { id, isStaff: id === 'sam' }
      },
    })
    for (const files of [libraryFiles, otherLibrary, oldLibrary]) await api.import(files)
    await api.host.drafts.operate(course, [{ do: 'delete', usage: block('problem', 'broken') }])
    return new ReferenceSite(api)
  }

  /** Makes a reference at the end of the unit, and publishes the course. @returns its usage key */
  async referring(change: object): Promise<string> {
    const usage = await this.added(change)
    await this.publish()
    return usage
  }

  async added(change: object): Promise<string> {
    const { usage } = await this.changing('POST', `/blocks/${part(unit)}/references`, change)
    return usage
  }

  /** @returns its usage key then */
  async configured(usage: string, change: object): Promise<string> {
    return (await this.changing('PATCH', `/blocks/${part(usage)}/reference`, change)).usage
  }

  async publish(): Promise<void> {
    await this.api.host.authoring.publish(course)
  }

  async read<T>(path: string, as?: string): Promise<T> {
    const answer = await this.api.ask({ path, as })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** What a change is refused with: its code. */
  async refusal(usage: string, change: object): Promise<string> {
    const ifMatch = await this.api.draft(course)
    const answer = await this.api.ask({
      method: 'PATCH',
      path: `/blocks/${part(usage)}/reference`,
      ifMatch,
      body: change,
    })
    return ((await answer.json()) as { code: string }).code
  }

  /** Usage keys in libraries of the blocks that stand in a reference's place on a learner's page, in order. */
  async shown(usage: string, learner: string): Promise<string[]> {
    const page = await this.page(learner)
    const keys = [...page.matchAll(/data-usage(?:-key)?="(cb::[^"]+)"/g)].map(([, key = '']) => key)
    const own = keys.filter((key) => key.startsWith(`cb::${usage}::`))
    return [...new Set(own)].map((key) => key.slice(`cb::${usage}::`.length))
  }

  async page(learner: string): Promise<string> {
    const request = new Request(`http://localhost/units/${part(unit)}`, { headers: { 'x-learner': learner } })
    return (await this.api.host.fetch(request)).text()
  }

  close(): Promise<void> {
    return this.api.close()
  }

  private async changing(method: string, path: string, body: object): Promise<{ usage: string }> {
    const answer = await this.api.ask({ method, path, ifMatch: await this.api.draft(course), body })
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { usage: string }
  }
}
