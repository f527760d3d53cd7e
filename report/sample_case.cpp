#include "report/sample_case.h"

#include <array>
#include <cassert>
#include <cstdio>

namespace seihon::report {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct Name {
    const char *written, *kana;
    bool woman;
};

constexpr std::array<Name, 8> kPatients{{{"見本　花子", "みほん　はなこ", true},
                                         {"架空　太郎", "かくう　たろう", false},
                                         {"例示　みどり", "れいじ　みどり", true},
                                         {"試作　健一", "しさく　けんいち", false},
                                         {"仮名　さくら", "かめい　さくら", true},
                                         {"見本　次郎", "みほん　じろう", false},
                                         {"架空　よし江", "かくう　よしえ", true},
                                         {"例示　幸雄", "れいじ　ゆきお", false}}};

struct House {
    const char *name, *address, *seal;
};

constexpr std::array<House, 4> kHouses{
    {{"医療法人社団 見本会　みほん内科クリニック", "見本県見本市みどり町一丁目2番3号",
      "見本会内科医院之印"},
     {"架空町立 かくう診療所", "見本県架空郡架空町大字例示45番地", "架空町立診療所之印"},
     {"見本循環器・消化器内科医院", "見本県見本市さくら台三丁目6番7号", "見本循環器医院之印"},
     {"例示ファミリークリニック", "見本県例示市中央二丁目8番9号", "例示家庭医医院之印"}}};

struct Doctor {
    const char *name, *seal;
};

constexpr std::array<Doctor, 5> kDoctors{{{"仮名　一郎", "仮名"},
                                          {"試作　玲子", "試作"},
                                          {"架空　修", "架空"},
                                          {"例示　恵", "例示"},
                                          {"見本　誠", "見本"}}};

void angina(SampleCase& c) {
    c.toDepartment = "循環器内科";
    c.diagnosis = "#1 労作性狭心症の疑い\n#2 高血圧症　　#3 2型糖尿病　　#4 脂質異常症";
    c.purpose = "労作時胸部絞扼感の精査加療のお願い（冠動脈評価を含む）";
    c.pastHistory =
        "虫垂切除術（24歳）。52歳より高血圧症、58歳より2型糖尿病にて当院通院中。\n"
        "家族歴：父が68歳で心筋梗塞。喫煙：10本/日×30年（60歳で禁煙）。飲酒：機会飲酒。";
    c.course =
        "平素より大変お世話になっております。上記にて当院に通院中の方です。"
        "{k-75}"
        "頃より坂道や階段の昇段時に胸骨裏面の絞扼感を自覚するようになり、安静にて2～3分で消失してお"
        "りました。"
        "{k-8}"
        "に入り、平地歩行でも同様の症状が週に3回程度出現し、持続時間も5分前後に延長しております。"
        "冷汗、嘔気、放散痛は認めておりません。夜間および安静時の発作はありません。\n"
        "{j-4}の安静時心電図にてV4～V6のST低下を認め、胸部X線写真ではCTR "
        "52%、肺うっ血像は認めません。"
        "血液検査ではトロポニンTの上昇なく、LDL-C、HbA1cが高値です（別紙3枚目をご参照下さい）。";
    c.treatment =
        "{j-4}よりアスピリンおよび硝酸薬（発作時舌下）を開始し、β遮断薬を追加いたしました。"
        "以後、安静時発作はなく、労作時の症状はやや軽減しております。";
    c.findings =
        "血圧 148/86 mmHg、脈拍 74/分・整、SpO2 97%（室内気）、体温 36.4℃。\n"
        "心音：純、心雑音なし。呼吸音：清、ラ音を聴取せず。下腿浮腫なし。頸静脈怒張なし。\n"
        "胸部圧痛なし。四肢の脈拍は左右差なく触知良好。";
    c.medicines = {
        {"アスピリン腸溶錠 100mg", "1回1錠　1日1回 朝食後", "{s-4}", "今回開始"},
        {"ビソプロロールフマル酸塩錠 2.5mg", "1回1錠　1日1回 朝食後", "{s-4}", "今回開始"},
        {"アムロジピンOD錠 5mg", "1回1錠　1日1回 朝食後", "継続", ""},
        {"テルミサルタン錠 40mg", "1回1錠　1日1回 朝食後", "継続", ""},
        {"ロスバスタチン錠 2.5mg", "1回1錠　1日1回 夕食後", "継続", "増量検討中"},
        {"メトホルミン塩酸塩錠 500mg", "1回1錠　1日2回 朝夕食後", "継続", "造影時は休薬"},
        {"リナグリプチン錠 5mg", "1回1錠　1日1回 朝食後", "継続", ""},
        {"ニトログリセリン舌下錠 0.3mg", "1回1錠　胸痛発作時 舌下", "{s-4}", "10錠交付"}};
    c.allergy = "造影剤：使用歴なし　／　薬剤：セフェム系で皮疹（40歳頃）　／　食物：なし";
    c.note = {"{s+0} 15:20　TEL済", "循外 予約 {w+4} 9:30", "メトホルミン休薬 → 本人へ説明要"};
    c.shifts = {{"LDL-C", 1.75}, {"HbA1c", 1.42}, {"グルコース", 1.62}, {"中性脂肪", 2.2},
                {"CRP", 2.6},    {"BNP", 6.2},    {"HDL-C", 0.66}};
    c.heartRate = 74;
    c.stShift = -0.14;
}

void anaemia(SampleCase& c) {
    c.toDepartment = "消化器内科";
    c.diagnosis = "#1 鉄欠乏性貧血（消化管出血の疑い）\n#2 慢性胃炎　　#3 変形性膝関節症";
    c.purpose = "貧血の原因精査のお願い（上下部消化管内視鏡検査）";
    c.pastHistory = "胆嚢摘出術（49歳）、両側変形性膝関節症にてNSAIDsを頓用。\n"
                    "家族歴：母が大腸癌（74歳）。喫煙：なし。飲酒：ビール350mL/日。";
    c.course =
        "いつも大変お世話になっております。健康診断にて貧血を指摘され、{j-10}"
        "に当院を受診されました。"
        "1か月ほど前より労作時の息切れと倦怠感を自覚しておられ、便の色が黒いことがあったとのことで"
        "す。"
        "食欲は保たれておりますが、3か月で約2 "
        "kgの体重減少を認めます。腹痛、嘔吐、発熱はありません。\n"
        "血液検査にてHb 8.6 g/dL、MCV 72 fL、フェリチン低値を認め、便潜血は2回とも陽性でした。"
        "腹部超音波検査では胆嚢摘出後である以外に明らかな異常を認めません。"
        "心電図は洞調律で、虚血を疑う所見はありません（別紙をご参照下さい）。";
    c.treatment = "NSAIDsを中止し、ボノプラザンおよびクエン酸第一鉄の内服を開始しております。"
                  "バイタルサインは安定しており、現時点で輸血は行っておりません。";
    c.findings = "血圧 118/64 mmHg、脈拍 92/分・整、SpO2 98%（室内気）、体温 36.6℃。\n"
                 "眼瞼結膜：貧血様。眼球結膜：黄染なし。腹部：平坦・軟、心窩部に軽度圧痛あり。\n"
                 "直腸診：腫瘤を触知せず、黒色便の付着あり。下腿浮腫なし。";
    c.medicines = {
        {"ボノプラザン錠 20mg", "1回1錠　1日1回 朝食後", "{s-10}", "今回開始"},
        {"クエン酸第一鉄Na錠 50mg", "1回1錠　1日2回 朝夕食後", "{s-10}", "今回開始"},
        {"レバミピド錠 100mg", "1回1錠　1日3回 毎食後", "継続", ""},
        {"アセトアミノフェン錠 500mg", "1回1錠　膝痛時 頓用", "{s-10}", "NSAIDsより変更"},
        {"ロキソプロフェンNa錠 60mg", "（中止）", "{s-10}中止", "胃粘膜障害の疑い"},
        {"エルデカルシトールカプセル 0.75μg", "1回1C　1日1回 朝食後", "継続", ""}};
    c.allergy = "薬剤：なし　／　食物：さば（蕁麻疹）　／　抗血栓薬：内服なし";
    c.note = {"{s+0} FAX受信分と同一", "GIF/CF 枠 → 消内 外来へ確認", "家族同伴希望（長女）"};
    c.shifts = {{"ヘモグロビン", 0.58}, {"ヘマトクリット", 0.64}, {"MCV", 0.78},
                {"血清鉄", 0.16},       {"フェリチン", 0.06},     {"UIBC", 1.7},
                {"血小板", 1.55}};
    c.heartRate = 92;
}

void pneumonia(SampleCase& c) {
    c.toDepartment = "呼吸器内科";
    c.diagnosis = "#1 市中肺炎（右下葉）\n#2 慢性閉塞性肺疾患　　#3 高血圧症";
    c.purpose = "肺炎の入院加療および胸部CT検査のお願い";
    c.pastHistory =
        "慢性閉塞性肺疾患（63歳より吸入療法）、高血圧症、右鼠径ヘルニア術後（70歳）。\n"
        "家族歴：特記事項なし。喫煙：20本/日×40年（62歳で禁煙）。肺炎球菌ワクチン接種済。";
    c.course = "お世話になっております。慢性閉塞性肺疾患にて当院へ通院中の方です。"
               "{j-6}より38℃台の発熱、湿性咳嗽、膿性痰が出現し、同日当院を受診されました。"
               "胸部X線写真にて右下肺野に浸潤影を認め、外来にて抗菌薬の内服を開始いたしましたが、"
               "{j-1}の再診時にも38.2℃の発熱が続き、労作時の呼吸困難が増悪しております。\n"
               "意識は清明で経口摂取は半量程度可能です。室内気でのSpO2は91%に低下しており、"
               "白血球数、CRPの上昇が持続しています。迅速検査はインフルエンザ、SARS-CoV-"
               "2ともに陰性でした。"
               "入院での加療が必要と判断し、ご紹介申し上げます。";
    c.treatment = "{j-6}よりアモキシシリン・クラブラン酸の内服、去痰薬の投与を行いました。"
                  "吸入薬は継続しております。ステロイドの全身投与は行っておりません。";
    c.findings =
        "血圧 132/78 mmHg、脈拍 98/分・整、SpO2 91%（室内気）、体温 38.2℃、呼吸数 24/分。\n"
        "右下肺野背側にて水泡音を聴取。喘鳴なし。頸部リンパ節の腫脹なし。\n"
        "下腿浮腫なし。皮疹なし。A-DROP 2点（年齢、SpO2）。";
    c.medicines = {
        {"アモキシシリン・クラブラン酸配合錠", "1回1錠　1日3回 毎食後", "{s-6}", "効果不十分"},
        {"カルボシステイン錠 500mg", "1回1錠　1日3回 毎食後", "{s-6}", ""},
        {"チオトロピウム吸入用 2.5μg", "1回2吸入　1日1回 朝", "継続", ""},
        {"ビランテロール配合吸入薬", "1回1吸入　1日1回 朝", "継続", ""},
        {"アムロジピンOD錠 2.5mg", "1回1錠　1日1回 朝食後", "継続", ""},
        {"アセトアミノフェン錠 500mg", "1回1錠　38.5℃以上 頓用", "{s-6}", ""}};
    c.allergy = "薬剤：なし　／　食物：なし　／　気管支喘息の既往：なし";
    c.note = {"{s+1} 入院 4東 調整中", "画像CD 1枚同封 → 要返却", "O2 2L で搬送予定"};
    c.shifts = {{"白血球数", 2.3}, {"CRP", 172.0}, {"好中球", 1.4},     {"リンパ球", 0.35},
                {"Na", 0.945},     {"BUN", 1.6},   {"アルブミン", 0.68}};
    c.heartRate = 98;
}

// Numbers in braces: they are rolled from left to right.
std::string formatted(const char* pattern, const std::array<int, 3>& numbers) {
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), pattern, numbers[0], numbers[1], numbers[2]);
    return text.data();
}

