#include "report/ink.h"
#include "report/sample_sheets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace seihon::report {

namespace {

constexpr double kRowHeight = 4.45;
constexpr Colour kHigh{0.78, 0.10, 0.12}, kLow{0.10, 0.22, 0.66};

struct Item {
    const char *name, *unit;
    double low, high;
    int decimals;
};

struct Group {
    const char* name;
    std::vector<Item> items;
};

const std::vector<Group>& leftGroups() {
    static const std::vector<Group> groups{
        {"生化学", {{"総蛋白", "g/dL", 6.6, 8.1, 1},   {"アルブミン", "g/dL", 4.1, 5.1, 1},
                    {"A/G比", "", 1.32, 2.23, 2},      {"総ビリルビン", "mg/dL", 0.4, 1.5, 1},
                    {"AST", "U/L", 13, 30, 0},         {"ALT", "U/L", 7, 42, 0},
                    {"LD (IFCC)", "U/L", 124, 222, 0}, {"ALP (IFCC)", "U/L", 38, 113, 0},
                    {"γ-GT", "U/L", 13, 64, 0},        {"コリンエステラーゼ", "U/L", 201, 486, 0},
                    {"CK", "U/L", 41, 153, 0},         {"CK-MB", "U/L", 1, 12, 0},
                    {"アミラーゼ", "U/L", 44, 132, 0}, {"クレアチニン", "mg/dL", 0.46, 0.79, 2},
                    {"eGFR", "mL/分", 60, 110, 1},     {"BUN", "mg/dL", 8, 20, 1},
                    {"尿酸", "mg/dL", 2.6, 7.0, 1},    {"総コレステロール", "mg/dL", 142, 248, 0},
                    {"LDL-C", "mg/dL", 65, 139, 0},    {"HDL-C", "mg/dL", 48, 103, 0},
                    {"中性脂肪", "mg/dL", 40, 149, 0}, {"グルコース", "mg/dL", 73, 109, 0},
                    {"HbA1c", "%", 4.9, 6.0, 1}}},
        {"電解質",
         {{"Na", "mmol/L", 138, 145, 0},
          {"K", "mmol/L", 3.6, 4.8, 1},
          {"Cl", "mmol/L", 101, 108, 0},
          {"Ca", "mg/dL", 8.8, 10.1, 1},
          {"無機リン", "mg/dL", 2.7, 4.6, 1},
          {"Mg", "mg/dL", 1.8, 2.4, 1}}},
        {"鉄代謝",
         {{"血清鉄", "μg/dL", 40, 188, 0},
          {"UIBC", "μg/dL", 170, 250, 0},
          {"フェリチン", "ng/mL", 8, 250, 1}}}};
    return groups;
}

const std::vector<Group>& rightGroups() {
    static const std::vector<Group> groups{
        {"血液一般",
         {{"白血球数", "10²/μL", 33, 86, 0},
          {"赤血球数", "10⁴/μL", 386, 555, 0},
          {"ヘモグロビン", "g/dL", 11.6, 16.8, 1},
          {"ヘマトクリット", "%", 35.1, 50.1, 1},
          {"MCV", "fL", 83.6, 98.2, 1},
          {"MCH", "pg", 27.5, 33.2, 1},
          {"MCHC", "g/dL", 31.7, 35.3, 1},
          {"血小板", "10⁴/μL", 15.8, 34.8, 1},
          {"網赤血球", "‰", 4, 19, 0}}},
        {"白血球分画",
         {{"好中球", "%", 42, 74, 1},
          {"リンパ球", "%", 18, 50, 1},
          {"単球", "%", 2, 10, 1},
          {"好酸球", "%", 0, 7, 1},
          {"好塩基球", "%", 0, 2, 1}}},
        {"凝固",
         {{"PT-INR", "", 0.90, 1.10, 2},
          {"APTT", "秒", 24, 34, 1},
          {"フィブリノゲン", "mg/dL", 200, 400, 0},
          {"Dダイマー", "μg/mL", 0.0, 1.0, 2}}},
        {"免疫・心筋",
         {{"CRP", "mg/dL", 0.00, 0.14, 2},
          {"BNP", "pg/mL", 0, 18.4, 1},
          {"高感度トロポニンT", "ng/mL", 0.000, 0.014, 3},
          {"TSH", "μU/mL", 0.61, 4.23, 2},
          {"FT4", "ng/dL", 0.90, 1.70, 2}}},
        {"尿一般",
         {{"比重", "", 1.005, 1.030, 3},
          {"pH", "", 5.0, 7.5, 1},
          {"尿蛋白/Cr", "g/gCr", 0.00, 0.15, 2}}},
    };
    return groups;
}

std::string number(double value, int decimals) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

// The value as it is printed: the flag must agree with what stands on the paper.
double printed(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

double drawnValue(const SampleCase& c, Dice& dice, const Item& item, double weight) {
    double shift = 1;
    for (const auto& [name, factor] : c.shifts) {
        if (name == item.name) {
            shift = 1 + (factor - 1) * weight;
        }
    }
    const double middle = (item.low + item.high) / 2, width = item.high - item.low;
    const double spread = shift == 1 ? 0.17 * dice.normal() : 0.05 * dice.normal();
    return printed(std::max(0.0, middle * shift + width * spread), item.decimals);
}

// x of the columns of one half, from its left.
constexpr double kNameAt = 1.5, kNow = 38.5, kFlag = 43.2, kBefore = 53.5, kUnit = 55.5,
                 kRange = 84;

TextStyle small(Align align = Align::Left) {
    return {Font::Gothic, 7.5, kToner, false, align};
}

void itemRow(Canvas& canvas, const SampleCase& c, Dice& dice, const Item& item, Point at) {
    const double now = drawnValue(c, dice, item, 1.0);
    const double before = drawnValue(c, dice, item, 0.35);
    const bool high = now > item.high, low = now < item.low;
    TextStyle name = small();
    name.width = 25;
    name.lines = 1;
    canvas.text({at.x + kNameAt, at.y + 0.75}, item.name, name);
    TextStyle value = small(Align::Right);
    value.bold = high || low;
    value.colour = high ? kHigh : low ? kLow : kToner;
    canvas.text({at.x + kNow, at.y + 0.75}, number(now, item.decimals), value);
    if (high || low) {
        value.align = Align::Centre;
        canvas.text({at.x + kFlag - 1.6, at.y + 0.75}, high ? "H" : "L", value);
    }
    canvas.text({at.x + kBefore, at.y + 0.75}, number(before, item.decimals), small(Align::Right));
    TextStyle tiny = small();
    tiny.points = 6.5;
    canvas.text({at.x + kUnit, at.y + 0.95}, item.unit, tiny);
    tiny.align = Align::Right;
    canvas.text({at.x + kRange, at.y + 0.95},
                number(item.low, item.decimals) + "–" + number(item.high, item.decimals), tiny);
}

double half(Canvas& canvas, const SampleCase& c, Dice& dice, const std::vector<Group>& groups,
            Point at) {
    const double width = 85;
    canvas.fill({at.x, at.y, width, 5.4}, {0.80, 0.87, 0.90});
    const TextStyle head{Font::Gothic, 7, kToner, true};
    canvas.text({at.x + kNameAt, at.y + 1.1}, "検査項目", head);
    canvas.text({at.x + 31, at.y + 1.1}, "今回値", head);
    canvas.text({at.x + 45.5, at.y + 1.1}, "前回値", head);
    canvas.text({at.x + kUnit, at.y + 1.1}, "単位", head);
    canvas.text({at.x + 72, at.y + 1.1}, "基準範囲", head);
    double y = at.y + 5.4;
    int count = 0;
    for (const Group& group : groups) {
        canvas.fill({at.x, y, width, kRowHeight}, {0.93, 0.94, 0.94});
        canvas.text({at.x + kNameAt, y + 0.7}, std::string("【") + group.name + "】",
                    {Font::Gothic, 7.2, kToner, true});
        y += kRowHeight;
        for (const Item& item : group.items) {
            itemRow(canvas, c, dice, item, {at.x, y});
            y += kRowHeight;
            if (++count % 5 == 0) {
                canvas.line({at.x, y}, {at.x + width, y}, 0.1, kGreyRule);
            }
        }
    }
    for (const double x : {26.8, 45.0, 54.8, 69.0}) {
        canvas.line({at.x + x, at.y}, {at.x + x, y}, 0.1, kGreyRule);
    }
    canvas.frame({at.x, at.y, width, y - at.y}, 0.35, kToner);
    return y;
}

} // namespace

void drawLaboratory(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x4C6162u);
    drawRunningHead(canvas, c, "検査結果報告書");
    const auto sampled = std::chrono::sys_days(c.written) - std::chrono::days(dice.whole(1, 4));
    const auto before = sampled - std::chrono::days(dice.whole(35, 120));
    const TextStyle line{Font::Gothic, 8, kToner};
    canvas.text({kSheetLeft, 27},
                "採取日時　" + dottedDate(sampled) + " 09:" + std::to_string(dice.whole(10, 59)) +
                    "　　前回採取日　" + dottedDate(before) +
                    "　　材料：血清・EDTA血・随時尿　　依頼医　" + c.fromDoctor,
                line);
    canvas.text({kSheetRight, 27}, "至急", {Font::Gothic, 9, kHigh, true, Align::Right});
    const double left = half(canvas, c, dice, leftGroups(), {kSheetLeft, 33});
    const double right = half(canvas, c, dice, rightGroups(), {kSheetLeft + 89, 33});
    const double y = std::max(left, right) + 5;

