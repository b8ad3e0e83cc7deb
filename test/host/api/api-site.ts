import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openHost, type Host, type HostOptions } from '../../../host/index.js'

export const course = 'course-v1:O+C+R'
export const block = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
export const library = 'lib:O:L'

const courseFiles = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch">
    <sequential url_name="s"><vertical url_name="v" display_name="Unit">
      <html url_name="h" display_name="Words"><![CDATA[<p>Good <img src="/static/a.txt"/></p>]]></html>
      <problem url_name="p" display_name="Sum"><numericalresponse answer="3"><formulaequationinput/></numericalresponse></problem>
      <problem url_name="broken"/>
    </vertical></sequential></chapter></course>`,
  'problem/broken.xml': '<problem><numericalresponse></problem>',
  'static/a.txt': 'a file',
}

/** Components of the library as a v2 archive has them. */
const libraryFiles = {
  'package.toml': `[meta]
format_version = 1
[learning_package]
title = "Library"
key = "${library}"
description = ""
created = 2025-01-01T00:00:00Z
updated = 2025-01-01T00:00:00Z
`,
  'entities/xblock.v1/problem/one.toml': `[entity]
can_stand_alone = true
key = "xblock.v1:problem:one"
created = 2025-01-01T00:00:00Z
[entity.draft]
version_num = 1
[entity.published]
version_num = 1
[[version]]
title = "One"
version_num = 1
`,
  'entities/xblock.v1/problem/one/component_versions/v1/block.xml':
    '<problem display_name="One"><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>',
}

/** One call of the API. */
export interface ApiRequest {
  readonly method?: string
  /** Below `/api/v1`. */
  readonly path: string
  readonly body?: unknown
  readonly bytes?: Uint8Array
  readonly type?: string
  /** Who asks; `ann` where it is left out. */
  readonly as?: string | undefined
  /** Name of a draft, without quotes. */
  readonly ifMatch?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A host with a course and a library. `ann` is an author and `sam` staff, whoever else `x-learner` names is neither. */
export class ApiSite {
  private constructor(
    readonly folder: string,
    readonly host: Host,
  ) {}

  static async open(options: Partial<HostOptions> = {}): Promise<ApiSite> {
    const folder = mkdtempSync(join(tmpdir(), 'api-'))
    const host = await openHost({
      store: join(folder, 'store'),
      learner: (request) => {
        const id = request.header('x-learner')
        return id === undefined ? undefined : { id, isStaff: id === 'sam' }
      },
      author: (_request, person) => person.id === 'ann',
      bearer: (token) => (token === 'ann-token' ? { id: 'ann' } : undefined),
      python: false,
      threads: 1,
      ...options,
    })
    const site = new ApiSite(folder, host)
    await site.import(courseFiles)
    await site.import(libraryFiles)
    return site
  }

  /** @param files by path */
  import(files: Readonly<Record<string, string>>) {
    const content = mkdtempSync(join(this.folder, 'content-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(content, path)), { recursive: true })
      writeFileSync(join(content, path), text)
    }
    return this.host.authoring.import(content, { publish: true })
  }

  ask({
    method = 'GET',
    path,
    body,
    bytes,
    type,
    as = 'ann',
    ifMatch,
    headers,
  }: ApiRequest): Promise<Response> {
    return this.host.fetch(
      new Request(`http://localhost/api/v1${path}`, {
        method,
        headers: {
          'x-learner': as,
          'sec-fetch-site': 'same-origin',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(type !== undefined && { 'content-type': type }),
          ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(bytes && { body: bytes }),
      }),
    )
  }

  /** Brings a v1 library, unless it is there. */
  async v1Library(): Promise<void> {
    const files = {
      'library.xml': '<library org="O" library="Old"><problem url_name="a" display_name="A"/></library>',
    }
    await this.import(files)
  }

  /** A block of the course that is linked to one of the library. */
  linked(): Promise<string> {
    return this.added('<problem upstream="lb:O:L:problem:one" display_name="Linked"/>')
  }

  /** A bank of the course that draws from the library. */
  bank(): Promise<string> {
    return this.added('<library_content source_library_id="lib:O:L" max_count="1"/>')
  }

  /** A bank that learners meet, of a course of its own. */
  async publishedBank(): Promise<string> {
    const files = {
      'course.xml': `<course org="O" course="B" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
        <itembank url_name="bank" max_count="1"><problem url_name="a"/><problem url_name="b"/></itembank></vertical></sequential></chapter></course>`,
    }
    await this.import(files)
    return 'block-v1:O+B+R+type@itembank+block@bank'
  }

  /** A reference of the course to the library. */
  async reference(): Promise<string> {
    const version = (await this.host.drafts.head(library)).published
    return this.added(
      `<library_content_v2 source_libraries='["${library}:${version}"]' library_blocks='["lb:O:L:problem:one"]'/>`,
    )
  }

  /** A reference of the course to the problems of the library, whose pool was never filled. */
  subset(): Promise<string> {
    return this.added(
      `<randomized source_libraries='["${library}"]' pool_query='{"types": ["problem"]}' count="1"/>`,
    )
  }

  private async added(olx: string): Promise<string> {
    const parent = block('vertical', 'v')
    const { usages } = await this.host.drafts.operate(course, [{ do: 'add', parent, olx }])
    return usages[0] ?? ''
  }

  /** Name of a draft, once what was begun before has ended. */
  async draft(context: string): Promise<string> {
    const { items } = await this.host.jobs.jobs.list({ limit: 200 })
    for (const { id, kind } of items) if (kind !== 'waiting') await this.host.jobs.ended(id)
    return (await this.host.drafts.head(context)).draft
  }

  async close(): Promise<void> {
    await this.host.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A part of a path. */
export const part = encodeURIComponent
