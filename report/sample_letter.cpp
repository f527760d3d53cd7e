#include "report/ink.h"
#include "report/sample_sheets.h"

namespace seihon::report {

namespace {

constexpr double kLabelWidth = 30;

TextStyle label(double points = 9) {
    return {Font::Gothic, points, kToner, false, Align::Centre};
}

// A row of the form: a label cell and a wide cell with words.
void row(Canvas& canvas, const Box& box, const std::string& name, const std::string& words) {
    const double top = box.y, height = box.h;
    canvas.frame(box, 0.25, kToner);
    canvas.line({kSheetLeft + kLabelWidth, top}, {kSheetLeft + kLabelWidth, top + height}, 0.25,
                kToner);
    const double tall = canvas.measure(name, label()).height;
    canvas.text({kSheetLeft + kLabelWidth / 2, top + (height - tall) / 2}, name, label());
    TextStyle style = bodyStyle();
    style.width = kSheetRight - kSheetLeft - kLabelWidth - 6;
    // A tall cell is set wider, as far as its words allow.
    style.lineSpacing = height > 40 ? 1.45 : 1.14;
    canvas.text({kSheetLeft + kLabelWidth + 3, top + 2}, words, style);
}

void letterHead(Canvas& canvas, const SampleCase& c) {
    canvas.text({105, 15}, "診療情報提供書",
                {Font::Mincho, 21, kToner, true, Align::Centre, 0, 1, 7});
    canvas.line({66, 25.2}, {144, 25.2}, 0.5, kToner);
    canvas.line({66, 26.0}, {144, 26.0}, 0.18, kToner);
    canvas.text({kSheetRight, 30}, eraDate(c.written),
                {Font::Mincho, 10.5, kToner, false, Align::Right});
    canvas.text({kSheetLeft, 36}, "紹介先医療機関等名", bodyStyle(8.5));
    canvas.text({kSheetLeft + 3, 41}, c.toHouse + "　" + c.toDepartment, bodyStyle(13));
    canvas.text({kSheetLeft + 3, 48.5}, c.toDoctor, bodyStyle(13));
    canvas.line({kSheetLeft, 55.6}, {kSheetLeft + 92, 55.6}, 0.25, kToner);
}

void sender(Canvas& canvas, const SampleCase& c, Dice& dice) {
    const double left = 112;
    canvas.text({left, 60}, "紹介元医療機関の所在地及び名称", bodyStyle(8.5));
    canvas.text({left, 64.8}, c.fromAddress, bodyStyle(9));
    TextStyle house = bodyStyle(10.5);
    house.width = kSheetRight - left + 3;
    house.lines = 1;
    canvas.text({left, 69.3}, c.fromHouse, house);
    canvas.text({left, 74.6}, c.fromTelephone, bodyStyle(8));
    canvas.text({left, 81}, "医師氏名", bodyStyle(9));
    handwriting(canvas, dice, {left + 18, 79.6}, c.fromDoctor, {15.5, kBlueBlack, 1.2, 0.07, 0.04});
    canvas.text({186, 81.2}, "㊞", bodyStyle(10));
    canvas.line({left, 87.2}, {kSheetRight, 87.2}, 0.2, kToner);
    squareSeal(canvas, dice, {182, 69.5}, c.houseSeal);
    roundSeal(canvas, dice, {187.4, 83.2}, c.doctorSeal);
}

void patientBox(Canvas& canvas, const SampleCase& c, Dice& dice) {
    const double top = 91, middle = top + 15, bottom = top + 31;
    canvas.fill({kSheetLeft, top, kLabelWidth, bottom - top}, {0.93, 0.93, 0.93});
    canvas.frame({kSheetLeft, top, kSheetRight - kSheetLeft, bottom - top}, 0.5, kToner);
    canvas.line({kSheetLeft + kLabelWidth, top}, {kSheetLeft + kLabelWidth, bottom}, 0.25, kToner);
    canvas.line({kSheetLeft + kLabelWidth, middle}, {kSheetRight, middle}, 0.25, kToner);
    for (const double x : {kSheetLeft + 98, kSheetLeft + 120}) {
        canvas.line({x, top}, {x, middle}, 0.25, kToner);
    }
    canvas.text({kSheetLeft + kLabelWidth / 2, top + 13}, "患　者", label(10));
    canvas.text({kSheetLeft + kLabelWidth + 3, top + 1.8}, "ふりがな　" + c.patientKana,
                bodyStyle(7.5));
    canvas.text({kSheetLeft + kLabelWidth + 3, top + 6.4}, c.patientName + "　様", bodyStyle(14));
    canvas.text({kSheetLeft + 109, top + 1.8}, "性別", label(7.5));
    canvas.text({kSheetLeft + 109, top + 7}, "男 ・ 女",
                {Font::Mincho, 11, kToner, false, Align::Centre});
    // The right sex is circled by hand.
    const double sexX = kSheetLeft + 109 + (c.sex == "男" ? -5.6 : 5.6);
    canvas.turned({sexX, top + 9.4}, dice.between(-12, 12), [&] {
        canvas.ellipse({sexX - 3, top + 6.5, 6, 5.6}, 0.35, kBlueBlack);
    });
    canvas.text({kSheetLeft + 123, top + 1.8}, "生年月日", bodyStyle(7.5));
    canvas.text({kSheetLeft + 123, top + 7}, c.birthDate + "生（" + c.age + "歳）", bodyStyle(10));
    canvas.text({kSheetLeft + kLabelWidth + 3, middle + 2.2}, "住　所　" + c.address,
                bodyStyle(10));
    canvas.text({kSheetLeft + kLabelWidth + 3, middle + 9}, "電　話　" + c.telephone,
                bodyStyle(10));
    canvas.text({kSheetLeft + 98, middle + 9}, "職　業　" + c.job, bodyStyle(10));
    canvas.text({kSheetLeft + 132, middle + 9}, "ID " + c.patientId, bodyStyle(10));
}

void foot(Canvas& canvas) {
    TextStyle style = bodyStyle(7);
    style.width = kSheetRight - kSheetLeft;
    canvas.text({kSheetLeft, 275.4},
                "備考　1．必要がある場合は続紙に記載して添付すること。　2．必要がある場合は画像診断"
                "のフィルム、検査の記録を添付すること。"
                "　3．紹介先が保険医療機関以外である場合は、紹介先医療機関等名の欄に紹介先保険薬局"
                "、市町村、"
                "保健所名等を記入し、かつ、患者住所及び電話番号を必ず記入すること。",
                style);
}

} // namespace

void drawLetterForm(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x466F726Du);
    letterHead(canvas, c);
    sender(canvas, c, dice);
    patientBox(canvas, c, dice);
    row(canvas, {kSheetLeft, 125, kSheetRight - kSheetLeft, 15}, "傷病名", c.diagnosis);
    row(canvas, {kSheetLeft, 140, kSheetRight - kSheetLeft, 10}, "紹介目的", c.purpose);
    row(canvas, {kSheetLeft, 150, kSheetRight - kSheetLeft, 17}, "既往歴\n及び家族歴",
        c.pastHistory);
    row(canvas, {kSheetLeft, 167, kSheetRight - kSheetLeft, 58}, "症状経過\n及び\n検査結果",
        c.course);
    row(canvas, {kSheetLeft, 225, kSheetRight - kSheetLeft, 17}, "治療経過", c.treatment);
    row(canvas, {kSheetLeft, 242, kSheetRight - kSheetLeft, 12}, "現在の処方",
        "別紙（2枚目）のとおり　" + std::to_string(c.medicines.size()) +
            "剤。お薬手帳の写しを併せてご確認下さい。");
    row(canvas, {kSheetLeft, 254, kSheetRight - kSheetLeft, 19}, "備　考",
        "検査結果（3枚目）および心電図（4枚目）を同封いたします。\n"
        "ご多忙のところ恐縮ですが、ご高診のほど何卒よろしくお願い申し上げます。");
    canvas.frame({kSheetLeft, 125, kSheetRight - kSheetLeft, 148}, 0.5, kToner);
    foot(canvas);
    dateStamp(canvas, dice, {dice.between(92, 96), dice.between(69, 73)},
              {dottedDate(c.received), c.toHouse, "地域連携室"});
}

} // namespace seihon::report