int numberOf(std::chrono::month month) {
    return static_cast<int>(static_cast<unsigned>(month));
}
int numberOf(std::chrono::day day) {
    return static_cast<int>(static_cast<unsigned>(day));
}

// "{j-4}" → "11月18日", "{s-4}" → "11/18", "{w-4}" → "11/18(水)", "{k-4}" → "11月": days from the
// day of writing.
std::string dated(const std::string& pattern, year_month_day written) {
    static constexpr std::array<const char*, 7> kWeekdays{"日", "月", "火", "水", "木", "金", "土"};
    std::string text;
    std::size_t at = 0;
    for (std::size_t open = pattern.find('{'); open != std::string::npos;
         open = pattern.find('{', at)) {
        const std::size_t close = pattern.find('}', open);
        assert(close != std::string::npos);
        text += pattern.substr(at, open - at);
        const int shift = std::stoi(pattern.substr(open + 2, close - open - 2));
        const sys_days day = sys_days(written) + days(shift);
        const year_month_day date(day);
        const int month = numberOf(date.month()), dayNumber = numberOf(date.day());
        switch (pattern[open + 1]) {
        case 'j':
            text += formatted("%d月%d日", {month, dayNumber, 0});
            break;
        case 'k':
            text += formatted("%d月", {month, 0, 0});
            break;
        case 's':
            text += formatted("%d/%d", {month, dayNumber, 0});
            break;
        case 'w':
            text += formatted("%d/%d", {month, dayNumber, 0}) + "(" +
                    kWeekdays.at(std::chrono::weekday(day).c_encoding()) + ")";
            break;
        default:
            assert(false);
        }
        at = close + 1;
    }
    return text + pattern.substr(at);
}

