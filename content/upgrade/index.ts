export {
  upgradeContexts,
  type UpgradedContext,
  type UpgradeOptions,
  type UpgradeProgress,
} from './old-contexts.js'
