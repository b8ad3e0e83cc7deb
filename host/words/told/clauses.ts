import type { Translations } from '../translations.js'

/** Why something is as another message says: what stands in its place of that name. */
export default {
  'leads outside': { ar: 'يقود إلى الخارج', es: 'lleva fuera', fr: 'il mène au-dehors', zh: '指向外部' },
  'leads nowhere': {
    ar: 'لا يقود إلى شيء',
    es: 'no lleva a nada',
    fr: 'il ne mène nulle part',
    zh: '没有目标',
  },
  'leads back to a folder it stands in': {
    ar: 'يعود إلى مجلد هو فيه',
    es: 'vuelve a una carpeta en la que está',
    fr: 'il ramène à un dossier où il se trouve',
    zh: '指回其所在的文件夹',
  },
  'print is a statement': {
    ar: 'print فيها عبارة',
    es: 'print es una sentencia',
    fr: 'print y est une instruction',
    zh: 'print 是语句',
  },
  'exec is a statement': {
    ar: 'exec فيها عبارة',
    es: 'exec es una sentencia',
    fr: 'exec y est une instruction',
    zh: 'exec 是语句',
  },
  'what is caught is named after a comma': {
    ar: 'ما يُلتقط مسمًّى بعد فاصلة',
    es: 'lo que se captura se nombra tras una coma',
    fr: 'ce qui est intercepté est nommé après une virgule',
    zh: '捕获的异常写在逗号之后',
  },
  'what is raised is given after a comma': {
    ar: 'ما يُرمى معطًى بعد فاصلة',
    es: 'lo que se lanza se da tras una coma',
    fr: 'ce qui est levé est donné après une virgule',
    zh: '抛出的内容写在逗号之后',
  },
  '<> is no operator': {
    ar: 'ليس <> عامل مقارنة',
    es: '<> no es un operador',
    fr: '<> n’est pas un opérateur',
    zh: '<> 不是运算符',
  },
  'backticks are no Python': {
    ar: 'علامات ` ليست من Python',
    es: 'los acentos graves no son Python',
    fr: 'les accents graves ne sont pas du Python',
    zh: '反引号不属于 Python',
  },
  'a number begins with 0': {
    ar: 'عدد يبدأ بالرقم 0',
    es: 'un número empieza por 0',
    fr: 'un nombre commence par 0',
    zh: '有数字以 0 开头',
  },
  'a number ends with L': {
    ar: 'عدد ينتهي بالحرف L',
    es: 'un número acaba en L',
    fr: 'un nombre finit par L',
    zh: '有数字以 L 结尾',
  },
  'a text begins with ur': {
    ar: 'نص يبدأ بـ ur',
    es: 'un texto empieza por ur',
    fr: 'un texte commence par ur',
    zh: '有文本以 ur 开头',
  },
  'a parameter is a tuple': {
    ar: 'أحد المعاملات صف',
    es: 'un parámetro es una tupla',
    fr: 'un paramètre est un tuple',
    zh: '有参数是元组',
  },
  'dicts have no has_key': {
    ar: 'ليس للقواميس has_key',
    es: 'los dict no tienen has_key',
    fr: 'les dict n’ont pas de has_key',
    zh: '字典没有 has_key',
  },
  'it has {bytes} bytes; {most} are the most': {
    ar: 'حجمه {bytes} بايت، والأقصى {most}',
    es: 'tiene {bytes} bytes; el máximo es {most}',
    fr: 'il fait {bytes} octets ; le maximum est {most}',
    zh: '它有 {bytes} 字节，上限为 {most}',
  },
  'it has more than {most} bytes, which are the most': {
    ar: 'حجمه يتجاوز {most} بايت، وهو الأقصى',
    es: 'tiene más de {most} bytes, que es el máximo',
    fr: 'il fait plus de {most} octets, le maximum',
    zh: '它超过上限 {most} 字节',
  },
  'all files of one upload together have {most} bytes at most': {
    ar: 'ملفات الرفع الواحد مجتمعةً لا تتجاوز {most} بايت',
    es: 'todos los archivos de una subida tienen como máximo {most} bytes en total',
    fr: 'tous les fichiers d’un envoi font ensemble {most} octets au plus',
    zh: '一次上传的全部文件合计最多 {most} 字节',
  },
  'there is a file of that name': {
    ar: 'يوجد ملف بهذا الاسم',
    es: 'ya hay un archivo con ese nombre',
    fr: 'il y a déjà un fichier de ce nom',
    zh: '已有同名文件',
  },
  'names have 1 to {most} characters': {
    ar: 'طول الأسماء من 1 إلى {most} حرفًا',
    es: 'los nombres tienen de 1 a {most} caracteres',
    fr: 'les noms ont de 1 à {most} caractères',
    zh: '名称长度为 1 到 {most} 个字符',
  },
  'names begin with a letter or digit, and have letters, digits, spaces and _ - . ( ) @ + ~': {
    ar: 'تبدأ الأسماء بحرف أو رقم، وفيها حروف وأرقام ومسافات و _ - . ( ) @ + ~',
    es: 'los nombres empiezan por una letra o cifra y tienen letras, cifras, espacios y _ - . ( ) @ + ~',
    fr: 'les noms commencent par une lettre ou un chiffre, et ont des lettres, chiffres, espaces et _ - . ( ) @ + ~',
    zh: '名称以字母或数字开头，可含字母、数字、空格和 _ - . ( ) @ + ~',
  },
  'its ending is none of a kind of file that content shows': {
    ar: 'لاحقته ليست لنوع ملفات يعرضه المحتوى',
    es: 'su extensión no es de un tipo de archivo que el contenido muestre',
    fr: 'son extension n’est pas celle d’un type de fichier que le contenu montre',
    zh: '其扩展名不属于内容可显示的文件类型',
  },
  'a browser would run it ({kind})': {
    ar: 'سيشغّله المتصفح ({kind})',
    es: 'un navegador lo ejecutaría ({kind})',
    fr: 'un navigateur l’exécuterait ({kind})',
    zh: '浏览器会运行它（{kind}）',
  },
} as const satisfies Translations
