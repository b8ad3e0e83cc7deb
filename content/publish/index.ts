export { publish, type AssetToPublish, type PreparedPublication, type PublishOptions } from './publish.js'
