#include "tests/quality/paper_forms.h"

#include "report/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace seihon::quality {

namespace {

using report::Align;
using report::Canvas;
using report::Colour;
using report::Dice;
using report::Font;
using report::Hand;
using report::Point;
using report::SizeMm;

constexpr Colour kToner{0.12, 0.12, 0.125};
constexpr Colour kRule{0.35, 0.36, 0.38};
constexpr Colour kGreenPrint{0.20, 0.48, 0.34};
constexpr Colour kBallpoint{0.14, 0.18, 0.52};

const std::array<std::string, 16> kSentences{
    "いつも大変お世話になっております。上記の患者様につき、ご高診のほどよろしくお願い申し上げます"
    "。",
    "先月より食後の心窩部痛を自覚され、当院にて内服加療を開始しましたが改善に乏しい状態です。",
    "血液検査では軽度の貧血を認めるほか、特記すべき異常は認めておりません。",
    "既往に高血圧症、脂質異常症があり、アムロジピン 5mg を継続しております。",
    "夜間の咳嗽が続くため、胸部単純撮影を施行いたしました。右下肺野に淡い陰影を認めます。",
    "ご家族には精査の必要性を説明し、同意を得ております。薬剤アレルギーはありません。",
    "昨日より発熱 38.2℃、SpO2 95%（室内気）。食事摂取量はやや低下しております。",
    "今後の治療方針につきましては、貴院にてご判断いただけますと幸いです。",
    "術後経過は良好で、創部に発赤・腫脹を認めません。抜糸は一週間後を予定しております。",
    "上部消化管内視鏡検査にて前庭部に発赤を認め、生検を施行いたしました。",
    "歩行時のふらつきがあり、転倒に注意するよう指導しております。",
    "本日の血圧は 142/88 mmHg、脈拍 76/分（整）でした。",
    "インスリン自己注射の手技を確認し、低血糖時の対応をあらためて説明しました。",
    "入院中は安静度を病棟内とし、内服薬は看護師管理といたします。",
    "両側下腿に軽度の浮腫を認めるため、利尿薬の増量を検討しております。",
    "ご不明の点がございましたら、下記までご連絡くださいますようお願い申し上げます。"};

const std::array<std::string, 10> kNotes{"至急",         "確認済 山田",  "次回 採血",  "要返信",
                                         "家族へTEL",    "本人に説明済", "コピー済み", "外来へ",
                                         "薬剤変更あり", "主治医確認"};

const std::array<std::string, 6> kQuestions{
    "今日はどのような症状で受診されましたか", "その症状はいつごろからありますか",
    "現在治療中の病気はありますか",           "薬や食べ物でアレルギーが出たことは",
    "手術や輸血を受けたことがありますか",     "たばこ・お酒について"};

Hand pen(Dice& dice, double points) {
    static constexpr std::array kInks{kBallpoint, Colour{0.13, 0.13, 0.16}, report::kBlueBlack};
    return {points, dice.oneOf(kInks), dice.between(-2, 4), dice.between(0.05, 0.14),
            dice.between(0.0, 0.3)};
}

Hand pencil(Dice& dice, double points) {
    const double grey = dice.between(0.42, 0.62);
    return {points, {grey, grey, grey + 0.02}, dice.between(-2, 5), 0.12, dice.between(0.4, 0.8)};
}

// At most so many characters of UTF-8.
std::string beginning(const std::string& words, int characters) {
    std::size_t end = 0;
    while (end < words.size() && characters > 0) {
        ++end;
        while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) {
            ++end;
        }
        --characters;
    }
    return words.substr(0, end);
}

std::string paragraph(Dice& dice, int sentences) {
    std::string text;
    for (int i = 0; i < sentences; ++i) {
        text += dice.oneOf(kSentences);
    }
    return text;
}

void body(Canvas& canvas, Dice& dice, report::Box box, double points, int lines) {
    canvas.text({box.x, box.y}, paragraph(dice, 30),
                {.font = dice.chance(0.6) ? Font::Mincho : Font::Gothic,
                 .points = points,
                 .colour = kToner,
                 .width = box.w,
                 .lineSpacing = dice.between(1.15, 1.6),
                 .lines = lines});
}

void title(Canvas& canvas, double width, const std::string& words, Colour colour = kToner) {
    canvas.text({width / 2, 14}, words, {Font::Gothic, 16, colour, true, Align::Centre});
}

