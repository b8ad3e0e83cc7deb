export type { ReportTable } from './report-section.js'
export { authorBlockPage } from './author-pages.js'
export { errorPage } from './error-page.js'
export { figuresSection } from './figures-plot.js'
export { homePage, type CardList, type HomeCard } from './home-page.js'
export { layout, type LayoutParts } from './layout.js'
export { learnerSwitch } from './learner-switch.js'
export { outlinePage, type UnitStanding } from './outline-page.js'
export { contextNav, type NavEntry, type NavPageName, type NavPlace } from './context-nav.js'
export { drawsPage } from './draws-page.js'
export {
  rescoringPage,
  staffBlockPage,
  staffLearnerPage,
  staffUnitPage,
  type StaffBlockPlace,
  type StaffPlace,
} from './staff-pages.js'
export { unitAround, unitPage } from './unit-page.js'
export { pageHead, type PageHead } from './page-head.js'
export { audienceOf, audiencesOf } from './audience.js'
