import { Container } from 'inversify'
import {
  Clock,
  HandlerUrls,
  PersonDirectory,
  PersonSource,
  type PluginStore,
  ScriptRunner,
  Urls,
  User,
  type ServiceForBlock,
  type ServiceToken,
} from '../runtime/index.js'
import { toldLearner, type Learner } from '../lms/index.js'
import { PeopleAtHand } from '../runtime/service/people-at-hand.js'
import { people } from './person.js'
import { bindHostServices, bindPluginStores } from '../host/host-services.js'
import { HostUrls } from '../host/host-urls.js'
import { StoreFileKeeper } from '../host/store/store-file-keeper.js'
import { HandlerSignatures } from '../host/identity/handler-signatures.js'
import { LateFiles } from './late-files.js'
import type { WorkbenchUrls } from './workbench-urls.js'

class SystemClock extends Clock {
  now(): number {
    return Date.now()
  }
}

/** The services of a stage: those of every host. @param files folder that files of blocks are kept in; in memory if left out */
export function stageServices(
  scripts: ScriptRunner | undefined,
  stores: ServiceForBlock<PluginStore>,
  files: string | undefined,
): Container {
  const services = new Container()
  bindPluginStores(services, stores)
  if (scripts) services.bind(ScriptRunner).toConstantValue(scripts)
  services.bind(PersonDirectory).toConstantValue(peopleOfStage())
  bindHostServices(services, {
    urls: new HostUrls({ base: '' }),
    clock: new SystemClock(),
    signatures: new HandlerSignatures('', Date.now),
    settings: {},
    files: new StoreFileKeeper(new LateFiles(files)),
  })
  return services
}

function peopleOfStage(): PersonDirectory {
  const known = new PeopleAtHand()
  for (const person of people) known.add(person.id, toldLearner(person).facts)
  return known
}

/** What differs from request to request: who is looking, and the addresses of their place. */
export function bindPlace(services: Container, person: Learner, urls: WorkbenchUrls): void {
  // The place says who it is already, so nothing is signed.
  const handlers: ServiceForBlock<HandlerUrls> = {
    forBlock: ({ composed }) => ({
      signed: (handler, suffix) => urls.handler(composed.key, handler, suffix),
    }),
  }
  services.bind(User).toConstantValue(person)
  services.bind(PersonSource).toConstantValue(toldLearner(person))
  services.bind(Urls).toConstantValue(urls)
  const signedUrls: ServiceToken = HandlerUrls
  services.bind(signedUrls).toConstantValue(handlers)
}