    canvas.text({kSheetLeft, y}, "■ 判定コメント", {Font::Gothic, 9.5, kToner, true});
    canvas.frame({kSheetLeft, y + 6, kSheetRight - kSheetLeft, 34}, 0.3, kToner);
    TextStyle comment{Font::Mincho, 9.5, kToner};
    comment.width = kSheetRight - kSheetLeft - 8;
    comment.lineSpacing = 1.18;
    canvas.text({kSheetLeft + 4, y + 8.5},
                "H：基準範囲より高値　L：基準範囲より低値　（基準範囲は施設の共用基準範囲による。年"
                "齢・性別により異なることがあります。）\n"
                "溶血（−）　乳び（±）　黄疸（−）。再検査にて値を確認済みです。\n"
                "本報告書は見本であり、記載の数値は実在の患者の検査結果ではありません。",
                comment);
    handwriting(canvas, dice, {kSheetLeft + 96, y + 28},
                "要フォロー　" + std::string(c.shifts[0].first),
                {12, {0.36, 0.36, 0.38}, 2.5, 0.085, 0.42});
    canvas.text({kSheetRight, 262}, "検査センター　見本臨床検査所　　検査責任者　例示　恵",
                {Font::Mincho, 8, kToner, false, Align::Right});
    roundSeal(canvas, dice, {kSheetRight - 6, 271}, "例示");
}

} // namespace seihon::report
