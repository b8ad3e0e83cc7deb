import { Container } from 'inversify'
import {
  BlockRuntime,
  Clock,
  CompositorError,
  isJsonObject,
  Random,
  ScriptRunner,
  Urls,
  User,
  type BlockTypes,
  type ComposedBlock,
  type HandlerResponse,
  type Json,
  type SafeHtml,
  type Session,
} from '../../runtime/index.js'
import { previewUrls } from './preview-urls.js'
import { readProblemFile, type PreviewFault, type ProblemFile } from './problem-file.js'

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

/** What a page shows: the problem of the file, or the last that could be shown and why this one cannot. */
export interface PreviewPage {
  /** Undefined where none could be shown yet. */
  readonly shown: ShownPreview | undefined
  readonly faults: readonly PreviewFault[]
  /** Whether what is shown is what the file says. */
  readonly isCurrent: boolean
}

/**
 * One problem of a file and one made-up learner at it. The file is read anew for every page, so what is saved in an
 * editor is seen at once; a page with another seed starts the learner over.
 */
export class ProblemPreview {
  #state: Record<string, Json> = {}
  #problem: ComposedBlock | undefined

  constructor(private readonly options: PreviewOptions) {}

  /** The problem as a seed draws it; what cannot be shown leaves the last that could. */
  async page(seed: number, withAnswers: boolean): Promise<PreviewPage> {
    const { fields, faults } = await this.read(seed)
    const problem = this.#problem
    return {
      shown: problem && (await this.show(problem, seed, withAnswers)),
      faults,
      isCurrent: fields !== undefined,
    }
  }

  private async show(problem: ComposedBlock, seed: number, withAnswers: boolean): Promise<ShownPreview> {
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
    if (!this.#problem) await this.read(1)
    const problem = this.#problem
    if (!problem)
      throw new CompositorError('problem-unsupported', 'The file has no problem that could be shown.')
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

  private async read(seed: number): Promise<ProblemFile> {
    const { file, scripts } = this.options
    const read = await readProblemFile(file, seed, {
      scripts,
      context: previewContext,
      anonymousId: author.anonymousId,
    })
    const { fields } = read
    if (fields) {
      this.#problem = { key: previewKey, type: 'problem', definition: 'preview', fields, children: [] }
    }
    return read
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

const previewContext = 'course-v1:preview+preview+preview'
const previewKey = 'block-v1:preview+preview+preview+type@problem+block@preview'
const author: User = { id: 'author', anonymousId: 'author', isStaff: true, name: 'Author' }

class SystemClock extends Clock {
  now(): number {
    return Date.now()
  }
}
