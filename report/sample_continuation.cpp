#include "report/ink.h"
#include "report/sample_sheets.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace seihon::report {

namespace {

TextStyle heading() {
    return {Font::Gothic, 10.5, kToner, true};
}

double medicineTable(Canvas& canvas, const SampleCase& c, double top) {
    constexpr std::array<std::pair<double, const char*>, 5> columns{
        {{18, "No."}, {27, "薬　剤　名"}, {90, "用法・用量"}, {144, "開始日"}, {163, "備　考"}}};
    const double rowHeight = 7.6, headHeight = 7;
    canvas.fill({kSheetLeft, top, kSheetRight - kSheetLeft, headHeight}, {0.88, 0.89, 0.90});
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double right = i + 1 < columns.size() ? columns[i + 1].first : kSheetRight;
        canvas.text({(columns[i].first + right) / 2, top + 1.7}, columns[i].second,
                    {Font::Gothic, 8.5, kToner, false, Align::Centre});
    }
    double y = top + headHeight;
    for (std::size_t i = 0; i < c.medicines.size(); ++i, y += rowHeight) {
        const Medicine& medicine = c.medicines[i];
        canvas.line({kSheetLeft, y}, {kSheetRight, y}, 0.2, kToner);
        canvas.text({22.5, y + 2}, std::to_string(i + 1),
                    {Font::Mincho, 9, kToner, false, Align::Centre});
        TextStyle cell = bodyStyle(9);
        cell.lines = 1;
        cell.width = 61;
        canvas.text({28.5, y + 2}, medicine.name, cell);
        cell.width = 52;
        canvas.text({91.5, y + 2}, medicine.dose, cell);
        canvas.text({153.5, y + 2}, medicine.since,
                    {Font::Mincho, 9, kToner, false, Align::Centre});
        cell.width = 27;
        canvas.text({164.5, y + 2}, medicine.remark, cell);
    }
    for (const auto& [x, name] : columns) {
        canvas.line({x, top}, {x, y}, 0.2, kToner);
    }
    canvas.frame({kSheetLeft, top, kSheetRight - kSheetLeft, y - top}, 0.45, kToner);
    return y;
}

// Front view of a chest, as doctors sketch it, with the finding marked by pen.
void chestSchema(Canvas& canvas, Dice& dice, Point origin) {
    const auto side = [&](double sign) {
        const auto x = [&](double value) {
            return origin.x + sign * value;
        };
        const auto y = [&](double value) {
            return origin.y + value;
        };
        const double thin = 0.3;
        // neck, shoulder, arm, flank
        canvas.curve({{x(5), y(0)},
                      {x(5), y(7)},
                      {x(8), y(9)},
                      {x(15), y(11)},
                      {x(25), y(13)},
                      {x(29), y(18)},
                      {x(30), y(30)},
                      {x(30.5), y(40)},
                      {x(32), y(50)},
                      {x(33), y(58)}},
                     thin, kToner);
        canvas.curve({{x(22), y(27)}, {x(22.5), y(38)}, {x(21), y(48)}, {x(19.5), y(60)}}, thin,
                     kToner);
        canvas.curve({{x(1), y(13.5)}, {x(6), y(11.5)}, {x(14), y(13.5)}, {x(22), y(12.8)}}, 0.25,
                     kToner);
        canvas.curve({{x(0), y(41)}, {x(6), y(44)}, {x(11), y(51)}, {x(16), y(53)}}, 0.25,
                     kGreyRule);
        // lung border
        canvas.curve({{x(4), y(16)},
                      {x(11), y(12)},
                      {x(18), y(24)},
                      {x(18.5), y(44)},
                      {x(13), y(41)},
                      {x(7), y(41)},
                      {x(3.5), y(43)},
                      {x(3), y(34)},
                      {x(3), y(24)},
                      {x(4), y(16)}},
                     0.22, kGreyRule);
        canvas.ellipse({x(11.5) - 0.7, y(29), 1.4, 1.4}, 0.25, kToner);
    };
    side(-1);
    side(1);
    canvas.line({origin.x, origin.y + 13}, {origin.x, origin.y + 41}, 0.2, kGreyRule);
    canvas.ellipse({origin.x - 0.7, origin.y + 55, 1.4, 1.8}, 0.25, kToner);
    canvas.text({origin.x - 33, origin.y + 1}, "R", bodyStyle(9));
    canvas.text({origin.x + 31, origin.y + 1}, "L", bodyStyle(9));
    const double x = origin.x + dice.between(5, 10), y = origin.y + dice.between(31, 35);
    std::vector<Point> hatch;
    for (int i = 0; i < 6; ++i) {
        hatch.push_back({x - 4 + i * 1.5, y + (i % 2 == 0 ? -2.6 : 2.6) + dice.between(-0.5, 0.5)});
    }
    canvas.polyline(hatch, 0.3, kBlueBlack);
    canvas.turned({x, y}, dice.between(-15, 15), [&] {
        canvas.ellipse({x - 5.5, y - 3.8, 11, 7.6}, 0.35, kBlueBlack);
    });
    handwriting(canvas, dice, {origin.x + 24.5, origin.y + 62}, "自覚部位",
                {9, kBlueBlack, 2, 0.05, 0.05});
    canvas.curve(
        {{x + 5, y + 3}, {x + 11, y + 10}, {x + 16, y + 20}, {origin.x + 25, origin.y + 62.5}},
        0.28, kBlueBlack);
}

