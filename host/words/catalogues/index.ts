import audience from './audience.js'
import everyPage from './every-page.js'
import home from './home.js'
import outline from './outline.js'
import unit from './unit.js'

/** All that our pages say, a part for each kind of page. What several say stands in one of them. */
export const catalogues = [audience, everyPage, home, outline, unit] as const
