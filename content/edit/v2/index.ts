/** How blocks of v2 libraries stand in files. */
export { packagePath } from '../../library/library-settings.js'
export { EntityFile } from './entity-file.js'
export { entityPath } from './library-entities.js'