void dateTexts(SampleCase& c) {
    for (std::string* text : {&c.course, &c.treatment, &c.findings, &c.pastHistory}) {
        *text = dated(*text, c.written);
    }
    for (Medicine& medicine : c.medicines) {
        medicine.since = dated(medicine.since, c.written);
    }
    for (std::string& line : c.note) {
        line = dated(line, c.written);
    }
}

void drawPatient(SampleCase& c, Dice& dice) {
    const Name& name = dice.oneOf(kPatients);
    c.patientName = name.written;
    c.patientKana = name.kana;
    c.sex = name.woman ? "女" : "男";
    const int birthYear = dice.whole(1938, 1953);
    const year_month_day birth{std::chrono::year(birthYear),
                               std::chrono::month(static_cast<unsigned>(dice.whole(1, 12))),
                               std::chrono::day(static_cast<unsigned>(dice.whole(1, 28)))};
    c.birthDate = eraDate(birth);
    int age = static_cast<int>(c.written.year()) - birthYear;
    if (c.written.month() < birth.month() ||
        (c.written.month() == birth.month() && c.written.day() < birth.day())) {
        --age;
    }
    c.age = std::to_string(age);
    c.patientId =
        formatted("%04d-%04d-%d", {dice.whole(0, 99), dice.whole(0, 9999), dice.whole(0, 9)});
    c.address = formatted("見本県見本市例示町%d丁目%d番%d号",
                          {dice.whole(1, 6), dice.whole(1, 28), dice.whole(1, 19)});
    c.telephone = formatted("000-%03d%d-0000", {dice.whole(0, 999), dice.whole(0, 9), 0});
    c.job = dice.chance(0.7) ? "無職" : "自営業";
}

} // namespace

