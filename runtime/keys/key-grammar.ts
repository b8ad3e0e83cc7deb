/**
 * The grammar of every kind of opaque key, by kind. CAPITALS are parts, brackets hold what may be absent.
 * A kind is named after its namespace, except the old course form, which has none.
 * See docs/decisions/0005-contextual-keys.md.
 */
export const keyGrammars = {
  'course-v1': 'course-v1:ORG+COURSE+RUN[+branch@BRANCH][+version@VERSION]',
  'old-course': 'ORG/COURSE/RUN',
  'library-v1': 'library-v1:ORG+LIBRARY[+branch@BRANCH][+version@VERSION]',
  lib: 'lib:[DOMAIN:]ORG:SLUG',
  'lx-pathway': 'lx-pathway:UUID',
  'block-v1': 'block-v1:ORG+COURSE+RUN[+branch@BRANCH][+version@VERSION]+type@TYPE+block@ID',
  'lib-block-v1': 'lib-block-v1:ORG+LIBRARY[+branch@BRANCH][+version@VERSION]+type@TYPE+block@ID',
  i4x: 'i4x://ORG/COURSE/TYPE/NAME[@REVISION]',
  lb: 'lb:[DOMAIN:]ORG:SLUG:TYPE:ID',
  'lx-pb': 'lx-pb:UUID:TYPE:ID[:CHILD]',
  cb: 'cb::USAGE_CONTEXT::BLOCK_ID',
  'def-v1': 'def-v1:HEX+type@TYPE',
  'bundle-olx': 'bundle-olx:UUID:VERSION_OR_DRAFT:TYPE:PATH',
  'asset-v1': 'asset-v1:ORG+COURSE+RUN[+branch@BRANCH][+version@VERSION]+type@TYPE+block@NAME',
  'lib-collection': 'lib-collection:[DOMAIN:]ORG:SLUG:ID',
  lct: 'lct:[DOMAIN:]ORG:SLUG:TYPE:ID',
  'aside-usage-v1': 'aside-usage-v1:USAGE::ASIDE',
  'aside-usage-v2': 'aside-usage-v2:USAGE::ASIDE',
  'aside-def-v1': 'aside-def-v1:DEFINITION::ASIDE',
  'aside-def-v2': 'aside-def-v2:DEFINITION::ASIDE',
  clb: 'clb:(BLOCK_V1_KEY|ORG:COURSE_RUN:TYPE:ID):LIBRARY_ORG:SLUG:TYPE:ID',
  'lb-ref': 'lb-ref:SLUG:TYPE:ID:ORG+COURSE+RUN[+branch@BRANCH][+version@VERSION]+type@TYPE+block@ID',
} as const

/** A kind of key that is always known. */
export type ShippedKeyKind = keyof typeof keyGrammars

/** The kind of an opaque key: part of what makes two keys equal. A plugin's kind is called by its namespace. */
export type KeyKind = ShippedKeyKind | (string & {})
