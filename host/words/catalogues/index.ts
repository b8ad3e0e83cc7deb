import audience from './audience.js'
import authors from './authors.js'
import courseChanges from './course-changes.js'
import courseFiles from './course-files.js'
import courseLearner from './course-learner.js'
import courseTree from './course-tree.js'
import draftPreview from './draft-preview.js'
import editor from './editor.js'
import errors from './errors.js'
import everyPage from './every-page.js'
import gradebook from './gradebook.js'
import grading from './grading.js'
import home from './home.js'
import imports from './imports.js'
import jobs from './jobs.js'
import libraries from './libraries.js'
import outline from './outline.js'
import teaching from './teaching.js'
import progress from './progress.js'
import reports from './reports.js'
import updates from './updates.js'
import blockHistory from './block-history.js'
import policies from './policies.js'
import references from './references.js'
import libraryPages from './library-pages.js'
import libraryBlocks from './library-blocks.js'
import libraryPublishing from './library-publishing.js'
import libraryAccess from './library-access.js'
import libraryFiles from './library-files.js'
import values from './values.js'
import draws from './draws.js'
import unit from './unit.js'

/** All that our pages say, a part for each kind of page. What several say stands in one of them. */
export const catalogues = [
  draftPreview,
  authors,
  courseChanges,
  courseFiles,
  courseLearner,
  courseTree,
  audience,
  editor,
  errors,
  everyPage,
  gradebook,
  grading,
  home,
  imports,
  jobs,
  libraries,
  outline,
  teaching,
  progress,
  reports,
  updates,
  blockHistory,
  policies,
  references,
  libraryPages,
  libraryBlocks,
  libraryPublishing,
  libraryAccess,
  libraryFiles,
  values,
  draws,
  unit,
] as const
