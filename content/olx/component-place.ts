import { CompositorError } from '../../runtime/errors/index.js'
import { XmlElement } from '../../runtime/olx/index.js'
import type { BlockPlace } from './block-place.js'
import { folderOf, type LibraryEntity } from './library-entity.js'
import type { OlxFiles } from './olx-files.js'
import { tomlPlace } from './package-toml.js'

/** Where a component's block stands. What cannot be read stands there too, for the walk to keep as an error block. */
export function componentPlace(
  files: OlxFiles,
  entity: Pick<LibraryEntity, 'entityKey' | 'type' | 'id' | 'path' | 'versionNumber'>,
): BlockPlace {
  const { entityKey, type, id, path } = entity
  const folder = folderOf(entity)
  const xmlPath = `${folder}/block.xml`
  const file = files.xml(xmlPath)
  const at = { depth: 0, parentKey: '', folder }
  if (file !== undefined && 'root' in file) return { ...at, element: file.root, file, identity: { type, id } }
  const element = new XmlElement(type)
  const failure =
    file?.error ??
    new CompositorError('olx-file-missing', `${path} describes a ${type}, but there is no ${xmlPath}.`, {
      location: tomlPlace(files, path, entityKey),
    })
  const nothing = { path: xmlPath, text: file?.text ?? '', root: element }
  return { ...at, element, file: nothing, identity: { type, id }, failure }
}
