import { containPlugins } from '../../plugins/index.js'
import { Container } from 'inversify'
import { toldLearner, type Learner } from '../../lms/index.js'
import {
  BlockRuntime,
  LearnerGroups,
  Partitions,
  PersonSource,
  unknownStanding,
  Urls,
  User,
  type AskedChoices,
  type BlockTypes,
  type ComposedBlock,
  type FieldData,
  type Fragment,
  type GroupedLearner,
  type HandlerRequest,
  type HandlerResponse,
  type Session,
} from '../../runtime/index.js'
import { bindDraftCourse } from './draft-course.js'
import { HostUrls } from '../host-urls.js'

/** What showing drafts is made of. */
export interface DraftViewsOptions {
  readonly types: BlockTypes
  /** The host's services. */
  readonly services: Container
  /** The host's addresses; blocks are called below `/author`. */
  readonly urls: HostUrls
}

/** By which a type shows its blocks to authors, where not as learners see them. */
export const previewView = 'author_view'

/** By which a type has its blocks edited, where not by the form made of its fields. */
export const editorView = 'studio_view'

/** Who asks for what there is to choose from. */
const nobody: Learner = { id: '', anonymousId: '', isStaff: false, name: '' }

/** An author is in no group, whatever the draft. */
function noGroups({ id }: Learner, stored: FieldData): GroupedLearner {
  return { learner: id, context: '', standing: unknownStanding, partitions: undefined, stored }
}

/** Shows blocks of drafts by the author views they bring themselves. Nothing of any learner is read or stored. */
export class DraftViews {
  readonly #runtime: BlockRuntime

  constructor({ types, services, urls }: DraftViewsOptions) {
    const own = new Container({ parent: services })
    own.bind(Urls).toConstantValue(new HostUrls({ ...urls.places, blocks: `${urls.places.base}/author` }))
    this.#runtime = new BlockRuntime({ types, services: own, contain: containPlugins })
  }

  /** What a view of a block for authors gives. Never throws: a block that fails gives an error block, with its reason. */
  show(block: ComposedBlock, view: string, author: Learner): Promise<Fragment> {
    return this.#session(author, block).fragment(block, view)
  }

  /** What authors can choose from for the fields of a block; the same for all authors. Never throws. */
  choices(block: ComposedBlock): Promise<AskedChoices> {
    return this.#session(nobody, block).choices(block)
  }

  /** Calls a handler of a block for its author view; what it changes of learners' fields is forgotten. */
  async call(
    block: ComposedBlock,
    handler: string,
    request: HandlerRequest,
    author: Learner,
  ): Promise<HandlerResponse> {
    return (await this.#session(author, block).handle(block, handler, request)).response
  }

  #session(author: Learner, block: ComposedBlock): Session {
    const { types } = this.#runtime.options
    const fieldData: FieldData = { learner: author.id, record: () => undefined }
    return this.#runtime.session({
      fieldData,
      showFailures: true,
      forAuthors: true,
      locale: author.locale,
      timeZone: author.timeZone,
      bind: (services) => {
        services.bind(User).toConstantValue(author)
        services.bind(PersonSource).toConstantValue(toldLearner(author))
        bindDraftCourse(services, block, types)
        services.bind(Partitions).toConstantValue(new LearnerGroups(noGroups(author, fieldData)))
      },
    })
  }
}
