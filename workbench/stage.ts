import { pathToFileURL } from 'node:url'
import type { Container } from 'inversify'
import { compose } from '../compositor/compose.js'
import { factsOf, groupsOf } from '../lms/release/learners-place.js'
import { Release } from '../lms/release/release.js'
import { select } from '../lms/selection.js'
import { loadPlugins, PluginStores, shippedPlugin, type LoadedPlugins } from '../plugins/index.js'
import {
  asOfRoute,
  CompositorError,
  isForAuthors,
  isPlugin,
  Partitions,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type ErrorData,
  type HandlerResponse,
  type ScriptRunner,
  type Session,
  reportOf,
} from '../runtime/index.js'
import { asidesBeside, blockStandings } from './block-standings.js'
import { unchosen } from '../host/pages/authors/edited-fields.js'
import { SiteWords } from '../host/words/index.js'
import { editBlock } from './block-edit.js'
import { tellForgotten } from './forgotten-state.js'
import { deedUpdate, fieldDataOf, resultAt } from './learner-records.js'
import { StageStaff } from './stage-staff.js'
import type { PluginPlace } from './plugin-place.js'
import { scenarioSources } from './scenario-files.js'
import { readScenario, type Scenario } from './scenario.js'
import { editedUnit } from './scenario-edits.js'
import type { StageScene } from './stage-scene.js'
import type { Called, Catalogue, Edited, HandlerCall, Shown, StageDoor, Standing } from './stage-door.js'
import { bindScenario } from './scenario-course.js'
import { bindPlace, stageServices } from './stage-services.js'
import type { StageHelp } from './stage-help.js'
import { answerRoute, type RouteSent } from './stage-route.js'
import { showView } from './shown-view.js'
import { answerAsData, takenCall } from './stage-bodies.js'
import { TimedRuntime } from './timed-runtime.js'
import { WorkbenchUrls } from './workbench-urls.js'

/**
 * Where scenarios are shown: the block types of plugins, and what they do with what they are given. It keeps nothing
 * of learners or edits, so a new one with newer code goes on where the old one was.
 */
export class Stage implements StageDoor {
  readonly #scenarios: readonly Scenario[]
  readonly #services: Container
  readonly #stores: PluginStores
  readonly #words: SiteWords

