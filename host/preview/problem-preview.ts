import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { Container } from 'inversify'
import { markdownToXml } from '../../blocks/problem/engine.js'
import {
  BlockRuntime,
  Clock,
  isJsonObject,
  parseXml,
  Random,
  ScriptRunner,
  Urls,
  User,
  type BlockTypes,
  type ComposedBlock,
  type HandlerResponse,
  type Json,
  type JsonObject,
  type SafeHtml,
  type Session,
} from '../../runtime/index.js'
import { previewUrls } from './preview-urls.js'

/** What a problem is shown with; the seed a learner would have been given. */
export interface PreviewOptions {
  /** An OLX file with a problem, or a text of the simple editor (`.md`). */
  readonly file: string
  readonly types: BlockTypes
  /** Runs Python of problems, where there is one. */
  readonly scripts?: ScriptRunner | undefined
}

/** A problem as it is shown: its page and what is right. */
export interface ShownPreview {
  readonly title: string
  readonly content: SafeHtml
  readonly resources: Awaited<ReturnType<Session['fragment']>>['resources']
  /** The answers as "Show answer" gives them; undefined where they were not asked for. */
  readonly answers: Readonly<Record<string, Json>> | undefined
}

/**
 * One problem of a file and one made-up learner at it. The file is read anew for every page, so what is saved in an
 * editor is seen at once; a page with another seed starts the learner over.
 */
export class ProblemPreview {
  #state: Record<string, Json> = {}
  #problem: ComposedBlock | undefined

  constructor(private readonly options: PreviewOptions) {}

  /** @throws CompositorError `olx-malformed` and its like */
  async show(seed: number, withAnswers: boolean): Promise<ShownPreview> {
    const problem = await this.read()
    this.#state = { seed }
    const session = this.session()
    const title = problem.fields['display_name']
    const { content, resources } = await session.fragment(problem, 'student_view')
    return {
      title: typeof title === 'string' && title !== '' ? title : 'Problem',
      content,
      resources,
      answers: withAnswers ? await this.answers(problem) : undefined,
    }
  }

  /** Calls a handler of the problem last shown, and keeps what it changes. */
  async handle(handler: string, body: string): Promise<HandlerResponse> {
    const problem = this.#problem ?? (await this.read())
    const session = this.session()
    const call = { method: 'POST', suffix: '', query: new Map<string, string>(), body }
    const { response, refused } = await session.handle(problem, handler, call)
    if (refused) return response
    for (const { field, value } of session.updates()) {
      if (value === undefined) delete this.#state[field]
      else this.#state[field] = value
    }
    return response
  }

  private async answers(problem: ComposedBlock): Promise<Record<string, Json>> {
    const call = { method: 'POST', suffix: '', query: new Map<string, string>(), body: '{}' }
    const { response } = await this.session().handle(problem, 'problem_show', call)
    const shown = JSON.parse(String(response.body)) as Json
    const answers = isJsonObject(shown) ? shown['answers'] : undefined
    return isJsonObject(answers) ? answers : {}
  }

  private async read(): Promise<ComposedBlock> {
    const { file } = this.options
    const text = await readFile(file, 'utf8')
    const data = extname(file) === '.md' ? markdownToXml(text) : text
    const root = parseXml(data, { file })
    const element = root.name === 'problem' ? root : root.element('problem')
    const fields: JsonObject = {
      data,
      display_name: element?.attribute('display_name') ?? '',
      showanswer: 'always',
      rerandomize: 'onreset',
      show_reset_button: true,
      force_save_button: true,
    }
    this.#problem = { key: previewKey, type: 'problem', definition: 'preview', fields, children: [] }
    return this.#problem
  }

  private session(): Session {
    const services = new Container()
    services.bind(Clock).toConstantValue(new SystemClock())
    services.bind(Random).toConstantValue({ next: () => Math.random() })
    services.bind(Urls).toConstantValue(previewUrls)
    if (this.options.scripts) services.bind(ScriptRunner).toConstantValue(this.options.scripts)
    return new BlockRuntime({ types: this.options.types, services }).session({
      fieldData: { record: ({ scope }) => (scope === 'userState' ? this.#state : undefined) },
      bind: (container) => container.bind(User).toConstantValue(author),
      showFailures: true,
    })
  }
}

const previewKey = 'block-v1:preview+preview+preview+type@problem+block@preview'
const author: User = { id: 'author', anonymousId: 'author', isStaff: true, name: 'Author' }

class SystemClock extends Clock {
  now(): number {
    return Date.now()
  }
}
