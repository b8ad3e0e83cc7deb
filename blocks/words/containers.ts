import type { Translations } from '../../runtime/words/index.js'

/** What blocks say that hold others or stand for them, and the button by which one is done. */
export default {
  'There is nothing to show here yet.': {
    ar: 'لا يوجد ما يُعرض هنا بعد.',
    es: 'Todavía no hay nada que mostrar aquí.',
    fr: 'Il n’y a encore rien à montrer ici.',
    zh: '这里还没有内容。',
  },
  'This selection cannot be reset.': {
    ar: 'لا يمكن إعادة ضبط هذا الاختيار.',
    es: 'Esta selección no se puede restablecer.',
    fr: 'Cette sélection ne peut pas être réinitialisée.',
    zh: '此抽取结果无法重置。',
  },
  'Mark as complete': {
    ar: 'وضع علامة مكتمل',
    es: 'Marcar como completado',
    fr: 'Marquer comme terminé',
    zh: '标记为完成',
  },
  'The site cannot be reached. Try again in a moment.': {
    ar: 'تعذّر الوصول إلى الموقع. حاول مجددًا بعد قليل.',
    es: 'No se puede acceder al sitio. Inténtalo de nuevo en un momento.',
    fr: 'Le site est injoignable. Réessayez dans un instant.',
    zh: '无法连接到网站，请稍后重试。',
  },
  'Show this part as it is now': {
    ar: 'إظهار هذا الجزء كما هو الآن',
    es: 'Mostrar esta parte como está ahora',
    fr: 'Afficher cette partie telle qu’elle est maintenant',
    zh: '显示此部分的最新状态',
  },
  'Show what comes next': {
    ar: 'إظهار ما يلي',
    es: 'Mostrar lo que sigue',
    fr: 'Afficher la suite',
    zh: '显示后续内容',
  },
  'A part of this page has changed.': {
    ar: 'تغيّر جزء من هذه الصفحة.',
    es: 'Una parte de esta página ha cambiado.',
    fr: 'Une partie de cette page a changé.',
    zh: '此页面的一部分已更改。',
  },
  'this problem': { ar: 'هذه المسألة', es: 'este problema', fr: 'ce problème', zh: '此题目' },
  'this poll': { ar: 'هذا الاستطلاع', es: 'esta encuesta', fr: 'ce sondage', zh: '此投票' },
  'this survey': { ar: 'هذا الاستبيان', es: 'este cuestionario', fr: 'cette enquête', zh: '此问卷' },
  'this video': { ar: 'هذا الفيديو', es: 'este vídeo', fr: 'cette vidéo', zh: '此视频' },
  'this part': { ar: 'هذا الجزء', es: 'esta parte', fr: 'cette partie', zh: '此部分' },
  and: { ar: 'و', es: 'y', fr: 'et', zh: '和' },
  'Shown to learners once this holds of': {
    ar: 'يُعرض للمتعلمين حين يتحقق ما يلي بشأن',
    es: 'Se muestra a los estudiantes cuando se cumple lo siguiente de',
    fr: 'Montré aux apprenants dès que ceci est vrai de',
    zh: '以下条件满足时向学习者显示，针对',
  },
  'a block, which is not named': {
    ar: 'مكوّن لم يُذكر اسمه',
    es: 'un componente que no se nombra',
    fr: 'un composant qui n’est pas nommé',
    zh: '一个未指明的组件',
  },
  'Go on': { ar: 'متابعة', es: 'Continuar', fr: 'Continuer', zh: '继续' },
  'Go on with part {number}': {
    ar: 'متابعة إلى الجزء {number}',
    es: 'Continuar con la parte {number}',
    fr: 'Continuer avec la partie {number}',
    zh: '继续第 {number} 部分',
  },
  'No group in use': {
    ar: 'لا مجموعة مستخدمة',
    es: 'Ningún grupo en uso',
    fr: 'Aucun groupe utilisé',
    zh: '没有使用中的组',
  },
  'Group: {title}': {
    ar: 'المجموعة: {title}',
    es: 'Grupo: {title}',
    fr: 'Groupe : {title}',
    zh: '组：{title}',
  },
  'Shown to learners of the group:': {
    ar: 'يُعرض لمتعلمي المجموعة:',
    es: 'Se muestra a los estudiantes del grupo:',
    fr: 'Montré aux apprenants du groupe :',
    zh: '向该组学习者显示：',
  },
  '(your own)': { ar: '(مجموعتك)', es: '(el tuyo)', fr: '(le vôtre)', zh: '（您所在的组）' },
  'The course has no groups with the number {number}, so learners see nothing here.': {
    ar: 'لا توجد في المقرر مجموعات بالرقم {number}، لذا لا يرى المتعلمون شيئًا هنا.',
    es: 'El curso no tiene grupos con el número {number}, así que los estudiantes no ven nada aquí.',
    fr: 'Le cours n’a pas de groupes portant le numéro {number}, les apprenants ne voient donc rien ici.',
    zh: '课程中没有编号为 {number} 的组，因此学习者在此看不到任何内容。',
  },
  '“{name}” is of a kind ({kind}) that this site does not show.': {
    ar: '“{name}” من نوع ({kind}) لا يعرضه هذا الموقع.',
    es: '“{name}” es de un tipo ({kind}) que este sitio no muestra.',
    fr: '“{name}” est d’un type ({kind}) que ce site n’affiche pas.',
    zh: '“{name}” 属于本网站不支持显示的类型（{kind}）。',
  },
} as const satisfies Translations
