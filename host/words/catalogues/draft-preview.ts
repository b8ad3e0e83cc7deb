import type { Translations } from '../translations.js'

export default {
  'Date, in your time ({zone}); empty: now': {
    ar: 'التاريخ بتوقيتك ({zone})؛ فارغ: الآن',
    es: 'Fecha, en tu hora ({zone}); vacía: ahora',
    fr: 'Date, à votre heure ({zone}) ; vide : maintenant',
    zh: '日期，按您的时间（{zone}）；留空为当前时间',
  },
  'Drawn for {name}': {
    ar: 'ما سُحب لـ{name}',
    es: 'Sorteado para {name}',
    fr: 'Tiré au sort pour {name}',
    zh: '为 {name} 抽取的内容',
  },
  'Enrolled as': {
    ar: 'نوع التسجيل',
    es: 'Inscrito como',
    fr: 'Inscrit en tant que',
    zh: '注册类型',
  },
  'Learners are not told why.': {
    ar: 'لا يُخبر المتعلمون بالسبب.',
    es: 'A los estudiantes no se les dice por qué.',
    fr: 'Les apprenants n’en connaissent pas la raison.',
    zh: '学习者不会看到原因。',
  },
  'Nothing done here is kept: no learner’s work, events or grades change, and learners see none of it.': {
    ar: 'لا يُحفظ شيء مما يُفعل هنا: لا يتغير عمل أي متعلم ولا أحداثه ولا درجاته، ولا يرى المتعلمون شيئًا منه.',
    es: 'Nada de lo que se hace aquí se guarda: no cambian el trabajo, los eventos ni las notas de nadie, y los estudiantes no ven nada de ello.',
    fr: 'Rien de ce qui est fait ici n’est conservé : aucun travail, événement ni note d’apprenant ne change, et les apprenants n’en voient rien.',
    zh: '此处的操作不会保存：不会改变任何学习者的作业、事件或成绩，学习者也看不到。',
  },
  'Start over': {
    ar: 'ابدأ من جديد',
    es: 'Empezar de nuevo',
    fr: 'Recommencer',
    zh: '重新开始',
  },
  'What failed': {
    ar: 'ما الذي تعذّر',
    es: 'Qué ha fallado',
    fr: 'Ce qui a échoué',
    zh: '出错内容',
  },
  'What {name} sees': {
    ar: 'ما يراه {name}',
    es: 'Lo que ve {name}',
    fr: 'Ce que voit {name}',
    zh: '{name} 看到的内容',
  },
  'as a learner sees the draft': {
    ar: 'كما يرى المتعلم المسودة',
    es: 'como un estudiante ve el borrador',
    fr: 'tel qu’un apprenant voit le brouillon',
    zh: '学习者看到的草稿',
  },
  'as a learner sees version {version}': {
    ar: 'كما يرى المتعلم الإصدار {version}',
    es: 'como un estudiante ve la versión {version}',
    fr: 'tel qu’un apprenant voit la version {version}',
    zh: '学习者看到的版本 {version}',
  },
  drawn: {
    ar: 'بالقرعة',
    es: 'por sorteo',
    fr: 'par tirage au sort',
    zh: '随机分配',
  },
  'in no group': {
    ar: 'ليس في أي مجموعة',
    es: 'en ningún grupo',
    fr: 'dans aucun groupe',
    zh: '不属于任何小组',
  },
  'not said': {
    ar: 'غير محدد',
    es: 'sin indicar',
    fr: 'non précisé',
    zh: '未指定',
  },
  nothing: {
    ar: 'لا شيء',
    es: 'nada',
    fr: 'rien',
    zh: '无',
  },
  '{name} does not see this: {why}': {
    ar: 'لا يرى {name} هذا: {why}',
    es: '{name} no ve esto: {why}',
    fr: '{name} ne voit pas ceci : {why}',
    zh: '{name} 看不到此内容：{why}',
  },
  '{title} as a learner sees it': {
    ar: '{title} كما يراه المتعلم',
    es: '{title} como lo ve un estudiante',
    fr: '{title} tel que le voit un apprenant',
    zh: '学习者看到的 {title}',
  },
} as const satisfies Translations