  private constructor(
    readonly loaded: LoadedPlugins,
    places: ReadonlyMap<string, PluginPlace>,
    private readonly help: StageHelp,
    scripts: ScriptRunner | undefined,
    files: string | undefined,
  ) {
    const { types } = loaded
    this.#words = new SiteWords(
      {},
      undefined,
      types.plugins().flatMap(({ words }) => words ?? []),
    )
    this.#stores = new PluginStores(help, types)
    this.#services = stageServices(scripts, this.#stores, files)
    this.#scenarios = scenarioSources(places, types).map((source) => readScenario(source, types))
  }

  /**
   * Loads the shipped plugin and those under work; what is wrong with them is in the catalogue.
   * @param scripts runs Python of problems; without, what depends on it is shown with a notice
   * @param files folder that files of blocks are kept in, as stages come and go; in memory if left out
   */
  static async open(
    places: readonly PluginPlace[],
    help: StageHelp,
    scripts?: ScriptRunner,
    files?: string,
  ): Promise<Stage> {
    const loaded = await loadPlugins({ specifiers: [shippedPlugin, ...places.map(({ entry }) => entry)] })
    const named = new Map<string, PluginPlace>()
    for (const place of places) {
      const name = await pluginName(place)
      if (name !== undefined) named.set(name, place)
    }
    return new Stage(loaded, named, help, scripts, files)
  }

  async catalogue(): Promise<Catalogue> {
    const { types, diagnostics } = this.loaded
    const folderOf = (plugin: string) => types.plugins().find(({ name }) => name === plugin)?.client?.href
    const folders = [...types.types(), ...types.asides]
      .map(({ name, plugin }) => [name, folderOf(plugin)] as const)
      .filter((one): one is readonly [string, string] => one[1] !== undefined)
    const own = folderOf(shippedPlugin)
    return {
      scenarios: this.#scenarios.map(({ id, plugin, title }) => ({ id, plugin, title })),
      diagnostics: [...diagnostics, ...this.#scenarios.flatMap((one) => one.diagnostics)],
      staticFolders: Object.fromEntries(
        this.#scenarios.flatMap(({ id, staticFolder }) =>
          staticFolder === undefined ? [] : [[id, staticFolder]],
        ),
      ),
      routeHeaders: [
        ...new Set(types.plugins().flatMap(({ routes = [] }) => routes.flatMap(({ headers }) => headers))),
      ],
      words: Object.fromEntries(
        [...types.types(), ...types.asides].flatMap(({ name, words }) =>
          words ? [[name, { all: words.byLocale, authors: words.forAuthors }] as const] : [],
        ),
      ),
      clientFolders: { ...Object.fromEntries(folders), ...(own !== undefined && { '': own }) },
    }
  }

  async show(standing: Standing, view: string, posted?: string): Promise<Shown> {
    const scene = this.#scene(standing, isForAuthors(view))
    const started = performance.now()
    const { html, resources } = await showView(scene, standing, view, this.loaded.types, posted)
    const showing = performance.now() - started
    return {
      html,
      resources,
      updates: [...scene.choices, ...scene.session.updates()],
      events: scene.session.events,
      failures: scene.failures,
      composing: scene.composing,
      showing,
      times: scene.session.times,
    }
  }

  async call(standing: Standing, call: HandlerCall): Promise<Called> {
    const scene = this.#scene(standing, call.isAuthors)
    const { unit, session, failures } = scene
    const block = blockIn(unit.root, call.usage, this.loaded.types, session)
    if (block.failure) throw CompositorError.fromJSON(block.failure)
    const started = performance.now()
    const { handlers } = this.loaded.types.get(block.type) ?? {}
    const spec = handlers?.get(call.handler) ?? handlers?.get('fallback_handler')
    await using sent = await takenCall(call, spec)
    const { response, refused } = await session.handle(
      block,
      call.handler,
      call.isRoutes ? asOfRoute(sent.request) : sent.request,
    )
    const answer = await answerAsData(response)
    const updates = refused ? [] : [...scene.choices, ...session.updates()]
    const deeds = refused ? [] : [...session.deeds]
    const again = () => this.#scene(standing).session
    const ran = refused ? [] : ((await scene.staff?.run(again, deeds)) ?? [])
    const calling = performance.now() - started
    const now = Date.now()
    const others = deeds.map((deed) => ({ learner: deed.learner, update: deedUpdate(deed, now) }))
    const events = refused ? [] : [...session.events, ...ran]
    return { ...answer, refused, updates, others, events, failures, calling }
  }

  async data(standing: Standing, usage: string, view: string): Promise<string> {
    const { unit, session } = this.#scene(standing)
    return session.data(blockIn(unit.root, usage, this.loaded.types, session), view)
  }

  async inspect(standing: Standing) {
    const { unit } = this.#scene(standing)
    return blockStandings(
      unit.root,
      this.loaded.types,
      fieldDataOf(standing.records, standing.person.id),
      this.#words.in(standing.person.locale),
    )
  }

  async edit(standing: Standing, usage: string, posted: string): Promise<Edited> {
    const { unit, session } = this.#scene(standing, true)
    const { types } = this.loaded
    for (const block of blocksIn(unit.root)) {
      const type = types.get(block.type)
      const aside = asidesBeside(block, types).find(({ composed }) => composed.key === usage)
      if (aside) return editBlock(aside.composed, aside.type, standing, new URLSearchParams(posted))
      if (type && block.key === usage) return this.#heldToChoices(session, block, type, standing, posted)
    }
    throw notThere(usage)
  }

  forget({ records }: Standing): Promise<readonly ErrorData[]> {
    return tellForgotten(records, this.loaded.types, this.#services)
  }

  async route(sent: RouteSent): Promise<HandlerResponse> {
    return answerRoute(sent, { types: this.loaded.types, stores: this.#stores, help: this.help })
  }

  /** Edits a block where what is set is among what its type says there is to choose from. */
  async #heldToChoices(
    session: Session,
    block: ComposedBlock,
    type: BlockType,
    standing: Standing,
    posted: string,
  ): Promise<Edited> {
    const edited = editBlock(block, type, standing, new URLSearchParams(posted))
    if (!edited.changed.some((name) => type.choiceMethods.has(name))) return edited
    const fields = { ...block.fields, ...edited.set }
    const errors = unchosen(type.fields, edited.set, await session.choices({ ...block, fields }))
    if (Object.keys(errors).length === 0) return edited
    return { errors, changed: [], set: {}, edits: standing.edits, updates: [] }
  }

  async close(): Promise<void> {}

  /** @param forAuthors whether the block is edited, not used */
  #scene({ scenario: id, person, records, edits, place }: Standing, forAuthors = false): StageScene {
    const scenario = this.#scenarios.find((one) => one.id === id)
    if (!scenario) {
      throw new CompositorError('page-not-found', `There is no scenario '${id.slice(0, 200)}'.`)
    }
    const { types } = this.loaded
    const started = performance.now()
    const unit = compose(editedUnit(scenario, edits, types), 'workbench', types)
    const composing = performance.now() - started
    const fieldData = fieldDataOf(records, person.id)
    const partitions = unit.root.fields['user_partitions']
    const asking = { learner: person, context: unit.context, stored: fieldData, partitions, now: Date.now() }
    const groups = groupsOf(asking)
    const release = Release.top(factsOf(asking, groups))
    const { childrenOf, updates } = select(unit.root, {
      types,
      stored: fieldData,
      learner: person,
      groups,
      release,
      resultOf: (usage) => resultAt(fieldData, usage),
    })
    const failures: ErrorData[] = []
    const runtime = new TimedRuntime({
      types,
      services: this.#services,
      onFailure: (error) => failures.push(reportOf(error)),
    })
    const staff = person.isStaff ? new StageStaff(records) : undefined
    const session = runtime.session({
      fieldData,
      locale: person.locale,
      timeZone: person.timeZone,
      // A workbench is for the block's author: whoever is looking, a failure is shown with its reason.
      showFailures: true,
      forAuthors,
      staff,
      resultOf: (usage) => resultAt(fieldData, usage),
      childrenOf: (block) => childrenOf.get(block),
      bind: (services) => {
        bindPlace(services, person, new WorkbenchUrls(place, scenario.assets, forAuthors))
        services.bind(Partitions).toConstantValue(groups)
        bindScenario(services, scenario, {
          context: unit.context,
          roots: [unit.root],
          types,
          childrenOf: (block) => childrenOf.get(block) ?? block.children,
          resultOf: (usage) => resultAt(fieldData, usage),
        })
      },
    })
    return {
      unit,
      session,
      staff,
      failures,
      get choices() {
        return [...groups.updates, ...updates]
      },
      composing,
    }
  }
}

async function pluginName({ entry }: PluginPlace): Promise<string | undefined> {
  try {
    const { default: plugin } = (await import(pathToFileURL(entry).href)) as { default?: unknown }
    return isPlugin(plugin) ? plugin.name : undefined
  } catch {
    // Loading it has said why already.
    return undefined
  }
}

/** A block of the unit by its key, or an aside of one by the aside's. */
function blockIn(root: ComposedBlock, usage: string, types: BlockTypes, session: Session): ComposedBlock {
  for (const block of blocksIn(root)) {
    if (block.key === usage) return block
    const aside = asidesBeside(block, types).find(({ composed }) => composed.key === usage)
    if (aside) return session.aside(block, aside.type.name)
  }
  throw notThere(usage)
}

function blocksIn(block: ComposedBlock): ComposedBlock[] {
  return [block, ...block.children.flatMap(blocksIn)]
}

function notThere(usage: string): CompositorError {
  return new CompositorError('block-not-found', `The scenario has no block '${usage.slice(0, 300)}'.`)
}
