/** Titles and tags of blocks as a sheet that is edited in a spreadsheet. */
export { BlockSheets, type TakenSheet } from './block-sheets.js'
export type {
  OnConflict,
  RefusedRow,
  SheetConflict,
  SheetPlan,
  TagsChange,
  TitleChange,
} from './sheet-plan.js'
