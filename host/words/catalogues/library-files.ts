import type { Translations } from '../translations.js'

export default {
  'Delete {name}': {
    ar: 'حذف {name}',
    es: 'Eliminar {name}',
    fr: 'Supprimer {name}',
    zh: '删除 {name}',
  },
  'Files of the library itself. Those of a block stand on its own page.': {
    ar: 'ملفات المكتبة نفسها. أما ملفات كل كتلة ففي صفحتها.',
    es: 'Archivos de la propia biblioteca. Los de un bloque están en su página.',
    fr: 'Fichiers de la bibliothèque elle-même. Ceux d’un bloc sont sur sa propre page.',
    zh: '内容库自身的文件。块的文件在其各自的页面上。',
  },
  'New name': {
    ar: 'الاسم الجديد',
    es: 'Nombre nuevo',
    fr: 'Nouveau nom',
    zh: '新名称',
  },
  'No files yet.': {
    ar: 'لا ملفات بعد.',
    es: 'Todavía no hay archivos.',
    fr: 'Aucun fichier pour l’instant.',
    zh: '尚无文件。',
  },
  Rename: {
    ar: 'إعادة تسمية',
    es: 'Renombrar',
    fr: 'Renommer',
    zh: '重命名',
  },
  'Renamed, and the text calls it so.': {
    ar: 'أُعيدت تسميته، والنص يسميه كذلك.',
    es: 'Renombrado, y el texto lo llama así.',
    fr: 'Renommé, et le texte l’appelle ainsi.',
    zh: '已重命名，文本中的名称也已更新。',
  },
  Replace: {
    ar: 'استبدال',
    es: 'Sustituir',
    fr: 'Remplacer',
    zh: '替换',
  },
  'Replace it with': {
    ar: 'استبداله بـ',
    es: 'Sustituirlo por',
    fr: 'Le remplacer par',
    zh: '替换为',
  },
  'Replace, rename or delete': {
    ar: 'استبدال أو إعادة تسمية أو حذف',
    es: 'Sustituir, renombrar o eliminar',
    fr: 'Remplacer, renommer ou supprimer',
    zh: '替换、重命名或删除',
  },
  'Replaced in the draft.': {
    ar: 'استُبدل في المسودة.',
    es: 'Sustituido en el borrador.',
    fr: 'Remplacé dans le brouillon.',
    zh: '已在草稿中替换。',
  },
  'Scripts of its problems import from {file}.': {
    ar: 'تستورد نصوص مسائلها البرمجية من {file}.',
    es: 'Los scripts de sus problemas importan desde {file}.',
    fr: 'Les scripts de ses problèmes importent depuis {file}.',
    zh: '其题目的脚本从 {file} 导入。',
  },
  'Somebody else changed this block or its files meanwhile. Look at them as they are by now, and upload again.':
    {
      ar: 'غيّر شخص آخر هذه الكتلة أو ملفاتها في هذه الأثناء. راجعها كما هي الآن وارفع مجددًا.',
      es: 'Otra persona cambió este bloque o sus archivos entretanto. Míralos como están ahora y súbelos de nuevo.',
      fr: 'Quelqu’un d’autre a modifié ce bloc ou ses fichiers entre-temps. Regardez leur état actuel et téléversez à nouveau.',
      zh: '其间有他人更改了此块或其文件。请查看现在的状态后重新上传。',
    },
  'The text calls it by that name then.': {
    ar: 'عندها يسميه النص بذلك الاسم.',
    es: 'El texto lo llamará entonces así.',
    fr: 'Le texte l’appellera alors ainsi.',
    zh: '文本中的名称会随之更新。',
  },
  'The text calls it {path} and its name.': {
    ar: 'يذكره النص بالصيغة {path} متبوعةً باسمه.',
    es: 'El texto lo nombra con {path} y su nombre.',
    fr: 'Le texte le désigne par {path} et son nom.',
    zh: '文本中以 {path} 加文件名引用。',
  },
  'The text of the block does not name it.': {
    ar: 'نص الكتلة لا يذكره.',
    es: 'El texto del bloque no lo menciona.',
    fr: 'Le texte du bloc ne le mentionne pas.',
    zh: '块的文本未引用它。',
  },
  'Up to {count} at a time, each of {size} at most.': {
    ar: 'حتى {count} في المرة، وكل منها {size} على الأكثر.',
    es: 'Hasta {count} a la vez, cada uno de {size} como máximo.',
    fr: 'Jusqu’à {count} à la fois, de {size} au plus chacun.',
    zh: '一次最多 {count} 个，每个不超过 {size}。',
  },
  '{count, plural, one {The text names a file that is not here: {names}.} other {The text names files that are not here: {names}.}}':
    {
      ar: '{count, plural, zero {يذكر النص ملفات غير موجودة هنا: {names}.} one {يذكر النص ملفًا غير موجود هنا: {names}.} two {يذكر النص ملفين غير موجودين هنا: {names}.} few {يذكر النص ملفات غير موجودة هنا: {names}.} many {يذكر النص ملفات غير موجودة هنا: {names}.} other {يذكر النص ملفات غير موجودة هنا: {names}.}}',
      es: '{count, plural, one {El texto menciona un archivo que no está aquí: {names}.} other {El texto menciona archivos que no están aquí: {names}.}}',
      fr: '{count, plural, one {Le texte mentionne un fichier absent d’ici : {names}.} other {Le texte mentionne des fichiers absents d’ici : {names}.}}',
      zh: '{count, plural, other {文本引用了此处没有的文件：{names}。}}',
    },
  '{count, plural, one {The text names it still, in # place: learners would miss it there.} other {The text names it still, in # places: learners would miss it there.}}':
    {
      ar: '{count, plural, zero {لا يذكره النص.} one {ما زال النص يذكره في موضع واحد: سيفتقده المتعلمون هناك.} two {ما زال النص يذكره في موضعين: سيفتقده المتعلمون هناك.} few {ما زال النص يذكره في # مواضع: سيفتقده المتعلمون هناك.} many {ما زال النص يذكره في # موضعًا: سيفتقده المتعلمون هناك.} other {ما زال النص يذكره في # موضع: سيفتقده المتعلمون هناك.}}',
      es: '{count, plural, one {El texto todavía lo menciona en # lugar: a los estudiantes les faltaría ahí.} other {El texto todavía lo menciona en # lugares: a los estudiantes les faltaría ahí.}}',
      fr: '{count, plural, one {Le texte le mentionne encore à # endroit : il y manquerait aux apprenants.} other {Le texte le mentionne encore à # endroits : il y manquerait aux apprenants.}}',
      zh: '{count, plural, other {文本仍在 # 处引用它：学习者在那里会看不到它。}}',
    },
  '{count, plural, one {Used in # place of the text} other {Used in # places of the text}}': {
    ar: '{count, plural, zero {غير مذكور في النص} one {مذكور في موضع واحد من النص} two {مذكور في موضعين من النص} few {مذكور في # مواضع من النص} many {مذكور في # موضعًا من النص} other {مذكور في # موضع من النص}}',
    es: '{count, plural, one {Se usa en # lugar del texto} other {Se usa en # lugares del texto}}',
    fr: '{count, plural, one {Utilisé à # endroit du texte} other {Utilisé à # endroits du texte}}',
    zh: '{count, plural, other {在文本的 # 处使用}}',
  },
  '{field}, line {line}': {
    ar: '{field}، السطر {line}',
    es: '{field}, línea {line}',
    fr: '{field}, ligne {line}',
    zh: '{field}，第 {line} 行',
  },
  'Added to the draft.': {
    ar: 'أُضيف إلى المسودة.',
    es: 'Añadido al borrador.',
    fr: 'Ajouté au brouillon.',
    zh: '已添加到草稿。',
  },
} as const satisfies Translations
