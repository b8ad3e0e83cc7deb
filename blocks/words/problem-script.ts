import type { Translations } from '../../runtime/words/index.js'

/** What the client module of a problem says by itself. */
export default {
  'Answer the question first.': {
    ar: 'أجب عن السؤال أولًا.',
    es: 'Responde primero a la pregunta.',
    fr: 'Répondez d’abord à la question.',
    zh: '请先作答。',
  },
  'The site cannot be reached. What you entered is still here; try again in a moment.': {
    ar: 'تعذّر الوصول إلى الموقع. ما أدخلته لا يزال هنا؛ حاول مجددًا بعد قليل.',
    es: 'No se puede acceder al sitio. Lo que escribiste sigue aquí; inténtalo de nuevo en un momento.',
    fr: 'Le site est injoignable. Ce que vous avez saisi est toujours là ; réessayez dans un instant.',
    zh: '无法连接到网站。您输入的内容仍在，请稍后重试。',
  },
  'Something went wrong. Try again in a moment.': {
    ar: 'حدث خطأ ما. حاول مجددًا بعد قليل.',
    es: 'Algo ha fallado. Inténtalo de nuevo en un momento.',
    fr: 'Une erreur s’est produite. Réessayez dans un instant.',
    zh: '出现问题，请稍后重试。',
  },
  'Marked {x} from the left, {y} from the top.': {
    ar: 'وُضعت العلامة على بُعد {x} من اليسار و{y} من الأعلى.',
    es: 'Marcado a {x} de la izquierda y {y} de arriba.',
    fr: 'Marqué à {x} de la gauche et {y} du haut.',
    zh: '已标记：距左侧 {x}，距顶部 {y}。',
  },
  '{name} is {value} now.': {
    ar: '{name} الآن {value}.',
    es: '{name} es ahora {value}.',
    fr: '{name} vaut maintenant {value}.',
    zh: '{name} 现在是 {value}。',
  },
  '{name} is empty now.': {
    ar: '{name} فارغ الآن.',
    es: '{name} está ahora vacío.',
    fr: '{name} est maintenant vide.',
    zh: '{name} 现在为空。',
  },
  'A part of this problem is still loading. Try again in a moment.': {
    ar: 'ما زال جزء من هذه المسألة قيد التحميل. حاول مجددًا بعد قليل.',
    es: 'Una parte de este problema aún se está cargando. Inténtalo de nuevo en un momento.',
    fr: 'Une partie de ce problème est encore en cours de chargement. Réessayez dans un instant.',
    zh: '此题目的一部分仍在加载，请稍后重试。',
  },
  'A part of this problem does not say its answer. Reload the page and try again.': {
    ar: 'لا يُعطي جزء من هذه المسألة إجابته. أعد تحميل الصفحة وحاول مجددًا.',
    es: 'Una parte de este problema no da su respuesta. Vuelve a cargar la página e inténtalo de nuevo.',
    fr: 'Une partie de ce problème ne donne pas sa réponse. Rechargez la page et réessayez.',
    zh: '此题目的一部分没有给出答案。请重新加载页面后重试。',
  },
  Ground: { ar: 'أرضي', es: 'Tierra', fr: 'Masse', zh: '接地' },
  Label: { ar: 'تسمية', es: 'Etiqueta', fr: 'Étiquette', zh: '标签' },
  Probe: { ar: 'مجس', es: 'Sonda', fr: 'Sonde', zh: '探针' },
  Ammeter: { ar: 'أميتر', es: 'Amperímetro', fr: 'Ampèremètre', zh: '电流表' },
  'Voltage source': { ar: 'مصدر جهد', es: 'Fuente de tensión', fr: 'Source de tension', zh: '电压源' },
  'Current source': { ar: 'مصدر تيار', es: 'Fuente de corriente', fr: 'Source de courant', zh: '电流源' },
  Resistor: { ar: 'مقاومة', es: 'Resistencia', fr: 'Résistance', zh: '电阻' },
  Capacitor: { ar: 'مكثف', es: 'Condensador', fr: 'Condensateur', zh: '电容' },
  Inductor: { ar: 'ملف حثي', es: 'Inductor', fr: 'Inductance', zh: '电感' },
  Diode: { ar: 'دايود', es: 'Diodo', fr: 'Diode', zh: '二极管' },
  NFet: { ar: 'ترانزستور NFET', es: 'Transistor NFET', fr: 'Transistor NFET', zh: 'N 沟道场效应管' },
  PFet: { ar: 'ترانزستور PFET', es: 'Transistor PFET', fr: 'Transistor PFET', zh: 'P 沟道场效应管' },
  'Operational amplifier': {
    ar: 'مضخم عمليات',
    es: 'Amplificador operacional',
    fr: 'Amplificateur opérationnel',
    zh: '运算放大器',
  },
} as const satisfies Translations
