import { learners } from './made-site.mjs'

/** What pictures are taken of. @param site see `madeSite` */
export function pictures({ course, library, units }, teacher) {
  const context = encodeURIComponent(course)
  const unit = (index) => `/units/${encodeURIComponent(units[index])}`
  const staff = { who: teacher.id }
  const phone = { width: 390, height: 700 }
  const opened = async (page, path) => page.goto(new URL(path, page.url()).href, { waitUntil: 'networkidle' })
  return [
    { name: 'home', path: '/' },
    { name: 'outline', path: `/contexts/${context}` },
    { name: 'unit', path: unit(4) },
    { name: 'unit-phone', path: unit(1), ...phone },
    { name: 'unit-dark', path: unit(7), dark: true },
    { name: 'outline-arabic', path: `/contexts/${context}`, locale: 'ar' },
    { name: 'progress', path: `/contexts/${context}/progress` },
    { name: 'gradebook', path: `/staff/contexts/${context}/gradebook`, ...staff },
    { name: 'learner', path: `/staff/contexts/${context}/learners/${learners[0].id}`, ...staff },
    { name: 'reports', path: `/staff/contexts/${context}/reports`, ...staff },
    {
      name: 'report',
      path: `/staff/contexts/${context}/reports?unit=${encodeURIComponent(units[8])}`,
      ...staff,
    },
    { name: 'course-tree', path: `/author/contexts/${context}`, ...staff },
    {
      name: 'problem-editor',
      path: unit(1),
      ...staff,
      open: async (page) => {
        const key = await page.locator('[data-block-type="problem"]').first().getAttribute('data-usage-key')
        await opened(page, `/author/blocks/${encodeURIComponent(key)}`)
      },
    },
    { name: 'changes', path: `/author/contexts/${context}/changes`, ...staff },
    { name: 'library', path: `/author/libraries/${encodeURIComponent(library)}`, ...staff },
  ]
}
