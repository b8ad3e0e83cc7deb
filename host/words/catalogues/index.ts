import audience from './audience.js'
import authors from './authors.js'
import courseChanges from './course-changes.js'
import courseTree from './course-tree.js'
import draftPreview from './draft-preview.js'
import editor from './editor.js'
import errors from './errors.js'
import everyPage from './every-page.js'
import home from './home.js'
import jobs from './jobs.js'
import libraries from './libraries.js'
import outline from './outline.js'
import unit from './unit.js'

/** All that our pages say, a part for each kind of page. What several say stands in one of them. */
export const catalogues = [
  draftPreview,
  authors,
  courseChanges,
  courseTree,
  audience,
  editor,
  errors,
  everyPage,
  home,
  jobs,
  libraries,
  outline,
  unit,
] as const