std::string eraDate(year_month_day date) {
    const int year = static_cast<int>(date.year());
    const int month = numberOf(date.month()), day = numberOf(date.day());
    const year_month_day reiwa{std::chrono::year(2019), std::chrono::May, std::chrono::day(1)};
    const year_month_day heisei{std::chrono::year(1989), std::chrono::January, std::chrono::day(8)};
    const char* era = "昭和";
    int first = 1926;
    if (date >= reiwa) {
        era = "令和";
        first = 2019;
    } else if (date >= heisei) {
        era = "平成";
        first = 1989;
    }
    const int number = year - first + 1;
    return std::string(era) + (number == 1 ? std::string("元") : std::to_string(number)) + "年" +
           std::to_string(month) + "月" + std::to_string(day) + "日";
}

std::string dottedDate(year_month_day date) {
    return formatted("%04d.%02d.%02d",
                     {static_cast<int>(date.year()), numberOf(date.month()), numberOf(date.day())});
}

SampleCase sampleCase(std::uint32_t seed, year_month_day received) {
    Dice dice(0x43617365u + std::uint64_t{seed} * 7919);
    SampleCase c;
    c.received = received;
    c.written = sys_days(received) - days(dice.whole(1, 2));
    drawPatient(c, dice);
    const House& house = dice.oneOf(kHouses);
    const Doctor& doctor = dice.oneOf(kDoctors);
    c.fromHouse = house.name;
    c.fromAddress = house.address;
    c.houseSeal = house.seal;
    c.fromTelephone = formatted("TEL 000-%03d-0000　FAX 000-%03d-00%02d",
                                {dice.whole(100, 999), dice.whole(100, 999), dice.whole(0, 99)});
    c.fromDoctor = doctor.name;
    c.doctorSeal = doctor.seal;
    c.toHouse = "見本総合病院";
    c.toDoctor = std::string(dice.oneOf(kDoctors).name) + "　先生　御侍史";
    switch (seed % 3) {
    case 0:
        pneumonia(c);
        break;
    case 1:
        angina(c);
        break;
    default:
        anaemia(c);
        break;
    }
    dateTexts(c);
    return c;
}

} // namespace seihon::report
