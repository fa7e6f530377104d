"""Letters written for these tests, in three languages. States, persons and places in them do not exist."""

from __future__ import annotations

NOTE_EN = """EMBASSY OF THE REPUBLIC OF MERANTHA
JEDDAH

Ref: MER/JED/118/2035
Jeddah, 29 January 2035

NOTE VERBALE

The Embassy of the Republic of Merantha presents its compliments to the General Secretariat and has the honour to
transmit herewith the list of the experts of Merantha regarding the regional water programme.
The Embassy would be grateful to receive, before 20 February 2035, the calendar of the meetings of the experts.
The Embassy of the Republic of Merantha avails itself of this opportunity to renew to the General Secretariat the
assurances of its highest consideration.

Encl.: 3
"""

LETTER_FR = """RÉPUBLIQUE DE VALDORIE
Ministère des Affaires étrangères
Direction des organisations internationales

N° 000148/MAE/C/DGOI
Port-Clair, le 5 février 2035

À Son Excellence Monsieur le Secrétaire général

TRÈS URGENT
Objet : Ouverture de la plateforme logistique humanitaire de Port-Clair

Excellence,

J’ai l’honneur d’accuser réception de votre lettre et de vous confirmer l’accord de mon Gouvernement.
Je vous saurais gré de bien vouloir me communiquer, au plus tard le 1er mars 2035, les noms de vos signataires.
Je vous prie d’agréer, Excellence, l’assurance de ma très haute considération.

Amadou Belrive
Ministre des Affaires étrangères

P.J. : 2
"""

LETTER_AR = """جمهورية سرابيا
وزارة التعاون الدولي

الرقم: ت د/٧٧/٢٠٣٥
التاريخ: ٨ ذو القعدة ١٤٥٦هـ

سري
معالي الأمين العام
الموضوع: طلب إدراج بند في جدول أعمال الدورة القادمة
السلام عليكم ورحمة الله وبركاته، وبعد،
أتشرف بإفادة معاليكم بأن حكومة بلادي ترغب في إدراج بند عن المياه في جدول أعمال الدورة القادمة للمجلس.
وأرجو من معاليكم التفضل بتعميم هذا الطلب على الدول الأعضاء قبل ١ مارس ٢٠٣٥م.
وتفضلوا معاليكم بقبول فائق التقدير والاحترام.
عمر بن سالم الدارمي
وزير التعاون الدولي
المرفقات: مذكرة إيضاحية
"""

INVITATION_EN = """INSTITUTE FOR MEDIATION STUDIES
14 Harbour Road, Port Selim

Our ref.: IMS/DIR/35/009
Your ref.: OIC/CAB/2034/000812
Date: 1 February 2035

Subject: Invitation to the Second Forum on Mediation, Port Selim, 4 to 6 April 2035

Excellency,
I have the pleasure of inviting you to open the Forum. We look forward to your reply.
Yours sincerely,
Salwa Q. Harrane
Director
cc: Department of Political Affairs
"""