void questionnaire(Canvas& canvas, SizeMm size, Dice& dice) {
    const Colour print = dice.chance(0.5) ? kToner : kGreenPrint;
    title(canvas, size.width, "問　診　票", print);
    canvas.text({20, 25}, "お名前　　　　　　　　　　　　　　　　生年月日　　　　年　　月　　日",
                {Font::Gothic, 10, print});
    canvas.line({20, 31}, {190, 31}, 0.25, print);
    report::handwriting(canvas, dice, {36, 24}, "見本　花子", pen(dice, 14));
    double y = 38;
    for (const std::string& question : kQuestions) {
        canvas.frame({18, y, 174, 34}, 0.35, print);
        canvas.text({21, y + 2}, question, {Font::Gothic, 10.5, print, true});
        for (int box = 0; box < 4; ++box) {
            const double x = 22 + 42.0 * box;
            canvas.frame({x, y + 10, 3.4, 3.4}, 0.25, print);
            canvas.text({x + 5, y + 9.7}, "はい・いいえ", {Font::Gothic, 9, print});
            if (dice.chance(0.3)) {
                canvas.polyline({{x + 0.4, y + 11}, {x + 1.6, y + 13}, {x + 4.5, y + 8.6}}, 0.4,
                                kBallpoint);
            }
        }
        for (int line = 0; line < 2; ++line) {
            canvas.line({22, y + 23 + 8.0 * line}, {188, y + 23 + 8.0 * line}, 0.15, kRule);
        }
        if (dice.chance(0.7)) {
            report::handwriting(canvas, dice, {24, y + 17}, beginning(dice.oneOf(kSentences), 14),
                                pen(dice, dice.between(11, 15)));
        }
        y += 38;
    }
    canvas.text({105, 284}, "見本病院　内科外来", {Font::Gothic, 9, print, false, Align::Centre});
}

// Round endoscope pictures on black, as the reporting systems print them.
void endoscopyPicture(Canvas& canvas, const report::Box& box, Dice& dice) {
    canvas.fill(box, {0.05, 0.05, 0.06});
    const double red = dice.between(0.62, 0.8), green = dice.between(0.3, 0.45);
    for (int ring = 0; ring < 14; ++ring) {
        const double part = 1 - ring / 15.0;
        const double w = box.w * 0.9 * part, h = box.h * 0.9 * part;
        const double x = box.x + box.w * (0.5 + 0.02 * ring) - w / 2;
        const double y = box.y + box.h * 0.5 - h / 2;
        const double dark = 0.55 + 0.5 * part;
        const Colour colour{red * dark, green * dark, green * 0.7 * dark};
        canvas.ellipse({x, y, w, h}, box.w * 0.035, colour);
    }
}

void endoscopyReport(Canvas& canvas, SizeMm size, Dice& dice) {
    title(canvas, size.width, "上部消化管内視鏡検査報告書");
    canvas.line({18, 24}, {192, 24}, 0.5, kToner);
    canvas.text({18, 27}, "患者ID 0012-345　　検査日 2026年11月20日　　依頼科 消化器内科",
                {Font::Gothic, 9.5, kToner});
    for (int i = 0; i < 4; ++i) {
        endoscopyPicture(canvas, {20 + 44.0 * i, 38, 40, 36}, dice);
    }
    canvas.text({18, 82}, "【所見】", {Font::Gothic, 11, kToner, true});
    body(canvas, dice, {20, 90, 168, 100}, 10.5, dice.whole(6, 16));
    canvas.text({18, 200}, "【診断】", {Font::Gothic, 11, kToner, true});
    body(canvas, dice, {20, 208, 168, 40}, 10.5, dice.whole(2, 5));
    canvas.text({130, 262}, "検査医　試作　玲子", {Font::Mincho, 11, kToner});
    report::roundSeal(canvas, dice, {176, 265}, "試作");
}

void fax(Canvas& canvas, SizeMm size, Dice& dice) {
    canvas.text({8, 4}, "2026-11-20 14:32　FROM 000-111-0000　みほん内科　　P. 1/2",
                {Font::Gothic, 8, kToner});
    title(canvas, size.width, "診療情報提供書（ＦＡＸ）");
    body(canvas, dice, {20, 32, 168, 150}, 11, dice.whole(10, 24));
    report::handwriting(canvas, dice, {24, 240}, "よろしくお願いします", pen(dice, 16));
    for (int i = dice.whole(40, 400); i > 0; --i) { // noise of the line
        const double x = dice.between(2, size.width - 2), y = dice.between(2, size.height - 2);
        canvas.fill({x, y, 0.15, 0.15}, {});
    }
}

// Written from top to bottom, columns from the right, as old doctors do.
void verticalLetter(Canvas& canvas, SizeMm size, Dice& dice) {
    const double step = dice.between(9, 12), points = dice.between(11, 14);
    for (double x = size.width - 28; x > 24; x -= step) {
        canvas.line({x - step * 0.3, 22}, {x - step * 0.3, size.height - 24}, 0.12,
                    {0.75, 0.45, 0.42});
        std::string text = paragraph(dice, 2);
        double y = 25;
        const int length = dice.whole(18, 40);
        for (int i = 0; i < length && text.size() >= 3 && y < size.height - 30; ++i) {
            // Only three-byte characters stand here; Latin words are left out of a brush letter.
            const auto first = static_cast<unsigned char>(text.front());
            const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
            if (bytes == 3) {
                canvas.text({x, y}, text.substr(0, 3),
                            {Font::Mincho, points, kToner, false, Align::Centre});
                y += points * 0.42;
            }
            text.erase(0, bytes);
        }
    }
    report::roundSeal(canvas, dice, {32, size.height - 40}, "仮名");
}

