import type { Container } from 'inversify'
import { Course, Surroundings, type ServiceForBlock, type ServiceToken } from '../runtime/index.js'
import { unitSurroundings, type UnitStanding } from '../runtime/session/unit-surroundings.js'
import type { Scenario } from './scenario.js'

/** Binds what the blocks of a scenario find around them: the scenario is the course, and all that there is of it. */
export function bindScenario(
  services: Container,
  { title, unit: { key, context, root } }: Pick<Scenario, 'title' | 'unit'>,
  standing: UnitStanding,
): void {
  const around: ServiceForBlock<Surroundings> = {
    forBlock: ({ composed }) => unitSurroundings(composed.key, standing),
  }
  const token: ServiceToken = Surroundings
  services.bind(token).toConstantValue(around)
  const path = [{ key, type: root.type, title }]
  const nothing = { language: undefined, start: undefined, end: undefined }
  services
    .bind(Course)
    .toConstantValue({ key: context, title: 'Scenarios of the workbench', ...nothing, path })
}
