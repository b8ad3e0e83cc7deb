import { block, course, library, part, type ApiRequest, type ApiSite } from './api-site.js'

/**
 * A call of each route, by the id of its operation, that succeeds on an {@link ApiSite}; in the order of the table. A route without
 * one fails the test of the table.
 */
export const apiCalls: Readonly<Record<string, (site: ApiSite) => ApiRequest | Promise<ApiRequest>>> = {
  showDocument: () => ({ path: '/openapi.json' }),
  listContexts: () => ({ path: '/contexts?limit=1' }),
  createCourse: () => ({
    method: 'POST',
    path: '/contexts',
    body: { org: 'O', number: 'New', run: 'R', title: 'Made of nothing' },
  }),
  showContext: () => ({ path: `/contexts/${part(course)}` }),
  showOutline: () => ({ path: `/contexts/${part(course)}/outline` }),
  copyRun: () => ({
    method: 'POST',
    path: `/contexts/${part(course)}/copies`,
    body: { to: 'course-v1:O+C+R2' },
  }),
  showBlock: () => ({ path: `/blocks/${part(block('problem', 'p'))}` }),
  editBlock: async (site) => ({
    method: 'PATCH',
    path: `/blocks/${part(block('problem', 'p'))}`,
    ifMatch: await site.draft(course),
    body: { set: { max_attempts: 3 }, comment: 'Three are enough' },
  }),
  editText: async (site) => ({
    method: 'PUT',
    path: `/blocks/${part(block('problem', 'broken'))}/text`,
    ifMatch: await site.draft(course),
    body: { text: '<problem display_name="Mended"/>' },
  }),
  changeDraft: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/operations`,
    ifMatch: await site.draft(course),
    body: {
      operations: [
        { do: 'duplicate', usage: block('html', 'h') },
        { do: 'move', usage: block('html', 'h'), parent: block('vertical', 'v'), index: 0 },
      ],
    },
  }),
  setMany: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(library)}/settings`,
    ifMatch: await site.draft(library),
    body: { settings: { max_attempts: 3 }, type: 'problem' },
  }),
  listTemplates: () => ({ path: '/block-types/problem/templates' }),
  listFiles: () => ({ path: `/contexts/${part(library)}/files` }),
  putFile: async (site) => ({
    method: 'PUT',
    path: `/contexts/${part(library)}/files/a.txt?usage=${part(`${library.replace('lib:', 'lb:')}:problem:one`)}`,
    ifMatch: await site.draft(library),
    bytes: Buffer.from('a file'),
    type: 'application/octet-stream',
  }),
  showHistory: () => ({
    path: `/contexts/${part(course)}/history?usage=${part(block('problem', 'p'))}&limit=1`,
  }),
  showVersion: () => ({ path: `/contexts/${part(course)}/versions/draft` }),
  compareVersions: () => ({ path: `/contexts/${part(course)}/diff?before=1` }),
  revertDraft: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/revert`,
    ifMatch: await site.draft(course),
    body: { version: '1' },
  }),
  restoreBlock: async (site) => ({
    method: 'POST',
    path: `/blocks/${part(block('problem', 'p'))}/restore`,
    ifMatch: await site.draft(course),
    body: { version: '1' },
  }),
  discardDraft: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/discard`,
    ifMatch: await site.draft(course),
    body: { usages: [block('problem', 'p')] },
  }),
  previewBlock: () => ({
    path: `/blocks/${part(block('vertical', 'v'))}/preview?name=Ada&at=2030-01-01T09:00`,
  }),
  callPreview: () => ({
    method: 'POST',
    path: `/blocks/${part(block('vertical', 'v'))}/preview/blocks/${part(block('problem', 'p'))}/handlers/problem_get`,
    body: {},
  }),
  restartPreview: () => ({ method: 'DELETE', path: `/blocks/${part(block('vertical', 'v'))}/preview` }),
  exportContext: () => ({ path: `/contexts/${part(course)}/export?version=1&format=zip&history=true` }),
  downloadStaticFile: () => ({ path: `/contexts/${part(course)}/static/a.txt` }),
  searchBlocks: () => ({ path: '/search?words=one&type=problem&type=html&status=published&limit=5' }),
  reindexLibrary: () => ({ method: 'POST', path: `/contexts/${part(library)}/reindex` }),
  listUses: () => ({
    method: 'POST',
    path: `/contexts/${part(library)}/uses`,
    body: { blocks: ['lb:O:L:problem:one'] },
  }),
  listPlaces: () => ({ path: `/blocks/${part('lb:O:L:problem:one')}/places?context=${part(course)}` }),
  showFigures: () => ({ path: `/blocks/${part('lb:O:L:problem:one')}/figures` }),
  changeCollections: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(library)}/collections`,
    ifMatch: await site.draft(library),
    body: {
      changes: [
        { do: 'set', key: 'week-1', title: 'Week 1' },
        { do: 'add', key: 'week-1', blocks: ['lb:O:L:problem:one'] },
      ],
    },
  }),
  listCollections: () => ({ path: `/contexts/${part(library)}/collections?version=draft` }),
  listTaxonomies: () => ({ path: '/taxonomies' }),
  setTaxonomy: () => ({ method: 'PUT', path: '/taxonomies/subjects', body: { name: 'Subjects' } }),
  importTags: () => ({
    method: 'POST',
    path: '/taxonomies/subjects/tags',
    body: { format: 'csv', text: 'id,value,parent_id\nm,Maths,\na,Algebra,m\n' },
  }),
  exportTags: () => ({ path: '/taxonomies/subjects/tags?format=json' }),
  showTaxonomy: () => ({ path: '/taxonomies/subjects' }),
  changeTags: () => ({
    method: 'POST',
    path: `/contexts/${part(library)}/tags`,
    body: { changes: [{ usages: ['lb:O:L:problem:one'], add: ['subjects:a'] }] },
  }),
  listTags: () => ({ path: `/contexts/${part(library)}/tags?usage=${part('lb:O:L:problem:one')}` }),
  exportSheet: () => ({ path: `/contexts/${part(library)}/sheet` }),
  importSheet: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(library)}/sheet`,
    ifMatch: await site.draft(library),
    body: { text: 'key;title;tags:subjects\nlb:O:L:problem:one;Uno;maths\n', comment: 'Other titles' },
  }),
  deleteTaxonomy: async (site) => {
    await site.host.catalogue.taxonomies.set({ id: 'gone' })
    return { method: 'DELETE', path: '/taxonomies/gone' }
  },
  showCourseBlocks: () => ({
    path: `/courses/${part(course)}/blocks?fields=display_name,has_score&counts=problem&depth=5`,
  }),
  showScores: () => ({ path: `/blocks/${part('lb:O:L:problem:one')}/scores` }),
  rescoreEverywhere: () => ({
    method: 'POST',
    path: `/blocks/${part('lb:O:L:problem:one')}/rescore-everywhere`,
    body: { onlyIfHigher: true },
  }),
  listJobs: async (site) => {
    await site.host.jobs.jobs.start('waiting', { context: course }, 'one')
    return { path: '/jobs?kind=waiting' }
  },
  showJob: async (site) => {
    const { id } = await site.host.jobs.jobs.start('waiting', { context: course }, 'one')
    return { path: `/jobs/${id}` }
  },
  cancelJob: async (site) => {
    const { id } = await site.host.jobs.jobs.start('waiting', { context: course }, 'one')
    return { method: 'POST', path: `/jobs/${id}/cancel` }
  },
  listUnseen: () => ({ path: `/contexts/${part(course)}/unseen` }),
  publishDraft: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/publish`,
    ifMatch: await site.draft(course),
    body: { name: 'Second', comment: 'After the trial' },
  }),
  importContext: async (site) => ({
    method: 'POST',
    path: '/imports?edits=replace',
    type: 'application/gzip',
    bytes: new Uint8Array(
      await (await site.ask({ path: `/contexts/${part(library)}/export` })).arrayBuffer(),
    ),
  }),
  listLibraries: () => ({ path: '/libraries?archived=false' }),
  createLibrary: () => ({
    method: 'POST',
    path: '/libraries',
    body: { key: 'lib:O:Made', title: 'Made', kind: 'problem', language: 'en' },
  }),
  createPathway: () => ({
    method: 'POST',
    path: '/pathways',
    body: { uuid: '00000000-0000-4000-8000-000000000001', title: 'Made' },
  }),
  listPathwayItems: () => ({
    path: `/pathways/${part('lx-pathway:00000000-0000-4000-8000-000000000001')}/items`,
  }),
  addPathwayItem: async (site) => ({
    method: 'POST',
    path: `/pathways/${part('lx-pathway:00000000-0000-4000-8000-000000000001')}/items`,
    ifMatch: await site.draft('lx-pathway:00000000-0000-4000-8000-000000000001'),
    body: { block: 'lb:O:L:problem:one' },
  }),
  showLibrary: () => ({ path: `/libraries/${part(library)}` }),
  changeLibrary: async (site) => ({
    method: 'PATCH',
    path: `/libraries/${part(library)}`,
    ifMatch: await site.draft(library),
    body: { title: 'Renamed', licence: 'CC-BY-4.0' },
  }),
  changeLibraryAccess: () => ({
    method: 'PATCH',
    path: `/libraries/${part(library)}/access`,
    body: { publicReading: true, mayRefer: ['O'], roles: { groups: { teachers: 'author' } } },
  }),
  archiveLibrary: () => ({ method: 'POST', path: `/libraries/${part(library)}/archive` }),
  restoreLibrary: () => ({ method: 'POST', path: `/libraries/${part(library)}/restore` }),
  deleteLibrary: () => ({ method: 'DELETE', path: `/libraries/${part('lib:O:Made')}?uses=0` }),
  showOrganisationRoles: () => ({ path: '/organisations/O/roles' }),
  changeOrganisationRoles: () => ({
    method: 'PATCH',
    path: '/organisations/O/roles',
    body: { users: { carl: 'read' } },
  }),
  listUpdates: async (site) => {
    await site.reference()
    return { path: `/contexts/${part(course)}/updates?declined=true&limit=2` }
  },
  acceptUpdates: async (site) => {
    const usages = [await site.reference()]
    const ifMatch = await site.draft(course)
    const body = { usages, removed: 'leave', comment: 'Newer' }
    return { method: 'POST', path: `/contexts/${part(course)}/updates`, ifMatch, body }
  },
  declineUpdates: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/updates/decline`,
    ifMatch: await site.draft(course),
    body: {},
  }),
  previewUpdate: async (site) => ({
    path: `/blocks/${part(await site.reference())}/update?library=${part(library)}&to=1`,
  }),
  updateReference: async (site) => {
    const usage = await site.reference()
    const ifMatch = await site.draft(course)
    const body = { to: { [library]: '1' }, edited: 'mine' }
    return { method: 'POST', path: `/blocks/${part(usage)}/update`, ifMatch, body }
  },
  showProvenance: async (site) => {
    const usage = `cb::${await site.reference()}::lb:O:L:problem:one`
    return { path: `/blocks/${part(usage)}/provenance?field=display_name&field=max_attempts` }
  },
  showOverrides: async (site) => ({ path: `/blocks/${part(await site.reference())}/overrides` }),
  changeOverrides: async (site) => {
    const usage = await site.reference()
    return {
      method: 'PATCH',
      path: `/blocks/${part(usage)}/overrides`,
      ifMatch: await site.draft(course),
      body: {
        changes: [
          { set: { max_attempts: '3' } },
          { block: 'lb:O:L:problem:one', set: { display_name: 'Ours' }, clear: ['weight'] },
        ],
      },
    }
  },
  showGradingPolicy: () => ({ path: `/contexts/${part(course)}/grading-policy` }),
  setGradingPolicy: async (site) => ({
    method: 'PUT',
    path: `/contexts/${part(course)}/grading-policy`,
    ifMatch: await site.draft(course),
    body: { policy: { GRADER: [{ type: 'Lab', weight: 1 }], GRADE_CUTOFFS: { Pass: 0.5 } }, comment: 'Labs' },
  }),
  showCourseReport: () => ({ path: `/contexts/${part(course)}/report`, as: 'sam' }),
  makeCourseReport: () => ({ method: 'POST', path: `/contexts/${part(course)}/report`, as: 'sam' }),
  listStuckLearners: () => ({ path: `/contexts/${part(course)}/stuck`, as: 'sam' }),
  showReport: () => ({ path: `/blocks/${part(block('problem', 'p'))}/report`, as: 'sam' }),
  makeReport: () => ({ method: 'POST', path: `/blocks/${part(block('sequential', 's'))}/report`, as: 'sam' }),
  listGiven: async (site) => ({
    path: `/blocks/${part(await site.publishedBank())}/given?format=json`,
    as: 'sam',
  }),
  listResponses: () => ({ path: `/blocks/${part(block('problem', 'p'))}/responses`, as: 'sam' }),
  showOwnGrades: () => ({ path: `/contexts/${part(course)}/grades` }),
  showGrades: () => ({ path: `/contexts/${part(course)}/learners/bob/grades`, as: 'sam' }),
  overrideScore: () => ({
    method: 'PUT',
    path: `/contexts/${part(course)}/learners/bob/overrides/${part(block('sequential', 's'))}`,
    body: { earned: 1, possible: 2, reason: 'Was ill' },
    as: 'sam',
  }),
  extendDueDate: () => ({
    method: 'PUT',
    path: `/contexts/${part(course)}/learners/bob/extensions/${part(block('vertical', 'v'))}`,
    body: { due: '2030-01-01T00:00:00Z', reason: 'Was ill' },
    as: 'sam',
  }),
  showOverride: () => ({
    path: `/contexts/${part(course)}/learners/bob/overrides/${part(block('sequential', 's'))}`,
    as: 'sam',
  }),
  showExtension: () => ({
    path: `/contexts/${part(course)}/learners/bob/extensions/${part(block('vertical', 'v'))}`,
    as: 'sam',
  }),
  listExceptions: () => ({ path: `/contexts/${part(course)}/learners/bob/exceptions`, as: 'sam' }),
  removeOverride: () => ({
    method: 'DELETE',
    path: `/contexts/${part(course)}/learners/bob/overrides/${part(block('sequential', 's'))}?reason=Mended`,
    as: 'sam',
  }),
  removeExtension: () => ({
    method: 'DELETE',
    path: `/contexts/${part(course)}/learners/bob/extensions/${part(block('vertical', 'v'))}?reason=Over`,
    as: 'sam',
  }),
  listPolicies: () => ({ path: `/contexts/${part(course)}/policies` }),
  setPolicy: async (site) => ({
    method: 'PUT',
    path: `/contexts/${part(course)}/policies/exam`,
    ifMatch: await site.draft(course),
    body: { settings: { max_attempts: 1 }, dated: [{ from: 'end', settings: { showanswer: 'always' } }] },
  }),
  applyPolicy: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/policies/exam/uses`,
    ifMatch: await site.draft(course),
    body: { usages: [block('vertical', 'v')] },
  }),
  removePolicy: async (site) => ({
    method: 'DELETE',
    path: `/contexts/${part(course)}/policies/exam`,
    ifMatch: await site.draft(course),
  }),
  showReference: async (site) => ({ path: `/blocks/${part(await site.reference())}/reference` }),
  configureReference: async (site) => {
    const usage = await site.reference()
    return {
      method: 'PATCH',
      path: `/blocks/${part(usage)}/reference`,
      ifMatch: await site.draft(course),
      body: { random: true, count: 1, comment: 'One for each' },
    }
  },
  addReference: async (site) => ({
    method: 'POST',
    path: `/blocks/${part(block('vertical', 'v'))}/references`,
    ifMatch: await site.draft(course),
    body: { library, query: { types: ['problem'] }, random: true, index: 0 },
  }),
  matchReference: async (site) => {
    const usage = await site.subset()
    return { path: `/blocks/${part(usage)}/reference/matching` }
  },
  listReferenceVersions: () => ({ path: `/contexts/${part(library)}/reference-versions` }),
  listReferenceBlocks: () => ({ path: `/contexts/${part(library)}/reference-blocks?words=one&limit=1` }),
  planMigration: async (site) => {
    await site.v1Library()
    return { path: `/contexts/${part('library-v1:O+Old')}/migration?to=${part('lib:O:Old')}` }
  },
  migrateLibrary: async (site) => {
    await site.v1Library()
    return {
      method: 'POST',
      path: `/contexts/${part('library-v1:O+Old')}/migration`,
      body: { comment: 'At last' },
    }
  },
  showOrigin: () => ({ path: `/blocks/${part('lb:O:L:problem:one')}/origin` }),
  showUpstream: async (site) => ({ path: `/blocks/${part(await site.linked())}/upstream` }),
  previewUpstream: async (site) => ({ path: `/blocks/${part(await site.linked())}/upstream/preview` }),
  changeUpstream: async (site) => {
    const usage = await site.linked()
    return {
      method: 'POST',
      path: `/blocks/${part(usage)}/upstream`,
      ifMatch: await site.draft(course),
      body: { change: 'sever' },
    }
  },
  listUpstreams: () => ({ path: `/contexts/${part(course)}/upstreams` }),
  syncUpstreams: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(course)}/upstreams`,
    ifMatch: await site.draft(course),
    body: {},
  }),
  updateChildren: async (site) => {
    const usage = await site.bank()
    return {
      method: 'POST',
      path: `/blocks/${part(usage)}/children`,
      ifMatch: await site.draft(course),
      body: {},
    }
  },
  transferBlock: async (site) => ({
    method: 'POST',
    path: `/blocks/${part(block('html', 'h'))}/transfer`,
    ifMatch: await site.draft(course),
    body: { parent: library },
  }),
  shareBlock: async (site) => {
    const usage = await site.linked()
    return {
      method: 'POST',
      path: `/blocks/${part(usage)}/share`,
      ifMatch: await site.draft(course),
      body: { library },
    }
  },
  collectBlocks: async (site) => ({
    method: 'POST',
    path: `/contexts/${part(library)}/collection`,
    ifMatch: await site.draft(library),
    body: { course, apply: true, onClash: 'fork' },
  }),
  testProblems: () => ({
    method: 'POST',
    path: `/contexts/${part(library)}/problem-tests`,
    body: { seeds: 2 },
  }),
  listVariants: () => ({ path: `/blocks/${part('lb:O:L:problem:one')}/variants?seed=3` }),
  keepVariants: async (site) => ({
    method: 'PUT',
    path: `/blocks/${part('lb:O:L:problem:one')}/variants`,
    ifMatch: await site.draft(library),
    body: { seeds: [3, 4] },
  }),
}