void pencilNote(Canvas& canvas, Dice& dice, const SampleCase& c, Point at) {
    double y = at.y;
    for (const std::string& line : c.note) {
        const double indent = dice.between(-1, 1.5), slant = dice.between(1.5, 3.5);
        handwriting(canvas, dice, {at.x + indent, y}, line,
                    {12.5, {0.36, 0.36, 0.38}, slant, 0.085, 0.42});
        y += dice.between(7.6, 8.6);
    }
    // underlined twice, not quite straight
    for (const double shift : {0.0, 1.1}) {
        canvas.curve({{at.x, y + shift},
                      {at.x + 18, y - 2.2 + shift},
                      {at.x + 38, y - 1.2 + shift},
                      {at.x + 62, y - 3.6 + shift}},
                     0.28, {0.50, 0.50, 0.52});
    }
}

std::string oneDecimal(double value) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

} // namespace

void drawContinuation(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x436F6E74u);
    drawRunningHead(canvas, c, "診療情報提供書（続紙）");
    canvas.text({kSheetLeft, 30}, "■ 現在の処方（" + eraDate(c.written) + "現在）", heading());
    double y = medicineTable(canvas, c, 37) + 5;
    canvas.text({kSheetLeft, y}, "■ アレルギー・禁忌", heading());
    TextStyle wide = bodyStyle();
    wide.width = kSheetRight - kSheetLeft - 4;
    wide.lineSpacing = 1.14;
    y += 6.5 + canvas.text({kSheetLeft + 3, y + 6}, c.allergy, wide).height + 5;
    canvas.text({kSheetLeft, y}, "■ 現症（初診時）", heading());
    y += 6.5 + canvas.text({kSheetLeft + 3, y + 6}, c.findings, wide).height + 5;
    canvas.text({kSheetLeft, y}, "■ 生活機能・連絡事項", heading());
    y += 6.5 +
         canvas
             .text({kSheetLeft + 3, y + 6},
                   "日常生活動作は自立しております。要介護認定：なし。キーパーソン：長女（近隣に在"
                   "住）。\n"
                   "紹介の理由とご予約については、ご本人およびご家族へ説明し、同意を得ております。",
                   wide)
             .height +
         5;
    const double box = std::max(y + 2, 168.0);
    canvas.text({kSheetLeft, box}, "■ 身体所見図", heading());
    canvas.frame({kSheetLeft, box + 7, 84, 74}, 0.25, kGreyRule);
    chestSchema(canvas, dice, {kSheetLeft + 42, box + 10});
    canvas.text({112, box}, "■ 受入側記入欄", heading());
    canvas.frame({112, box + 7, 80, 74}, 0.25, kGreyRule);
    for (double line = box + 17; line < box + 78; line += 8.5) {
        canvas.line({116, line}, {188, line}, 0.12, {0.72, 0.72, 0.73});
    }
    pencilNote(canvas, dice, c, {119, box + 16});
    roundSeal(canvas, dice, {181, box + 70}, c.doctorSeal);
    canvas.text({kSheetLeft, 272},
                "記載医　" + c.fromDoctor + "　　電子カルテ連携番号 " + c.patientId + "-R",
                bodyStyle(8));
}

void drawProgressNotes(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x4E6F7465u);
    drawRunningHead(canvas, c, "外来経過記録（写し）");
    const std::array<std::string, 8> remarks{
        "自覚症状に変化なし。内服は指示どおり継続できている。",
        "家庭血圧の記録を確認。早朝の値がやや高く、減塩と体重管理を再度説明した。",
        "採血結果を説明。次回までに食事内容の聞き取りを予定する。",
        "夜間の睡眠は良好。昼間の倦怠感は軽快しているとのこと。",
        "下肢の浮腫は認めない。体重は前回と比べて変わりない。",
        "残薬を確認し、処方日数を調整した。薬局へ疑義照会の回答済。",
        "予防接種の希望があり、体調を確認のうえ次回実施とした。",
        "家族より食事量の低下について相談があり、栄養指導の予約を取得した。"};
    double y = 29;
    double weight = dice.between(46, 72);
    std::chrono::sys_days day = std::chrono::sys_days(c.written) - std::chrono::days(212);
    while (y < 262) {
        day += std::chrono::days(dice.whole(11, 19));
        const double top = y;
        canvas.text({kSheetLeft + 2, y + 2}, dottedDate(day), {Font::Gothic, 9, kToner, true});
        canvas.text({kSheetLeft + 2, y + 7}, c.fromDoctor, bodyStyle(8));
        TextStyle wide = bodyStyle(9.5);
        wide.width = kSheetRight - kSheetLeft - 34;
        wide.lineSpacing = 1.12;
        const int systolic = dice.whole(112, 158), diastolic = dice.whole(62, 94);
        std::string words = "BP " + std::to_string(systolic) + "/" + std::to_string(diastolic) +
                            " mmHg、P " + std::to_string(dice.whole(58, 96)) + "/分、BW " +
                            oneDecimal(weight) + " kg\n";
        weight += dice.between(-0.7, 0.6);
        const std::size_t first = static_cast<std::size_t>(dice.whole(0, 7));
        words += remarks[first] + remarks[(first + 3) % remarks.size()];
        if (dice.chance(0.5)) {
            words += "\n処方：前回と同じ（" + std::to_string(dice.whole(14, 42)) + "日分）";
        }
        y += std::max(14.0, canvas.text({kSheetLeft + 31, y + 2}, words, wide).height + 4.5);
        canvas.line({kSheetLeft, y}, {kSheetRight, y}, 0.18, kGreyRule);
        if (dice.chance(0.25)) {
            roundSeal(canvas, dice, {kSheetRight - 7, top + 7}, c.doctorSeal);
        }
    }
    canvas.line({kSheetLeft + 28, 29}, {kSheetLeft + 28, y}, 0.18, kGreyRule);
    canvas.frame({kSheetLeft, 29, kSheetRight - kSheetLeft, y - 29}, 0.4, kToner);
}

} // namespace seihon::report