void consent(Canvas& canvas, SizeMm size, Dice& dice) {
    title(canvas, size.width, "手術・検査 説明同意書");
    body(canvas, dice, {16, 28, size.width - 32, 120}, 9.5, dice.whole(12, 24));
    const double y = size.height - 72;
    canvas.frame({16, y, size.width - 32, 48}, 0.5, kToner);
    canvas.text({20, y + 4}, "上記の説明を受け、理解したうえで同意します。",
                {Font::Gothic, 10, kToner});
    canvas.text({20, y + 16}, "　　　年　　月　　日　　患者氏名", {Font::Gothic, 10, kToner});
    canvas.text({20, y + 30}, "　　　　　　　　　　　　代理人（続柄　　　）",
                {Font::Gothic, 10, kToner});
    canvas.line({100, y + 22}, {size.width - 24, y + 22}, 0.25, kToner);
    report::handwriting(canvas, dice, {104, y + 14}, "架空　よし江", pen(dice, 16));
    report::roundSeal(canvas, dice, {size.width - 26, y + 18}, "架空");
}

void prescription(Canvas& canvas, SizeMm size, Dice& dice) {
    title(canvas, size.width, "処　方　箋");
    const double right = size.width - 10;
    for (double y : {26.0, 40.0, 54.0, 68.0, 160.0, 178.0, size.height - 8}) {
        canvas.line({10, y}, {right, y}, y == 26.0 || y == 68.0 ? 0.5 : 0.25, kToner);
    }
    for (double x : {10.0, 74.0, right}) {
        canvas.line({x, 26}, {x, x == 74.0 ? 68 : size.height - 8}, 0.4, kToner);
    }
    for (int i = 0; i < 8; ++i) {
        canvas.frame({40 + 4.0 * i, 28, 4, 7}, 0.2, kToner);
        canvas.text({42 + 4.0 * i, 29}, std::to_string(dice.whole(0, 9)),
                    {Font::Gothic, 10, kToner, false, Align::Centre});
    }
    canvas.text({13, 44}, "氏名　例示　幸雄　様", {Font::Gothic, 10, kToner});
    canvas.text({77, 44}, "保険医療機関　見本総合病院", {Font::Gothic, 8.5, kToner});
    double y = 73;
    const int medicines = dice.whole(2, 7);
    for (int i = 1; i <= medicines; ++i) {
        canvas.text({14, y},
                    std::to_string(i) + "）見本錠 5mg　　" + std::to_string(dice.whole(1, 6)) +
                        " 錠",
                    {Font::Mincho, 10, kToner});
        canvas.text({22, y + 5.5}, "分1　朝食後　" + std::to_string(dice.whole(7, 60)) + " 日分",
                    {Font::Mincho, 9.5, kToner});
        y += 12;
    }
    canvas.text({30, y}, "＝＝＝以下余白＝＝＝", {Font::Mincho, 10, kToner});
    report::roundSeal(canvas, dice, {right - 10, 61}, "見本");
    report::dateStamp(canvas, dice, {right - 24, 186}, {"26.11.20", "見本薬局", "調剤済"});
}

void memo(Canvas& canvas, SizeMm size, Dice& dice) {
    const bool ruled = dice.chance(0.6);
    for (double y = 22; ruled && y < size.height - 10; y += 8) {
        canvas.line({8, y}, {size.width - 8, y}, 0.12, {0.60, 0.72, 0.80});
    }
    const int lines = dice.whole(3, 14);
    for (int i = 0; i < lines; ++i) {
        const std::string words = dice.oneOf(kSentences);
        const double points = dice.between(13, 17);
        const int most = static_cast<int>((size.width - 24) / (points * 0.36));
        report::handwriting(canvas, dice, {12 + dice.between(0, 4), 15 + 12.0 * i},
                            beginning(words, dice.whole(5, most)),
                            dice.chance(0.3) ? pencil(dice, points) : pen(dice, points));
    }
}

