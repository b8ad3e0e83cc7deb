import type { Translations } from '../translations.js'

export default {
  'Add files': {
    ar: 'أضف ملفات',
    es: 'Añadir archivos',
    fr: 'Ajouter des fichiers',
    zh: '添加文件',
  },
  'Blocks use {name}: it stays.': {
    ar: 'تستخدم كتلٌ {name}: يبقى.',
    es: 'Hay bloques que usan {name}: se conserva.',
    fr: 'Des blocs utilisent {name} : il reste.',
    zh: '有块正在使用 {name}：保留不删。',
  },
  File: {
    ar: 'ملف',
    es: 'Archivo',
    fr: 'Fichier',
    zh: '文件',
  },
  Files: {
    ar: 'الملفات',
    es: 'Archivos',
    fr: 'Fichiers',
    zh: '文件',
  },
  'Files of {title}': {
    ar: 'ملفات {title}',
    es: 'Archivos de {title}',
    fr: 'Fichiers de {title}',
    zh: '{title} 的文件',
  },
  'Name of a file': {
    ar: 'اسم ملف',
    es: 'Nombre de un archivo',
    fr: 'Nom d’un fichier',
    zh: '文件名',
  },
  'No block uses it.': {
    ar: 'لا تستخدمه أي كتلة.',
    es: 'Ningún bloque lo usa.',
    fr: 'Aucun bloc ne l’utilise.',
    zh: '没有块使用它。',
  },
  'No file was chosen.': {
    ar: 'لم يُختر أي ملف.',
    es: 'No se eligió ningún archivo.',
    fr: 'Aucun fichier n’a été choisi.',
    zh: '没有选择文件。',
  },
  'Replace files of the same name': {
    ar: 'استبدل الملفات التي تحمل الاسم نفسه',
    es: 'Reemplazar los archivos del mismo nombre',
    fr: 'Remplacer les fichiers du même nom',
    zh: '替换同名文件',
  },
  'Somebody changed the course meanwhile. Look at it as it is now, and try again.': {
    ar: 'غيّر شخص ما المقرر في هذه الأثناء. انظر إليه كما هو الآن وحاول مرة أخرى.',
    es: 'Alguien cambió el curso mientras tanto. Míralo como está ahora e inténtalo de nuevo.',
    fr: 'Quelqu’un a modifié le cours entre-temps. Regardez-le tel qu’il est et réessayez.',
    zh: '在此期间有人更改了课程。请查看当前状态后重试。',
  },
  Sound: {
    ar: 'صوت',
    es: 'Audio',
    fr: 'Son',
    zh: '音频',
  },
  'The file is deleted from the draft.': {
    ar: 'حُذف الملف من المسودة.',
    es: 'El archivo se ha eliminado del borrador.',
    fr: 'Le fichier est supprimé du brouillon.',
    zh: '该文件已从草稿中删除。',
  },
  'The files are added to the draft.': {
    ar: 'أُضيفت الملفات إلى المسودة.',
    es: 'Los archivos se han añadido al borrador.',
    fr: 'Les fichiers sont ajoutés au brouillon.',
    zh: '文件已添加到草稿。',
  },
  'There is a file {name} already. Tick “Replace files of the same name” to replace it.': {
    ar: 'يوجد ملف {name} بالفعل. ضع علامة على «استبدل الملفات التي تحمل الاسم نفسه» لاستبداله.',
    es: 'Ya hay un archivo {name}. Marca «Reemplazar los archivos del mismo nombre» para reemplazarlo.',
    fr: 'Il y a déjà un fichier {name}. Cochez « Remplacer les fichiers du même nom » pour le remplacer.',
    zh: '文件 {name} 已存在。勾选“替换同名文件”即可替换。',
  },
  'This course has no files yet.': {
    ar: 'لا ملفات في هذا المقرر بعد.',
    es: 'Este curso aún no tiene archivos.',
    fr: 'Ce cours n’a pas encore de fichiers.',
    zh: '本课程还没有文件。',
  },
  'Up to {count} at a time, each of {size} at most. Texts call a file /static/ and its name.': {
    ar: 'حتى {count} في المرة الواحدة، كل منها {size} على الأكثر. تشير النصوص إلى الملف بـ /static/ ثم اسمه.',
    es: 'Hasta {count} a la vez, cada uno de {size} como máximo. En los textos, un archivo se llama /static/ y su nombre.',
    fr: 'Jusqu’à {count} à la fois, de {size} chacun au plus. Dans les textes, un fichier s’appelle /static/ suivi de son nom.',
    zh: '每次最多 {count} 个，每个不超过 {size}。文本中以 /static/ 加文件名引用。',
  },
  Upload: {
    ar: 'ارفع',
    es: 'Subir',
    fr: 'Téléverser',
    zh: '上传',
  },
  'Used in {count, plural, one {# block} other {# blocks}}': {
    ar: '{count, plural, zero {غير مستخدم في أي كتلة} one {مستخدم في كتلة واحدة} two {مستخدم في كتلتين} few {مستخدم في # كتل} many {مستخدم في # كتلة} other {مستخدم في # كتلة}}',
    es: 'Se usa en {count, plural, one {# bloque} other {# bloques}}',
    fr: 'Utilisé dans {count, plural, one {# bloc} other {# blocs}}',
    zh: '用于 {count, plural, other {# 个块}}',
  },
} as const satisfies Translations