void receipt(Canvas& canvas, SizeMm size, Dice& dice) {
    canvas.text({size.width / 2, 6}, "血液ガス分析", {Font::Gothic, 12, {}, true, Align::Centre});
    double y = 16;
    for (const char* item : {"pH", "pCO2", "pO2", "HCO3-", "BE", "sO2", "Na+", "K+", "Cl-", "Ca++",
                             "Glu", "Lac", "Hb", "FO2Hb", "COHb", "MetHb"}) {
        canvas.text({6, y}, item, {Font::Gothic, 9, {}});
        canvas.text({size.width - 20, y},
                    std::to_string(dice.whole(1, 150)) + "." + std::to_string(dice.whole(0, 9)),
                    {Font::Gothic, 9, {}, false, Align::Right});
        canvas.text({size.width - 17, y}, "mmol/L", {Font::Gothic, 7, {}});
        y += 6.5;
    }
    canvas.text({6, y + 4}, "2026/11/20 09:41　ID 0012345", {Font::Gothic, 8, {}});
}

// A copy through carbon paper: blurred blue strokes between printed rules.
void carbonSlip(Canvas& canvas, SizeMm size, Dice& dice) {
    title(canvas, size.width, "検査依頼伝票（控）", kGreenPrint);
    for (int i = 0; i < 9; ++i) {
        canvas.line({12, 28 + 13.0 * i}, {size.width - 12, 28 + 13.0 * i}, 0.25, kGreenPrint);
    }
    for (double x : {12.0, 52.0, 130.0, size.width - 12}) {
        canvas.line({x, 28}, {x, 132}, 0.25, kGreenPrint);
    }
    for (int i = 0; i < 8; ++i) {
        canvas.text({15, 31 + 13.0 * i}, "依頼項目", {Font::Gothic, 9, kGreenPrint});
        if (dice.chance(0.7)) {
            report::handwriting(canvas, dice, {56, 30.5 + 13.0 * i}, dice.oneOf(kNotes),
                                {dice.between(13, 17), {0.33, 0.38, 0.66}, 2, 0.02, 0.7});
        }
    }
}

} // namespace

void drawPrint(Canvas& canvas, PaperKind kind, SizeMm size, Dice& dice) {
    switch (kind) {
    case PaperKind::Questionnaire:
        return questionnaire(canvas, size, dice);
    case PaperKind::EndoscopyReport:
        return endoscopyReport(canvas, size, dice);
    case PaperKind::Fax:
        return fax(canvas, size, dice);
    case PaperKind::VerticalLetter:
        return verticalLetter(canvas, size, dice);
    case PaperKind::Consent:
        return consent(canvas, size, dice);
    case PaperKind::Prescription:
        return prescription(canvas, size, dice);
    case PaperKind::Memo:
        return memo(canvas, size, dice);
    case PaperKind::ThermalReceipt:
        return receipt(canvas, size, dice);
    case PaperKind::CarbonSlip:
        return carbonSlip(canvas, size, dice);
    case PaperKind::BlankPaper:
    case PaperKind::LetterForm:
    case PaperKind::Continuation:
    case PaperKind::Laboratory:
    case PaperKind::Ecg:
    case PaperKind::ProgressNotes:
        return;
    }
}

std::string drawLittle(Canvas& canvas, Point at, Dice& dice) {
    switch (dice.whole(0, 6)) {
    case 0:
        canvas.text(at, std::to_string(dice.whole(1, 9)),
                    {dice.chance(0.5) ? Font::Mincho : Font::Gothic, dice.between(9, 12), kToner});
        return "page number, one digit";
    case 1:
        canvas.text(at,
                    std::to_string(dice.whole(2, 9)) + " / " + std::to_string(dice.whole(9, 12)),
                    {Font::Mincho, dice.between(8, 11), kToner});
        return "page number";
    case 2:
        canvas.text(at, dice.chance(0.5) ? "以上" : "以下余白",
                    {Font::Mincho, dice.between(9, 12), kToner});
        return "one word";
    case 3:
        report::roundSeal(canvas, dice, at, "試作");
        return "seal";
    case 4: {
        const double size = dice.between(3, 9), grey = dice.between(0.45, 0.68);
        canvas.polyline({at, {at.x + size * 0.35, at.y + size * 0.6}, {at.x + size, at.y - size}},
                        dice.between(0.35, 0.6), {grey, grey, grey});
        return "pencil tick";
    }
    case 5:
        report::handwriting(canvas, dice, at, dice.oneOf(kNotes),
                            pencil(dice, dice.between(12, 18)));
        return "pencil note";
    default:
        report::handwriting(canvas, dice, at, "仮名　一郎", pen(dice, dice.between(13, 18)));
        return "signature";
    }
}

void drawNoteWords(Canvas& canvas, SizeMm size, Dice& dice) {
    const int lines = dice.whole(1, std::max(1, static_cast<int>(size.height / 13)));
    for (int i = 0; i < lines; ++i) {
        report::handwriting(canvas, dice, {4, 6 + 11.0 * i}, dice.oneOf(kNotes),
                            dice.chance(0.25) ? pencil(dice, 15) : pen(dice, dice.between(13, 17)));
    }
}

} // namespace seihon::quality
